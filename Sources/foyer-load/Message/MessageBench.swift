import NIOCore

/// W1 from the first log-on to the last figure.
struct MessageBench: Sendable {
    struct Plan: Sendable {
        var chats = 200
        var seconds = 30.0
        var warmUpSeconds = 2.0
        var bodyBytes = MessageTemplate.bodyBytes
    }

    private let session: LoadSession
    private let run: MessageRun
    private let plan: Plan

    /// Brings all chats to where both sides are connected and nobody has written.
    init(_ session: LoadSession, _ plan: Plan, agents: [Staff.Agent]? = nil) async throws {
        self.session = session
        self.plan = plan
        run = MessageRun(on: session.loop, bodyBytes: plan.bodyBytes)
        try await session.staff.configure(session.room, RoomPlan(agentsAtOnce: 1))
        var agents = agents ?? []
        if agents.count < plan.chats {
            let more = plan.chats - agents.count
            agents += try await session.staff.hire(more, named: "message", maxChats: 1)
        }
        try await connect(agents)
        try await ask()
    }

    private func connect(_ agents: [Staff.Agent]) async throws {
        let (session, run) = (session, run)
        _ = try await bounded(plan.chats, atOnce: 16) { number in
            let desk = LiveClient(
                number, .agent(token: agents[number].token), on: session.loop, answering: 1,
                observer: run)
            try await desk.open(session.address)
        }
    }

    private func ask() async throws {
        let (session, run, chats) = (session, run, plan.chats)
        let customers = Customers(api: session.api, room: session.room.token)
        _ = try await bounded(chats, atOnce: 4) { number in
            let form = try await customers.form(key: hexadecimal(number))
            let asked = try await customers.ask(form)
            let role = LiveClient.Role.customer(room: session.room.token, token: asked.token)
            let phone = LiveClient(chats + number, role, on: session.loop, observer: run)
            try await phone.open(session.address)
            try await session.wait("chat \(number) is answered", secondsMax: 30) {
                guard let agent = run.agent(of: asked.chat) else { return false }
                run.join(asked.chat, customer: phone, agent: agent)
                return true
            }
        }
    }

    /// The last entry that an agent has of its chat: what a second tab need not be told.
    func last(ofAgent number: Int) async throws -> Frames.Have? {
        let run = run
        return try await session.loop.submit { run.last(ofAgent: number) }.get()
    }

    /// One message in flight in each chat.
    func closed() async throws -> Report {
        try await measure("closed") { $0.startClosed() }
    }

    /// `rate` messages a second, whatever comes back; times count from when a message was due.
    func open(rate: Int) async throws -> Report {
        try await measure("\(rate)/s") { $0.startOpen(rate: rate) }
    }

    private func measure(
        _ pace: String, _ start: @escaping @Sendable (MessageRun) -> Void
    ) async throws -> Report {
        let run = run
        try await session.loop.submit { start(run) }.get()
        try await Task.sleep(for: .seconds(plan.warmUpSeconds))
        _ = try await session.loop.submit { run.takeTally() }.get()
        let (began, cpuBefore) = (ContinuousClock.now, session.cpuSeconds)
        try await Task.sleep(for: .seconds(plan.seconds))
        let tally = try await session.loop.submit { run.takeTally() }.get()
        let (seconds, cpuAfter) = (began.duration(to: .now).inSeconds, session.cpuSeconds)
        let resident = session.residentBytes
        try await session.loop.submit { run.stop() }.get()
        try await session.wait("the last messages arrive", secondsMax: 20) {
            run.underWayCount == 0 || run.failure != nil
        }
        if let failure = try await session.loop.submit({ run.failure }).get() {
            throw ServerProcess.Failure(description: failure)
        }
        var report = Report()
        report.add("pace", pace)
        report.add("chats", plan.chats)
        report.add("messagesPerSecond", Double(tally.doneCount) / seconds)
        let cpu = (cpuAfter - cpuBefore) * 10_000 / Double(max(1, tally.doneCount))
        report.add("cpuSecondsPer10000", cpu)
        report.add(tally)
        report.add("residentMegabytes", Double(resident) / 1e6)
        return report
    }
}

extension Report {
    fileprivate mutating func add(_ tally: MessageRun.Tally) {
        add("ackP50Milliseconds", tally.acknowledged.milliseconds(at: 0.5))
        add("ackP99Milliseconds", tally.acknowledged.milliseconds(at: 0.99))
        add("ackMaxMilliseconds", tally.acknowledged.milliseconds(at: 1))
        add("seenP50Milliseconds", tally.seen.milliseconds(at: 0.5))
        add("seenP99Milliseconds", tally.seen.milliseconds(at: 0.99))
        add("messages", tally.doneCount)
        add("gaps", tally.gapCount)
        add("errors", tally.errorCount)
        if tally.errorCount > 0 { add("lastError", tally.lastError) }
    }
}

/// 32 hexadecimal digits that hold a number and, before it, chance.
func hexadecimal(_ number: Int) -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    let tail = String(UInt64(number), radix: 16)
    let pad = String(repeating: "0", count: 32 - digits.count - tail.count)
    return digits + pad + tail
}
