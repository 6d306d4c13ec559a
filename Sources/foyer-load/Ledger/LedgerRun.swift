import Foundation
import FoyerTestSupport
import NIOCore

/// many write, the server dies again and again, and everything is compared at the end.
struct LedgerRun: Sendable {
    struct Plan: Sendable {
        var chats = 25
        /// Agents who share the chats evenly.
        var agents = 5
        var kills = 30
        /// How long all write when nothing is killed.
        var seconds = 10.0
        var seed: UInt64 = 0
    }

    struct Outcome: Sendable {
        let verdict: LedgerVerdict
        let counts: LedgerClient.Counts
        let kills: Int
        let restartSecondsMax: Double
    }

    private struct ChatPlan: Sendable {
        let chat: String
        let customer: String
        let agent: Int
    }

    private let session: LoadSession
    private let plan: Plan
    private let folder: String
    private let random: LedgerRandom
    private let agents: [Staff.Agent]
    private let chats: [ChatPlan]

    init(_ session: LoadSession, _ plan: Plan) async throws {
        self.session = session
        self.plan = plan
        folder = "\(session.folder).ledger"
        random = LedgerRandom(seed: plan.seed)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let chatsPerAgent = (plan.chats + plan.agents - 1) / plan.agents
        try await session.staff.configure(
            session.room, RoomPlan(agentsAtOnce: 1, chatsPerAgent: chatsPerAgent, graceSeconds: 600)
        )
        agents = try await session.staff.hire(plan.agents, named: "ledger", maxChats: chatsPerAgent)
        chats = try await Self.serve(session, plan, agents, chatsPerAgent)
    }

    /// Brings every chat to an agent, then lets all desks go: the run has its own sockets.
    private static func serve(
        _ session: LoadSession, _ plan: Plan, _ agents: [Staff.Agent], _ chatsPerAgent: Int
    ) async throws -> [ChatPlan] {
        let board = MessageRun(on: session.loop)
        let desks = try await bounded(agents.count, atOnce: 4) { number in
            let desk = LiveClient(
                number, .agent(token: agents[number].token), on: session.loop,
                answering: chatsPerAgent, observer: board)
            try await desk.open(session.address)
            return desk
        }
        let customers = Customers(api: session.api, room: session.room.token)
        let chats = try await bounded(plan.chats, atOnce: 2) { number in
            let asked = try await customers.ask(try await customers.form(key: hexadecimal(number)))
            try await session.wait("chat \(number) is answered", secondsMax: 30) {
                board.agent(of: asked.chat) != nil
            }
            let agent = try await session.loop.submit { board.agent(of: asked.chat)?.number }.get()
            return ChatPlan(chat: asked.chat, customer: asked.token, agent: agent ?? 0)
        }
        try await session.loop.submit { for desk in desks { desk.cut() } }.get()
        return chats
    }

    // MARK: The run

    func outcome() async throws -> Outcome {
        // From here on the server may have a planted fault.
        if session.server?.plan.arguments.isEmpty == false { _ = try await killAndRestart() }
        let clients = try clients(suffix: "", writes: true)
        try await onLoop { for client in clients { client.start() } }
        // The first kill, too, meets a server that is busy.
        try await session.wait("everybody has a socket", secondsMax: 30) {
            clients.allSatisfy { $0.counts.connections > 0 }
        }
        var restartSecondsMax = 0.0
        if plan.kills == 0 { try await Task.sleep(for: .seconds(plan.seconds)) }
        var chance = random.part(1_000_000)
        for _ in 0..<plan.kills {
            try await Task.sleep(for: .milliseconds(200 + Int(chance.next() % 2_800)))
            restartSecondsMax = max(restartSecondsMax, try await killAndRestart())
            try await failIfSpoilt(clients)
        }
        try await Task.sleep(for: .seconds(1))
        try await settle(clients)
        let verdict = try await judge(clients)
        let counts = try await onLoop {
            clients.reduce(into: LedgerClient.Counts()) { $0.add($1.counts) }
        }
        try await onLoop { for client in clients { client.end() } }
        return Outcome(
            verdict: verdict, counts: counts, kills: plan.kills,
            restartSecondsMax: restartSecondsMax)
    }

    /// What was written down is removed once it has been judged good.
    func removeFiles() {
        try? FileManager.default.removeItem(atPath: folder)  // a file left behind harms nobody
    }

