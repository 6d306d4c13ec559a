import FoyerCore

/// The engine alone, without a database or a wire.
struct EngineBench {
    struct Plan: Sendable {
        var agents = 10
        /// Chats that are asked for, answered and ended one after the other.
        var chats = 100_000
        var candidates = 10_000
        /// How often the chat with many candidates is decided; the median counts.
        var decisions = 21
    }

    let plan: Plan

    func report() throws -> Report {
        var report = Report()
        try addEvents(to: &report)
        try addDecision(to: &report)
        return report
    }

    /// Agents in turn are asked, answer, end and are ready; explanations are made, as always.
    private func addEvents(to report: inout Report) throws {
        var company = Company(agents: plan.agents)
        var explanations = 0
        let began = ContinuousClock.now
        for number in 0..<plan.chats {
            let agent = company.agents[number % plan.agents]
            let chat = company.chat(number)
            try company.happen(.asked(chat), &explanations)
            guard let offer = company.offer(of: chat.id, to: agent) else {
                throw ServerProcess.Failure(description: "a free agent was not offered a chat")
            }
            try company.happen(.answered(chat.id, offer: offer, by: agent), &explanations)
            try company.happen(.ended(chat.id, by: .agent), &explanations)
            try company.happen(.chose(agent, .ready), &explanations)
        }
        let seconds = began.duration(to: .now).inSeconds
        report.add("agents", plan.agents)
        report.add("events", 4 * plan.chats)
        report.add("explanations", explanations)
        report.add("eventsPerSecond", Double(4 * plan.chats) / seconds)
        guard explanations >= 2 * plan.chats else {
            throw ServerProcess.Failure(description: "decisions were not explained")
        }
    }

    /// One chat and many who are free: all of them are offered it.
    private func addDecision(to report: inout Report) throws {
        var milliseconds: [Double] = []
        for _ in 0..<plan.decisions {
            var company = Company(agents: plan.candidates)
            let chat = company.chat(0)
            let began = ContinuousClock.now
            let effects = try company.distribution.handle(.asked(chat), at: company.now)
            milliseconds.append(began.duration(to: .now).inSeconds * 1_000)
            guard effects.count > plan.candidates else {
                throw ServerProcess.Failure(description: "not every candidate was offered the chat")
            }
        }
        report.add("candidates", plan.candidates)
        report.add("decisionMilliseconds", milliseconds.sorted()[plan.decisions / 2])
    }

    /// Agents who are all ready in one room.
    private struct Company {
        var distribution: Distribution
        let agents: [ID<Agent>]
        private let room = ID<Room>(milliseconds: 1, random: (1, 1))
        var now = Instant(milliseconds: 1_000_000)

        init(agents count: Int) {
            let room = room
            agents = (0..<count).map { ID(milliseconds: 2, random: (UInt64($0) >> 8, UInt64($0))) }
                .sorted()
            distribution = Distribution(
                rooms: [DistributionRoom(id: room, settingsVersion: 1, settings: .init())],
                agents: agents.map {
                    DistributionAgent(id: $0, rooms: [room], browser: .waitingNewCall)
                })
        }

        func chat(_ number: Int) -> WaitingChat {
            WaitingChat(
                id: ID(milliseconds: now.milliseconds, random: (0, UInt64(number) << 2)),
                room: room, since: now,
                rank: WaitingChat.rank(asked: now, priorityMinutes: 0))
        }

        mutating func happen(_ event: DistributionEvent, _ explanations: inout Int) throws {
            now = now.adding(milliseconds: 1)
            for effect in try distribution.handle(event, at: now) {
                if case .explained = effect { explanations += 1 }
            }
        }

        func offer(of chat: ID<Chat>, to agent: ID<Agent>) -> Int? {
            distribution.chats.first { $0.id == chat }?.offers.first { $0.agent == agent }?.number
        }
    }
}
