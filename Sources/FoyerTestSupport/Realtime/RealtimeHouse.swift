import FoyerAPI
import FoyerCore
import FoyerRealtime
import FoyerService
import Logging
import Storage

/// A service with a hub and the sockets that follow it, on SQLite in memory; nothing happens in it
/// but what the test lets happen.
package final class RealtimeHouse {
    package let fixture: ServiceFixture
    package let hub: Hub
    package let administrator: LoggedOn
    package let general: RoomRow
    package let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    package private(set) var sockets: [ManualSocket] = []

    private init(fixture: ServiceFixture, hub: Hub) async throws {
        self.fixture = fixture
        self.hub = hub
        administrator = try await fixture.setUp()
        general = try await fixture.general(for: administrator)
    }

    /// `planting`: a bug in the service's statements.
    package static func with<Output>(
        planting bug: SQLBug? = nil, _ body: (RealtimeHouse) async throws -> Output
    ) async throws -> Output {
        let clock = ManualClock()
        return try await Engine.sqliteMemory.withDatabase(clock: clock.read) { database in
            try await Migrator.ofThisCheckout().apply(to: database)
            let database = bug.map { BentDatabase(database, by: $0) as any Database } ?? database
            let hub = Hub()
            let fixture = ServiceFixture(
                database: database, clock: clock,
                announcer: RecordingAnnouncer(handingOnTo: hub))
            try await fixture.service.restart()
            return try await body(RealtimeHouse(fixture: fixture, hub: hub))
        }
    }

    package var service: Service { fixture.service }

    /// A bug planted in the frames that clients read; none in a house that is in order.
    package var frameBug: FrameBug?

    /// The frame as the client in `tab` reads it; `nil` when it is lost.
    func read(_ frame: JSONValue, at tab: ObjectIdentifier) -> JSONValue? {
        guard let frameBug else { return frame }
        return frameBug.bent(frame, at: tab)
    }

    // MARK: People

    /// An agent of `GENERAL` and the token of the agent's log-on.
    package func agent(_ name: String) async throws -> (agent: LoggedOn, token: String) {
        _ = try await fixture.agent(name, by: administrator)
        return try await logOn(name)
    }

    package func logOn(_ name: String, on channel: Channel = .browser) async throws -> (
        agent: LoggedOn, token: String
    ) {
        let made = try await service.logOn(
            email: "\(name.lowercased())@example.com", password: ServiceFixture.password,
            channel: channel)
        return (made.loggedOn, made.token)
    }

    /// A customer who has asked, and whose screen is not there yet.
    package func asker(
        in room: RoomRow? = nil, through link: String? = nil, token: String? = nil,
        question: String = "Do you ship?"
    ) async throws -> (chat: ID<Chat>, token: String) {
        let room = room ?? general
        let form = try await fixture.form(
            in: room, through: link, customer: token, question: question)
        let asked = try await service.askForAgent(form, roomToken: link ?? room.token)
        return (asked.chat, form.customer)
    }

    // MARK: Sockets

    package func customerSocket() -> ManualSocket {
        open(ManualSocket(self) { CustomerSession(context: $0) })
    }

    package func agentSocket(known: LoggedOn? = nil) -> ManualSocket {
        open(ManualSocket(self) { AgentSession(context: $0, known: known) })
    }

    private func open(_ socket: ManualSocket) -> ManualSocket {
        sockets.append(socket)
        return socket
    }

    /// Forgets sockets that are gone and have nothing left to do.
    package func forgetClosed() {
        sockets.removeAll { !$0.isOpen && $0.door.commandCount == 0 && $0.mailbox.count == 0 }
    }

    // MARK: What happens

    /// Called after each step: clients read their frames and answer.
    package var afterStep: () -> Void = {}

    /// More steps than any settling needs: beyond them it goes round in circles.
    private static let stepsMax = 20_000
    package private(set) var isRestless = false

    /// Lets everything happen in its natural order, until nothing is under way.
    package func settle() async {
        afterStep()
        var steps = 0
        while let socket = sockets.first(where: { $0.isBusy }) {
            steps += 1
            guard steps < Self.stepsMax else { return isRestless = true }
            if !socket.deliverNext() { await socket.door.goOn(0) }
            afterStep()
        }
    }

    /// As `settle`, with the seconds passing that marks and places rest.
    package func settleAndRest() async {
        await settle()
        while !isRestless, sockets.contains(where: { $0.door.timerCount > 0 }) {
            for socket in sockets { socket.door.fireTimers() }
            await settle()
        }
    }

    /// Lets commands end in any order, and deliveries come in any way between.
    package func settleAndRest(with random: inout LedgerRandom) async {
        afterStep()
        var steps = 0
        while let step = randomStep(&random) {
            steps += 1
            guard steps < Self.stepsMax else { return isRestless = true }
            await take(step)
            afterStep()
        }
    }

    /// Lets up to `count` of the things that are due happen.
    package func goOn(_ count: Int, with random: inout LedgerRandom) async {
        for _ in 0..<count {
            guard let step = randomStep(&random) else { return }
            await take(step)
            afterStep()
        }
    }

    private enum Step {
        case delivery(ManualSocket)
        case command(ManualSocket, Int)
        case timers(ManualSocket)
    }

    private func randomStep(_ random: inout LedgerRandom) -> Step? {
        var steps: [Step] = []
        for socket in sockets {
            if socket.mailbox.count > 0 { steps.append(.delivery(socket)) }
            for position in 0..<socket.door.commandCount {
                steps.append(.command(socket, position))
            }
        }
        if steps.isEmpty {
            steps = sockets.filter { $0.door.timerCount > 0 }.map { .timers($0) }
        }
        return steps.randomElement(using: &random)
    }

    private func take(_ step: Step) async {
        switch step {
        case .delivery(let socket): socket.deliverOne()
        case .command(let socket, let position): await socket.door.goOn(position)
        case .timers(let socket): socket.door.fireTimers()
        }
    }

    /// The rows of open connections.
    package func connectionCount() async throws -> Int {
        try await fixture.database.read { transaction in
            let row = try transaction.run("SELECT COUNT(*) AS count FROM connection").first
            return try row?.get("count") ?? 0
        }
    }
}