    /// Seconds from the start of the new process until it is ready.
    private func killAndRestart() async throws -> Double {
        guard let server = session.server else {
            throw ServerProcess.Failure(description: "only a server started here can be killed")
        }
        server.kill()
        let began = ContinuousClock.now
        try server.start()
        try await server.waitUntilReady(session.api)
        return began.duration(to: .now).inSeconds
    }

    /// Nobody begins anything new; what is under way ends; everything is resumed once more.
    private func settle(_ clients: [LedgerClient]) async throws {
        try await onLoop { for client in clients { client.stopSenders() } }
        try await waitUntilSettled(clients)
        try await onLoop { for client in clients { client.reconnect() } }
        // The sockets end a moment later; they must not count as settled before.
        try await Task.sleep(for: .milliseconds(200))
        try await waitUntilSettled(clients)
    }

    private func waitUntilSettled(_ clients: [LedgerClient]) async throws {
        do {
            try await session.wait("everything is resumed", secondsMax: 120) {
                clients.allSatisfy { $0.isSettled } || clients.contains { $0.failure != nil }
            }
        } catch {
            let lacks = try await onLoop { clients.compactMap { $0.lack } }
            let told = lacks.prefix(5).joined(separator: ", ")
            throw ServerProcess.Failure(description: "\(error): \(lacks.count) lack: \(told)")
        }
        try await failIfSpoilt(clients)
    }

    private func failIfSpoilt(_ clients: [LedgerClient]) async throws {
        let failure = try await onLoop { clients.lazy.compactMap { $0.failure }.first }
        if let failure { throw ServerProcess.Failure(description: failure) }
    }

    /// Fresh clients that have nothing read everything: the customers' view is what is stored.
    private func judge(_ clients: [LedgerClient]) async throws -> LedgerVerdict {
        let fresh = try self.clients(suffix: "-fresh", writes: false)
        try await onLoop { for client in fresh { client.start() } }
        try await waitUntilSettled(fresh)
        let (sides, freshSides, open) = try await onLoop {
            (
                clients.flatMap { $0.sides }, fresh.flatMap { $0.sides },
                (clients + fresh).flatMap { $0.breaches }
            )
        }
        try await onLoop { for client in fresh { client.end() } }
        var stored: [String: [ObservedRecord]] = [:]
        for side in freshSides.prefix(plan.chats) {
            stored[side.chat] = LedgerChecker.withoutRepeats(try side.observed())
        }
        var verdict = LedgerChecker.check(
            senders: try sides.map { try $0.senderLedger() },
            observers: try (sides + freshSides).map { try $0.observerLedger() },
            stored: stored)
        verdict.add(open)
        return verdict
    }

    /// The customers' clients in the order of the chats, then the agents'.
    private func clients(suffix: String, writes: Bool) throws -> [LedgerClient] {
        var clients: [LedgerClient] = []
        for (number, chat) in chats.enumerated() {
            let side = try LedgerSide(
                chat: chat.chat, name: "customer-\(number)\(suffix)", folder: folder,
                random: random.part(2 * number), writes: writes)
            let role = LedgerClient.Role.customer(room: session.room.token, token: chat.customer)
            clients.append(client(role, [side], number))
        }
        for (number, agent) in agents.enumerated() {
            let sides = try chats.enumerated().filter { $0.element.agent == number }.map {
                place, chat in
                try LedgerSide(
                    chat: chat.chat, name: "agent-\(place)\(suffix)", folder: folder,
                    random: random.part(2 * place + 1), writes: writes)
            }
            guard !sides.isEmpty else { continue }
            clients.append(client(.agent(token: agent.token), sides, chats.count + number))
        }
        return clients
    }

    private func client(
        _ role: LedgerClient.Role, _ sides: [LedgerSide], _ number: Int
    ) -> LedgerClient {
        LedgerClient(
            role, sides, on: session.loop, server: session.address,
            random: random.part(2_000_000 + number))
    }

    private func onLoop<Output: Sendable>(
        _ body: @escaping @Sendable () -> Output
    ) async throws -> Output {
        try await session.loop.submit(body).get()
    }
}

extension LedgerClient.Counts {
    fileprivate mutating func add(_ other: LedgerClient.Counts) {
        cuts += other.cuts
        connections += other.connections
        gaps += other.gaps
        resyncs += other.resyncs
        stalls += other.stalls
        for (code, count) in other.refusals { refusals[code, default: 0] += count }
    }
}
