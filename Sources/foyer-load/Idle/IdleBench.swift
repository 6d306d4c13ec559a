import ArgumentParser
import NIOCore

/// W2: what a connection that does nothing costs.
struct IdleBench: Sendable {
    enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable {
        case agents, customers
    }

    struct Plan: Sendable {
        var sockets = 5_000
        var kind = Kind.agents
        /// Accounts that share the sockets of agents.
        var accounts = 50
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let roles = try await roles()
        let (session, plan) = (session, plan)
        try await Task.sleep(for: .seconds(1))
        let (residentBefore, cpuBefore) = (session.residentBytes, session.cpuSeconds)
        let began = ContinuousClock.now
        let clients = try await bounded(plan.sockets, atOnce: 64) { number in
            let client = LiveClient(number, roles[number % roles.count], on: session.loop)
            try await client.open(session.address)
            return client
        }
        let seconds = began.duration(to: .now).inSeconds
        let cpu = session.cpuSeconds - cpuBefore
        try await Task.sleep(for: .seconds(3))
        let resident = session.residentBytes
        try await session.loop.submit { for client in clients { client.cut() } }.get()
        var report = Report()
        report.add("kind", plan.kind.rawValue)
        report.add("sockets", plan.sockets)
        let kibibytes = Double(resident - residentBefore) / Double(plan.sockets) / 1024
        report.add("kibibytesPerSocket", kibibytes)
        report.add("logOnCPUSeconds", cpu)
        report.add("logOnSeconds", seconds)
        report.add("residentMegabytes", Double(resident) / 1e6)
        return report
    }

    /// Who connects: accounts that share sockets, or as many customers who wait.
    private func roles() async throws -> [LiveClient.Role] {
        switch plan.kind {
        case .agents:
            let agents = try await session.staff.hire(plan.accounts, named: "idle", maxChats: nil)
            return agents.map { .agent(token: $0.token) }
        case .customers:
            let customers = Customers(api: session.api, room: session.room.token)
            let room = session.room.token
            try await session.staff.configure(session.room, RoomPlan(graceSeconds: 3_600))
            return try await bounded(plan.sockets, atOnce: 8) { number in
                let form = try await customers.form(key: hexadecimal(number))
                return .customer(room: room, token: try await customers.ask(form).token)
            }
        }
    }
}
