import NIOCore

/// thousands of sockets are cut and come back at once, while others talk.
struct ReturnBench: Sendable {
    struct Plan: Sendable {
        /// Half of them agents' desks, half of them customers who wait.
        var sockets = 5_000
        var accounts = 50
        var talkingChats = 20
        var messagesPerSecond = 100
        /// How long the others are listened to, from the cut on.
        var seconds = 15.0
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        try await session.onAnotherThread { try await report(crowd: $0) }
    }

    private func report(crowd: LoadSession) async throws -> Report {
        let (session, plan) = (session, plan)
        let talk = try await MessageBench(
            session,
            .init(chats: plan.talkingChats, seconds: plan.seconds, warmUpSeconds: 1))
        let before = try await talk.open(rate: plan.messagesPerSecond)
        try await session.staff.configure(session.room, RoomPlan(graceSeconds: 3_600))
        let run = Returning(on: crowd.loop, session.address)
        try await connectAgents(run, crowd)
        try await connectCustomers(run, crowd)
        try await Task.sleep(for: .seconds(1))
        let cpuBefore = session.cpuSeconds
        async let talking = talk.open(rate: plan.messagesPerSecond)
        // The warm-up's second is over: what is measured begins with the cut.
        try await Task.sleep(for: .seconds(1))
        try await crowd.loop.submit { run.cutAll() }.get()
        let talked = try await talking
        try await crowd.wait("all are back", secondsMax: 90) { run.isComplete }
        let cpu = session.cpuSeconds - cpuBefore
        let (times, retries, reason) = try await crowd.loop.submit {
            (run.times, run.retryCount, run.lastReason)
        }.get()
        let resident = session.residentBytes
        try await crowd.loop.submit { run.end() }.get()
        var report = Report()
        report.add("sockets", plan.sockets)
        report.add("resumed", times.count)
        report.add("resumedP50Seconds", times.milliseconds(at: 0.5).map { $0 / 1_000 })
        report.add("resumedSeconds", times.milliseconds(at: 1).map { $0 / 1_000 })
        report.add("retries", retries)
        if retries > 0 { report.add("lastReason", reason) }
        report.add("ackP99MillisecondsBefore", before["ackP99Milliseconds"])
        report.add("ackP99Milliseconds", talked["ackP99Milliseconds"])
        report.add("cpuSeconds", cpu)
        report.add("residentMegabytes", Double(resident) / 1e6)
        return report
    }

    /// On a break, so that no ring hides what the return itself costs.
    private func connectAgents(_ run: Returning, _ session: LoadSession) async throws {
        let agents = try await session.staff.hire(plan.accounts, named: "return", maxChats: nil)
        let count = plan.sockets / 2
        _ = try await bounded(count, atOnce: 32) { number in
            let agent = agents[number % agents.count]
            let desk = try await session.loop.submit { run.add(.agent(token: agent.token)) }.get()
            try await desk.open(session.address)
            guard number < agents.count else { return }
            try await session.loop.submit { desk.send(Frames.takeBreak(number: 1)) }.get()
        }
    }

    private func connectCustomers(_ run: Returning, _ session: LoadSession) async throws {
        let customers = Customers(api: session.api, room: session.room.token)
        _ = try await bounded(plan.sockets - plan.sockets / 2, atOnce: 8) { number in
            let asked = try await customers.ask(customers.form(key: hexadecimal(number)))
            let role = LiveClient.Role.customer(room: session.room.token, token: asked.token)
            let phone = try await session.loop.submit { run.add(role) }.get()
            try await phone.open(session.address)
        }
    }
}
