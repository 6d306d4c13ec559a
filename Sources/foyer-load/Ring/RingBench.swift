import NIOCore

/// W3 from the first log-on to the last figure.
struct RingBench: Sendable {
    struct Plan: Sendable {
        var agents = 200
        var startsPerSecond = 20.0
        var seconds = 20.0
    }

    let session: LoadSession
    let plan: Plan

    func report(agents given: [Staff.Agent] = []) async throws -> Report {
        let (session, plan) = (session, plan)
        try await session.staff.configure(session.room, RoomPlan())
        let more = max(0, plan.agents - given.count)
        let agents = try await given + session.staff.hire(more, named: "ring", maxChats: nil)
        let run = RingRun(agentCount: plan.agents)
        let desks = try await bounded(plan.agents, atOnce: 16) { number in
            let role = LiveClient.Role.agent(token: agents[number].token)
            let desk = LiveClient(number, role, on: session.loop, observer: run)
            try await desk.open(session.address)
            return desk
        }
        let forms = try await solvedForms()
        let cpuBefore = session.cpuSeconds
        let began = ContinuousClock.now
        try await press(forms, run)
        let seconds = began.duration(to: .now).inSeconds
        let cpu = session.cpuSeconds - cpuBefore
        let (tally, failure) = try await session.loop.submit { (run.tally, run.failure) }.get()
        if let failure { throw ServerProcess.Failure(description: failure) }
        try await session.loop.submit { for desk in desks { desk.cut() } }.get()
        return Self.report(
            tally, agents: plan.agents, cpuPerStart: cpu / Double(forms.count), seconds)
    }

    /// Puzzles are solved beforehand: the press is what is timed.
    private func solvedForms() async throws -> [Customers.Form] {
        let customers = Customers(api: session.api, room: session.room.token)
        let count = Int(plan.startsPerSecond * plan.seconds)
        return try await bounded(count, atOnce: 4) {
            try await customers.form(key: hexadecimal($0))
        }
    }

    private func press(_ forms: [Customers.Form], _ run: RingRun) async throws {
        let began = ContinuousClock.now
        let interval = 1 / plan.startsPerSecond
        let customers = Customers(api: session.api, room: session.room.token)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (number, form) in forms.enumerated() {
                tasks.addTask {
                    try await Task.sleep(until: began + .seconds(Double(number) * interval))
                    try await press(form, number, customers, run)
                }
            }
            try await tasks.waitForAll()
        }
    }

    /// One start: the press, all rings, and the customer who leaves again.
    private func press(
        _ form: Customers.Form, _ number: Int, _ customers: Customers, _ run: RingRun
    ) async throws {
        let place = try await session.loop.submit { run.pressed() }.get()
        let asked = try await customers.ask(form)
        try await session.loop.submit { run.asked(asked.chat, at: place) }.get()
        let limit = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < limit {
            if try await session.loop.submit({ run.isComplete(place) }).get() { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        let role = LiveClient.Role.customer(room: session.room.token, token: asked.token)
        let phone = LiveClient(plan.agents + number, role, on: session.loop)
        try await phone.open(session.address)
        try await session.loop.submit {
            phone.send(Frames.cancel(chat: asked.chat, number: 1))
        }.get()
        try await Task.sleep(for: .milliseconds(500))
        try await session.loop.submit { phone.cut() }.get()
    }

    private static func report(
        _ tally: RingRun.Tally, agents: Int, cpuPerStart: Double, _ seconds: Double
    ) -> Report {
        var report = Report()
        report.add("agents", agents)
        report.add("starts", tally.startCount)
        report.add("startsPerSecond", Double(tally.startCount) / seconds)
        report.add("firstRingP50Milliseconds", tally.first.milliseconds(at: 0.5))
        report.add("firstRingP99Milliseconds", tally.first.milliseconds(at: 0.99))
        report.add("lastRingP50Milliseconds", tally.last.milliseconds(at: 0.5))
        report.add("lastRingP99Milliseconds", tally.last.milliseconds(at: 0.99))
        report.add("startsNotRungEverywhere", tally.incompleteCount)
        report.add("cpuMillisecondsPerStart", cpuPerStart * 1_000)
        return report
    }
}
