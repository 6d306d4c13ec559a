// The heart of distribution: what the inputs are, and the one function that chooses.

extension Distribution.Explanation {
    /// All that a choice depends on, as it was.
    package struct Inputs: Equatable, Sendable, Codable {
        /// How many ring at the same time; 0 or less means all.
        package var agentsAtOnce: Int
        package var maxRounds: Int
        /// Without one only administrators are asked (CO-3).
        package var entitlementLeft: Bool
        /// In a private room the only agent who may be asked (PRIV-1).
        package var onlyAgent: ID<Agent>?
        /// Who is asked first and alone: this agent served the customer last (DIST-4), or the
        /// customer continues with it (CHAT-6).
        package var lastAgent: ID<Agent>?
        /// Whether the customer waits for that agent where it is busy; `nil`: the stage is passed.
        package var waitsForLastAgent: Bool? = nil
        /// The customer asked all agents, so that the last agent's stage keeps up no other; `nil`
        /// where not.
        package var asksAll: Bool? = nil
        /// Where the search stood.
        package var round: Int
        package var stage: Stage
        package var nobodyFree: Bool
        /// Who rejected the chat, of the agents considered, in order of id.
        package var rejectedBy: [ID<Agent>]
        /// Who let it ring out, of the agents considered, in order of id.
        package var expiredAt: [ID<Agent>]
        /// Live offers of the agents considered, in order of the agent's id.
        package var ringing: [Ringing]
        /// How many agents who are not considered ring.
        package var ringingElsewhere: [RingingElsewhere]? = nil
        /// How many agents of the room are logged on nowhere and not among `agents`.
        package var moreAway: Int? = nil
        /// The agents considered, in order of id: those of the room, or, when only one agent
        /// changed, that one, since the others' answers were known.
        package var agents: [AgentFacts]
    }

    /// A live offer, as far as a choice depends on it.
    package struct Ringing: Equatable, Sendable, Codable {
        package var agent: ID<Agent>
        package var stage: Stage
    }

    package struct RingingElsewhere: Equatable, Sendable, Codable {
        package var stage: Stage
        package var count: Int
    }

    /// What a choice depends on in an agent, for one room.
    package struct AgentFacts: Equatable, Sendable, Codable {
        package var id: ID<Agent>
        package var isAdministrator: Bool
        package var browser: AgentStatus?
        package var mobile: AgentStatus?
        /// Chats the agent serves now.
        package var serves: Int
        /// Chats the agent may serve at once with one of this room among them.
        package var servesAtMost: Int
        /// As many chats ring at the agent as may ring at one; `nil` where there are fewer.
        package var ringsEnough: Bool? = nil
    }

    /// What was chosen, and why.
    package struct Choice: Equatable, Sendable, Codable {
        package var stage: Stage
        package var round: Int
        package var outcome: Outcome
        package var reviews: [Review]
    }
}

extension Distribution.Explanation.Inputs {
    package typealias Choice = Distribution.Explanation.Choice
    package typealias Review = Distribution.Explanation.Review
    package typealias RemovalRule = Distribution.Explanation.RemovalRule
    package typealias AgentFacts = Distribution.Explanation.AgentFacts

    /// Whom to offer the chat to now. Depends on nothing but `self`.
    ///
    /// The stage that runs is filled up; when nobody rings in it, the later stages follow, then the
    /// next round. A stage that has just been found empty would be found empty in every later round
    /// too, so those rounds are spent at once. A chat that nobody was free for tries all stages in
    /// its last round. Where the customer waits for a busy last agent, nobody else is asked.
    package func choice() -> Choice {
        var reviews: [Review] = []
        for step in stagesToTry() where step.stage != .lastAgent || asksAll != true {
            let review = review(of: step.stage)
            if let review { reviews.append(review) }
            let chosen = Array((review?.candidates ?? []).prefix(free(in: step.stage)))
            // A stage runs while somebody rings in it, also when another agent alone is looked at.
            let ringsHere = ringingCount(in: step.stage) > 0
            if chosen.isEmpty, !ringsHere {
                guard step.stage == .lastAgent, let busy = busyLastAgent else { continue }
                return Choice(
                    stage: step.stage, round: step.round, outcome: .waitsForLastAgent(busy),
                    reviews: reviews)
            }
            return Choice(
                stage: step.stage, round: step.round,
                outcome: chosen.isEmpty ? .waits : .offered(chosen),
                reviews: reviews)
        }
        guard Stage.allCases.allSatisfy({ ringingCount(in: $0) == 0 }) else {
            return Choice(stage: stage, round: round, outcome: .waits, reviews: reviews)
        }
        return Choice(
            stage: stage, round: max(round, maxRounds), outcome: .nobodyFree, reviews: reviews)
    }

