extension Distribution {
    /// Why a chat was offered to whom it was, or to nobody (DIST-10).
    ///
    /// Made only when the outcome changed. Whoever has the inputs can repeat the choice:
    /// `inputs.choice()` is the function that the engine itself decides by.
    package struct Explanation: Equatable, Sendable {
        /// Names the explanation within its chat; counts from 1 through all turns.
        package var number: Int
        package var turn: Int
        package var at: Instant
        /// What had happened.
        package var trigger: Trigger
        package var settingsVersion: Int
        /// Where the search stands after the choice.
        package var stage: Stage
        package var round: Int
        package var outcome: Outcome
        /// The stages looked at, in order. Empty when nothing was chosen: answered, or the wait
        /// limit.
        package var reviews: [Review]
        /// `nil` when nothing was chosen.
        package var inputs: Inputs?

        package init(
            number: Int, turn: Int, at: Instant, trigger: Trigger, settingsVersion: Int,
            choice: Choice,
            inputs: Inputs?
        ) {
            self.number = number
            self.turn = turn
            self.at = at
            self.trigger = trigger
            self.settingsVersion = settingsVersion
            stage = choice.stage
            round = choice.round
            outcome = choice.outcome
            reviews = choice.reviews
            self.inputs = inputs
        }

        /// What was chosen, to be compared with what the inputs give.
        package var choice: Choice {
            Choice(stage: stage, round: round, outcome: outcome, reviews: reviews)
        }
    }
}

extension Distribution.Explanation {
    /// The kind of event after which a chat was considered.
    package enum Trigger: String, Equatable, Sendable, CaseIterable, Codable {
        case asked, answered, rejected, timePassed, left, askedAll, ended
        case loggedOn, loggedOff, choseReady, choseBreak
        case agentChanged, roomChanged, entitlementsChanged, restarted
    }

    package enum Outcome: Equatable, Sendable, Codable {
        /// Rings at these agents from now on, in the order they were chosen.
        case offered([ID<Agent>])
        /// Nobody new; who is ringing keeps ringing.
        case waits
        /// Nobody is asked before this agent, who served the customer last, is free (DIST-4).
        case waitsForLastAgent(ID<Agent>)
        /// All rounds are spent (DIST-8).
        case nobodyFree
        case served(by: ID<Agent>)
        /// The wait limit was reached.
        case unanswered

        var isOffered: Bool {
            if case .offered = self { true } else { false }
        }

        var waitsForLastAgent: Bool {
            if case .waitsForLastAgent = self { true } else { false }
        }
    }

    /// One stage as it was looked at.
    package struct Review: Equatable, Sendable, Codable {
        package var stage: Stage
        /// Who is no candidate, grouped by the first rule that removed them, in the order of the
        /// rules.
        package var removed: [Removal]
        /// The candidates in the order they are asked.
        package var candidates: [ID<Agent>]
    }

    /// Agents that one rule removed, in order of id.
    package struct Removal: Equatable, Sendable, Codable {
        package var rule: RemovalRule
        package var agents: [ID<Agent>]
    }

    /// Why an agent of the room is no candidate, in the order in which the rules are tried
    /// (DIST-5).
    package enum RemovalRule: Int, Equatable, Sendable, CaseIterable {
        /// Already rings there; nothing is wrong.
        case alreadyRinging
        /// The chat is for another agent only (PRIV-1).
        case privateRoom
        /// Not logged on to the stage's channel.
        case notLoggedOn
        case onABreak
        /// A chat has just ended there, and the agent has chosen neither ready nor break (ST-2).
        case hungUp
        /// Serves a chat, and not every room concerned allows several at once.
        case serving
        /// Serves as many chats at once as the rooms concerned, or the agent's own limit, allow.
        case full
        case rejected
        /// Let an offer of this chat expire, and was not ready, logged on or changed since
        /// (DIST-6).
        case letExpire
        /// No entitlement is left, and the agent is no administrator (CO-3).
        case noEntitlement
        /// As many chats ring there as may ring at one agent.
        case ringsEnough
    }
}

extension Distribution.Explanation.RemovalRule: Codable {
    /// The word for the rule in stored explanations and in keys of sentences. Never changes.
    package var name: String {
        switch self {
        case .alreadyRinging: "alreadyRinging"
        case .privateRoom: "privateRoom"
        case .notLoggedOn: "notLoggedOn"
        case .onABreak: "onABreak"
        case .hungUp: "hungUp"
        case .serving: "serving"
        case .full: "full"
        case .rejected: "rejected"
        case .letExpire: "letExpire"
        case .noEntitlement: "noEntitlement"
        case .ringsEnough: "ringsEnough"
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let rule = Self.allCases.first(where: { $0.name == name }) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "No such rule.")
        }
        self = rule
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
