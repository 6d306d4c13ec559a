import NIOCore

/// Many chats wait, and an agent presses ready: when does the oldest ring there?
struct ReadyBench: Sendable {
    struct Plan: Sendable {
        var waitingChats = 10_000
        var agents = 10
        var presses = 60
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let (session, plan) = (session, plan)
        try await session.staff.configure(session.room, RoomPlan(graceSeconds: 3_600))
        let agents = try await session.staff.hire(plan.agents, named: "ready", maxChats: nil)
        let run = ReadyRun(chat: StoredRows.oldestChat)
        // On a break before there is anything to ring, and still after the start.
        try await desks(agents, run, thenCut: true)
        let start = try await session.refill { try await $0.addWaitingChats(plan.waitingChats) }
        let desks = try await desks(agents, run, thenCut: false)
        let cpuBefore = session.cpuSeconds
        for number in 0..<plan.presses {
            let desk = desks[number % desks.count]
            try await session.loop.submit { run.press(desk) }.get()
            try await session.wait("the oldest chat rings", secondsMax: 60) { run.hasRung }
            try await session.loop.submit { run.takeBreak(desk) }.get()
            try await session.wait("the agent is on a break", secondsMax: 60) { run.isIdle }
        }
        let cpu = session.cpuSeconds - cpuBefore
        let rings = try await session.loop.submit { run.rings }.get()
        try await session.loop.submit { for desk in desks { desk.cut() } }.get()
        var report = Report()
        report.add("waitingChats", plan.waitingChats)
        report.add("presses", rings.count)
        report.add("readyToRingP50Milliseconds", rings.milliseconds(at: 0.5))
        report.add("readyToRingP99Milliseconds", rings.milliseconds(at: 0.99))
        report.add("cpuMillisecondsPerPress", cpu * 1_000 / Double(plan.presses))
        report.add("startMilliseconds", start.inSeconds * 1_000)
        report.add("residentMegabytes", Double(session.residentBytes) / 1e6)
        return report
    }

    /// Opens a desk for each agent and sends all of them on a break.
    @discardableResult
    private func desks(
        _ agents: [Staff.Agent], _ run: ReadyRun, thenCut: Bool
    ) async throws -> [LiveClient] {
        let session = session
        let desks = try await bounded(agents.count, atOnce: 4) { number in
            let desk = LiveClient(
                number, .agent(token: agents[number].token), on: session.loop, observer: run)
            try await desk.open(session.address)
            try await session.loop.submit { run.takeBreak(desk) }.get()
            return desk
        }
        try await session.wait("all are on a break", secondsMax: 60) { run.isIdle }
        if thenCut { try await session.loop.submit { for desk in desks { desk.cut() } }.get() }
        return desks
    }
}

/// Lives on one event loop.
final class ReadyRun: LiveObserver, @unchecked Sendable {  // confined to its event loop
    private let chat: String
    private var pressed: (desk: Int, at: NIODeadline)?
    private var requestCount: Int64 = 0
    private var unanswered: Set<Int64> = []
    private(set) var rings = Latencies()

    init(chat: String) { self.chat = chat }

    var hasRung: Bool { pressed == nil }
    /// Every request has its answer.
    var isIdle: Bool { unanswered.isEmpty }

    func press(_ desk: LiveClient) {
        pressed = (desk.number, .now())
        desk.send(Frames.ready(number: request()))
    }

    func takeBreak(_ desk: LiveClient) { desk.send(Frames.takeBreak(number: request())) }

    private func request() -> Int64 {
        requestCount += 1
        unanswered.insert(requestCount)
        return requestCount
    }

    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        if let number = frame.number { unanswered.remove(number) }
        guard let pressed, pressed.desk == client.number else { return }
        guard frame.cards.contains(where: { $0.chat == chat && $0.offer != nil }) else { return }
        rings.add(from: pressed.at, to: now)
        self.pressed = nil
    }

    func closed(_ client: LiveClient, because reason: String) {}
}
