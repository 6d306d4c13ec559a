import NIOCore

/// What a press costs in a new company of few agents and in one of many and of a long history; as
/// many of both are ready.
struct AskBench: Sendable {
    struct Plan: Sendable {
        var readyAgents = 10
        var agents = 10_000
        /// Chats that the room of the large company has had.
        var endedChats = 100_000
        /// Presses before and after the others were hired, each.
        var asks = 300
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let (session, plan) = (session, plan)
        try await session.staff.configure(session.room, RoomPlan(graceSeconds: 3_600))
        let ready = try await session.staff.hire(plan.readyAgents, named: "ask", maxChats: nil)
        let few = try await asks(ready)
        let more = plan.agents - plan.readyAgents
        let start = try await session.refill {
            try await $0.addAgents(more)
            try await $0.addEndedChats(plan.endedChats, messages: 0)
        }
        let many = try await asks(ready)
        var report = Report()
        report.add("readyAgents", plan.readyAgents)
        report.add("agents", plan.agents)
        report.add("endedChats", plan.endedChats)
        report.add("asks", plan.asks)
        report.add("fewP50Milliseconds", few.milliseconds)
        report.add("manyP50Milliseconds", many.milliseconds)
        report.add("fewCPUMilliseconds", few.cpuMilliseconds)
        report.add("manyCPUMilliseconds", many.cpuMilliseconds)
        report.add("timeRatio", many.milliseconds / few.milliseconds)
        report.add("cpuRatio", many.cpuMilliseconds / few.cpuMilliseconds)
        report.add("startMilliseconds", start.inSeconds * 1_000)
        return report
    }

    private struct Cost {
        let milliseconds: Double
        let cpuMilliseconds: Double
    }

    /// One press after the other, from the press to the answer; every chat rings and stays.
    private func asks(_ agents: [Staff.Agent]) async throws -> Cost {
        let session = session
        let desks = try await bounded(agents.count, atOnce: 4) { number in
            let desk = LiveClient(number, .agent(token: agents[number].token), on: session.loop)
            try await desk.open(session.address)
            return desk
        }
        let customers = Customers(api: session.api, room: session.room.token)
        let warmUp = 30
        let forms = try await bounded(warmUp + plan.asks, atOnce: 4) {
            try await customers.form(key: hexadecimal($0))
        }
        for form in forms.prefix(warmUp) { try await leave(customers.ask(form)) }
        var times = Latencies()
        var cpu = 0.0
        for form in forms.dropFirst(warmUp) {
            let (began, cpuBefore) = (NIODeadline.now(), session.cpuSeconds)
            let asked = try await customers.ask(form)
            times.add(from: began, to: .now())
            try await Task.sleep(for: .milliseconds(10))
            cpu += session.cpuSeconds - cpuBefore
            try await leave(asked)
        }
        try await session.loop.submit { for desk in desks { desk.cut() } }.get()
        return Cost(
            milliseconds: times.milliseconds(at: 0.5) ?? 0,
            cpuMilliseconds: cpu * 1_000 / Double(plan.asks))
    }

    /// The customer leaves the queue again, so that the next press meets the same one.
    private func leave(_ asked: Customers.Asked) async throws {
        let role = LiveClient.Role.customer(room: session.room.token, token: asked.token)
        let phone = LiveClient(0, role, on: session.loop)
        try await phone.open(session.address)
        try await session.loop.submit {
            phone.send(Frames.cancel(chat: asked.chat, number: 1))
        }.get()
        try await Task.sleep(for: .milliseconds(15))
        try await session.loop.submit { phone.cut() }.get()
    }
}
