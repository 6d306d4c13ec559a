import NIOCore

/// some clients never read what they are sent. The others must not notice.
///
/// The same crowd twice: first everybody reads, then the silent ones take nothing from their
/// sockets any more. They are second tabs of agents whose customers write long texts.
struct SilentBench: Sendable {
    struct Plan: Sendable {
        /// Chats whose times count, of two sockets each.
        var chats = 400
        var messagesPerSecond = 200
        var silent = 200
        /// Chats with long texts; the silent clients are spread over their agents.
        var loudChats = 4
        var loudBodyBytes = 16_000
        var loudMessagesPerSecond = 16
        var seconds = 60.0
        /// How long a silent client lasts before another takes its place: the server hangs up on it
        /// sooner, which a client that never reads does not see.
        var secondsEach = 15.0
        /// The planted fault: the silent ones read after all, so nobody is slow.
        var silentRead = false
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let (session, plan) = (session, plan)
        let timing = MessageBench.Plan(
            chats: plan.chats, seconds: plan.seconds, warmUpSeconds: 1)
        let talk = try await MessageBench(session, timing)
        let agents = try await session.staff.hire(plan.loudChats, named: "loud", maxChats: 1)
        var loudPlan = timing
        loudPlan.chats = plan.loudChats
        loudPlan.bodyBytes = plan.loudBodyBytes
        let loud = try await MessageBench(session, loudPlan, agents: agents)
        let reading = try await round(talk, loud, agents, areSilent: false)
        let (closedBefore, residentBefore) = (try await slowConsumers(), session.residentBytes)
        let silent = try await round(talk, loud, agents, areSilent: !plan.silentRead)
        let closed = try await slowConsumers() - closedBefore
        var report = Report()
        report.add("sockets", 2 * (plan.chats + plan.loudChats) + plan.silent)
        report.add("silent", plan.silent)
        for (name, round) in [("Reading", reading), ("Silent", silent)] {
            report.add("ackP99Milliseconds\(name)", round["ackP99Milliseconds"])
            report.add("seenP99Milliseconds\(name)", round["seenP99Milliseconds"])
        }
        if let before = reading["ackP99Milliseconds"], let after = silent["ackP99Milliseconds"] {
            report.add("ackP99Ratio", after / before)
        }
        report.add("slowConsumersClosed", closed)
        report.add("slowConsumersPercent", 100 * Double(closed) / Double(plan.silent))
        report.add(
            "residentGrowthMegabytes", Double(session.residentBytes - residentBefore) / 1e6)
        return report
    }

    /// The talk's figures while the second tabs are there and do, or do not, read.
    private func round(
        _ talk: MessageBench, _ loud: MessageBench, _ agents: [Staff.Agent], areSilent: Bool
    ) async throws -> Report {
        let (session, plan) = (session, plan)
        let tabs = try await bounded(plan.silent, atOnce: 16) { number in
            try await tab(number, loud, agents, isSilent: areSilent)
        }
        let until = ContinuousClock.now + .seconds(plan.seconds)
        let replacing = Task {
            var tabs = tabs
            var next = 0
            while ContinuousClock.now < until {
                try await Task.sleep(for: .seconds(plan.secondsEach / Double(plan.silent)))
                let place = next % tabs.count
                let former = tabs[place]
                try await session.loop.submit { former.cut() }.get()
                tabs[place] = try await tab(next, loud, agents, isSilent: areSilent)
                next += 1
            }
            return tabs
        }
        async let shouting = loud.open(rate: plan.loudMessagesPerSecond)
        let talked = try await talk.open(rate: plan.messagesPerSecond)
        _ = try await shouting
        let last = try await replacing.value
        try await session.loop.submit { for tab in last { tab.cut() } }.get()
        return talked
    }

    /// It has all that was said: who lacks more than a page is sent nothing new before it asks.
    private func tab(
        _ number: Int, _ loud: MessageBench, _ agents: [Staff.Agent], isSilent: Bool
    ) async throws -> LiveClient {
        let agent = number % agents.count
        let tab = LiveClient(
            1_000_000, .agent(token: agents[agent].token), on: session.loop,
            have: try await loud.last(ofAgent: agent), reading: .little)
        try await tab.open(session.address)
        if isSilent { try await session.loop.submit { tab.stopReading() }.get() }
        return tab
    }

    /// How many sockets the server has closed because too much waited for them.
    private func slowConsumers() async throws -> Int {
        let prefix = "foyer_websocket_ends_total{reason=\"byServer4001\"} "
        let line = try await session.api.text("/metrics").split(separator: "\n")
            .first { $0.hasPrefix(prefix) }
        return line.flatMap { Int($0.dropFirst(prefix.count)) } ?? 0
    }
}
