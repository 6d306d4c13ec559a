import NIOCore

/// As many chats ring at many agents as may, nobody answers, and all rings run out within moments:
/// what do those feel who talk meanwhile?
struct RunOutBench: Sendable {
    struct Plan: Sendable {
        var agents = 100
        /// Beyond those that may ring at one agent, so that others follow those that ran out.
        var waitingChats = 250
        var ringsPerAgent = 100
        /// Long enough for all agents to press ready before the first ring runs out.
        var ringSeconds = 30
        var talkingChats = 20
        var messagesPerSecond = 100
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let (session, plan) = (session, plan)
        let seconds = Double(plan.ringSeconds) + 5
        let talk = try await MessageBench(
            session, .init(chats: plan.talkingChats, seconds: seconds, warmUpSeconds: 1))
        try await session.staff.configure(
            session.room, RoomPlan(ringSeconds: plan.ringSeconds, graceSeconds: 3_600))
        let run = RunOut()
        let desks = try await desks(run)
        let customers = Customers(api: session.api, room: session.room.token)
        _ = try await bounded(plan.waitingChats, atOnce: 8) {
            try await customers.ask(customers.form(key: hexadecimal($0)))
        }
        try await session.loop.submit {
            for desk in desks { desk.send(Frames.ready(number: 2)) }
        }.get()
        let rings = plan.agents * plan.ringsPerAgent
        try await session.wait("all that may ring do", secondsMax: Double(plan.ringSeconds)) {
            run.ringCount >= rings
        }
        let cpuBefore = session.cpuSeconds
        let talked = try await talk.open(rate: plan.messagesPerSecond)
        let cpu = session.cpuSeconds - cpuBefore
        let again = try await session.loop.submit { run.ringCount - rings }.get()
        try await session.loop.submit { for desk in desks { desk.cut() } }.get()
        guard again >= rings else {
            throw ServerProcess.Failure(description: "only \(again) of \(rings) rings followed")
        }
        var report = Report()
        report.add("agents", plan.agents)
        report.add("ringsRunOut", rings)
        report.add("ringsThatFollowed", again)
        report.add("messages", talked["messages"])
        report.add("ackP50Milliseconds", talked["ackP50Milliseconds"])
        report.add("ackP99Milliseconds", talked["ackP99Milliseconds"])
        report.add("ackMaxMilliseconds", talked["ackMaxMilliseconds"])
        report.add("cpuSeconds", cpu)
        return report
    }

    /// A desk of each agent, on a break.
    private func desks(_ run: RunOut) async throws -> [LiveClient] {
        let session = session
        let agents = try await session.staff.hire(plan.agents, named: "run-out", maxChats: nil)
        return try await bounded(agents.count, atOnce: 8) { number in
            let desk = LiveClient(
                number, .agent(token: agents[number].token), on: session.loop, observer: run)
            try await desk.open(session.address)
            try await session.loop.submit { desk.send(Frames.takeBreak(number: 1)) }.get()
            return desk
        }
    }
}

/// Counts rings, each offer once at its agent. Lives on one event loop.
private final class RunOut: LiveObserver, @unchecked Sendable {  // confined to its event loop
    private var seen: Set<String> = []
    var ringCount: Int { seen.count }

    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        for card in frame.cards {
            guard let offer = card.offer else { continue }
            seen.insert("\(client.number) \(card.chat) \(offer)")
        }
    }

    func closed(_ client: LiveClient, because reason: String) {}
}