    /// The rule that keeps this agent from being a candidate of the stage; `nil` for a candidate,
    /// and for who is one already and rings.
    package func removal(of agent: AgentFacts, in stage: Stage) -> RemovalRule? {
        if let onlyAgent, onlyAgent != agent.id { return .privateRoom }
        let status: AgentStatus? =
            switch stage {
            case .lastAgent, .desktop: agent.browser
            case .onlineMobile, .offlineMobile: agent.mobile
            }
        guard let status else { return .notLoggedOn }
        switch status {
        case .takingBreak: return .onABreak
        case .remoteCustomerHangup, .hangUp: return .hungUp
        case .servingCustomer where agent.servesAtMost <= 1: return .serving
        case .servingCustomer, .waitingNewCall: break
        }
        if agent.serves >= agent.servesAtMost { return .full }
        if rejectedBy.holds(agent.id) { return .rejected }
        if expiredAt.holds(agent.id) { return .letExpire }
        guard entitlementLeft || agent.isAdministrator else { return .noEntitlement }
        return agent.ringsEnough == true && !rings(at: agent.id) ? .ringsEnough : nil
    }

    /// The last agent, if it is waited for: it serves somebody, or has just hung up, and nothing
    /// else keeps it from being asked (DIST-4).
    private var busyLastAgent: ID<Agent>? {
        guard waitsForLastAgent == true, let lastAgent, let facts = facts(of: lastAgent) else {
            return nil
        }
        switch removal(of: facts, in: .lastAgent) {
        case .hungUp, .serving, .full: break
        default: return nil
        }
        let declined = rejectedBy.holds(lastAgent) || expiredAt.holds(lastAgent)
        return !declined && (entitlementLeft || facts.isAdministrator) ? lastAgent : nil
    }

    package func facts(of agent: ID<Agent>) -> AgentFacts? {
        let index = agents.lowerBound { $0.id < agent }
        return index < agents.endIndex && agents[index].id == agent ? agents[index] : nil
    }

    private struct Step {
        let stage: Stage
        let round: Int
    }

    /// The stages from the present one on, and once around.
    private func stagesToTry() -> [Step] {
        if nobodyFree { return Stage.allCases.map { Step(stage: $0, round: round) } }
        var steps = Stage.allCases.filter { $0 >= stage }.map { Step(stage: $0, round: round) }
        if round < maxRounds {
            steps += Stage.allCases.filter { $0 < stage }.map { Step(stage: $0, round: round + 1) }
        }
        return steps
    }

    /// How many more may ring in the stage.
    private func free(in stage: Stage) -> Int {
        guard agentsAtOnce > 0 else { return .max }
        return max(0, agentsAtOnce - ringingCount(in: stage))
    }

    private func ringingCount(in stage: Stage) -> Int {
        let elsewhere = ringingElsewhere?.first { $0.stage == stage }?.count ?? 0
        return elsewhere + ringing.count { $0.stage == stage }
    }

    /// Who is a candidate of the stage and who is not; `nil` for a stage that is passed at once.
    private func review(of stage: Stage) -> Review? {
        switch stage {
        case .lastAgent: lastAgent.flatMap(facts).map { reviewed(stage, [$0]) }
        case .desktop: reviewed(stage, agents)
        case .onlineMobile, .offlineMobile: nil
        }
    }

    /// Agents of one stage, in order of id, which is the order of `quickestReply`.
    private func reviewed(_ stage: Stage, _ agents: [AgentFacts]) -> Review {
        var removed = [[ID<Agent>]](repeating: [], count: RemovalRule.allCases.count)
        var candidates: [ID<Agent>] = []
        for agent in agents {
            if rings(at: agent.id) {
                removed[RemovalRule.alreadyRinging.rawValue].append(agent.id)
            } else if let rule = removal(of: agent, in: stage) {
                removed[rule.rawValue].append(agent.id)
            } else {
                candidates.append(agent.id)
            }
        }
        var review = Review(stage: stage, removed: [], candidates: candidates)
        for rule in RemovalRule.allCases where !removed[rule.rawValue].isEmpty {
            review.removed.append(.init(rule: rule, agents: removed[rule.rawValue]))
        }
        return review
    }

    private func rings(at agent: ID<Agent>) -> Bool {
        guard !ringing.isEmpty else { return false }
        let index = ringing.lowerBound { $0.agent < agent }
        return index < ringing.endIndex && ringing[index].agent == agent
    }
}
