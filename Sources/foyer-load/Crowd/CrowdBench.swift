import NIOCore

/// Many ready agents in one room, a press 20 times a second, and other chats that go on meanwhile.
struct CrowdBench: Sendable {
    struct Plan: Sendable {
        var agents = 1_000
        var startsPerSecond = 20.0
        var seconds = 60.0
        /// Chats that talk while it rings, and their messages a second.
        var talkingChats = 20
        var messagesPerSecond = 100
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let (session, plan) = (session, plan)
        let talk = try await MessageBench(
            session, .init(chats: plan.talkingChats, seconds: plan.seconds))
        try await session.staff.configure(session.room, RoomPlan())
        let agents = try await session.staff.hire(plan.agents, named: "crowd", maxChats: nil)
        let run = CrowdRun(on: session.loop, CrowdRun.Plan())
        let desks = try await bounded(plan.agents, atOnce: 16) { number in
            let role = LiveClient.Role.agent(token: agents[number].token)
            let desk = LiveClient(number, role, on: session.loop, observer: run)
            try await desk.open(session.address)
            return desk
        }
        let customers = Customers(api: session.api, room: session.room.token)
        let count = Int(plan.startsPerSecond * plan.seconds)
        let forms = try await bounded(count, atOnce: 4) {
            try await customers.form(key: hexadecimal($0))
        }
        let cpuBefore = session.cpuSeconds
        async let talking = talk.open(rate: plan.messagesPerSecond)
        try await press(forms, customers, run)
        let talked = try await talking
        // The last presses are answered, too.
        try await Task.sleep(for: .seconds(4))
        let cpu = session.cpuSeconds - cpuBefore
        let (tally, failure) = try await session.loop.submit { (run.tally, run.failure) }.get()
        if let failure { throw ServerProcess.Failure(description: failure) }
        try await session.loop.submit { for desk in desks { desk.cut() } }.get()
        return Self.report(tally, talked, plan, cpuPerStart: cpu / Double(count))
    }

    private func press(
        _ forms: [Customers.Form], _ customers: Customers, _ run: CrowdRun
    ) async throws {
        let began = ContinuousClock.now
        let interval = 1 / plan.startsPerSecond
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (number, form) in forms.enumerated() {
                tasks.addTask {
                    try await Task.sleep(until: began + .seconds(Double(number) * interval))
                    let pressed = NIODeadline.now()
                    let asked = try await customers.ask(form)
                    try await session.loop.submit {
                        run.asked(asked.chat, pressed: pressed)
                    }.get()
                }
            }
            try await tasks.waitForAll()
        }
    }

    private static func report(
        _ tally: CrowdRun.Tally, _ talked: Report, _ plan: Plan, cpuPerStart: Double
    ) -> Report {
        var report = Report()
        report.add("agents", plan.agents)
        report.add("starts", tally.askedCount)
        report.add("answered", tally.answeredCount)
        report.add("unanswered", tally.askedCount - tally.answeredCount)
        report.add("ended", tally.endedCount)
        report.add("refused", tally.refusedCount)
        report.add("ringsPerStart", Double(tally.ringCount) / Double(max(1, tally.askedCount)))
        report.add("firstRingP50Milliseconds", tally.first.milliseconds(at: 0.5))
        report.add("firstRingP99Milliseconds", tally.first.milliseconds(at: 0.99))
        report.add("lastRingP50Milliseconds", tally.last.milliseconds(at: 0.5))
        report.add("lastRingP99Milliseconds", tally.last.milliseconds(at: 0.99))
        report.add("startsNotRungEverywhere", tally.incompleteCount)
        report.add("ackP50Milliseconds", talked["ackP50Milliseconds"])
        report.add("ackP99Milliseconds", talked["ackP99Milliseconds"])
        report.add("messages", talked["messages"])
        report.add("residentMegabytes", talked["residentMegabytes"])
        report.add("cpuMillisecondsPerStart", cpuPerStart * 1_000)
        return report
    }
}
