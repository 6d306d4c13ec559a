// An explanation as it is stored: each agent's id once. With a thousand agents in a room the ids
// are all there is to it, and a choice names the same agents over and over.

extension Distribution.Explanation: Codable {
    package init(from decoder: any Decoder) throws {
        self = try Stored(from: decoder).explanation()
    }

    package func encode(to encoder: any Encoder) throws { try Stored(self).encode(to: encoder) }
}

extension Distribution.Explanation {
    private struct Stored: Codable {
        var number: Int
        var turn: Int
        var at: Instant
        var trigger: Trigger
        var settingsVersion: Int
        var stage: Stage
        var round: Int
        var ending: String
        /// Who was offered the chat, or the one who serves it.
        var chosen: StoredAgents
        var looked: [StoredReview]
        var inputs: StoredInputs?

        init(_ explanation: Distribution.Explanation) {
            let agents = explanation.inputs?.agents.map(\.id) ?? []
            number = explanation.number
            turn = explanation.turn
            at = explanation.at
            trigger = explanation.trigger
            settingsVersion = explanation.settingsVersion
            stage = explanation.stage
            round = explanation.round
            let (ending, chosen) = Self.words(of: explanation.outcome)
            self.ending = ending
            self.chosen = StoredAgents(chosen, among: agents)
            looked = explanation.reviews.map { StoredReview($0, among: agents) }
            inputs = explanation.inputs.map { StoredInputs($0) }
        }

        func explanation() throws -> Distribution.Explanation {
            let inputs = self.inputs?.inputs
            let agents = inputs?.agents.map(\.id) ?? []
            let choice = Choice(
                stage: stage, round: round,
                outcome: try Self.outcome(ending, try chosen.ids(among: agents)),
                reviews: try looked.map { try $0.review(among: agents) })
            return Distribution.Explanation(
                number: number, turn: turn, at: at, trigger: trigger,
                settingsVersion: settingsVersion, choice: choice, inputs: inputs)
        }

        private static func words(of outcome: Outcome) -> (String, [ID<Agent>]) {
            switch outcome {
            case .offered(let agents): ("offered", agents)
            case .waits: ("waits", [])
            case .waitsForLastAgent(let agent): ("waitsForLastAgent", [agent])
            case .nobodyFree: ("nobodyFree", [])
            case .served(let agent): ("served", [agent])
            case .unanswered: ("unanswered", [])
            }
        }

        private static func outcome(_ word: String, _ agents: [ID<Agent>]) throws -> Outcome {
            switch (word, agents.first) {
            case ("offered", _): return .offered(agents)
            case ("waits", _): return .waits
            case ("waitsForLastAgent", let agent?): return .waitsForLastAgent(agent)
            case ("nobodyFree", _): return .nobodyFree
            case ("served", let agent?): return .served(by: agent)
            case ("unanswered", _): return .unanswered
            default: throw Unreadable(what: "outcome \(word)")
            }
        }
    }

    private struct StoredReview: Codable {
        struct Removed: Codable {
            var rule: RemovalRule
            var agents: StoredAgents
        }

        var stage: Stage
        var removed: [Removed]
        var candidates: StoredAgents

        init(_ review: Review, among agents: [ID<Agent>]) {
            stage = review.stage
            removed = review.removed.map {
                Removed(rule: $0.rule, agents: StoredAgents($0.agents, among: agents))
            }
            candidates = StoredAgents(review.candidates, among: agents)
        }

        func review(among agents: [ID<Agent>]) throws -> Review {
            Review(
                stage: stage,
                removed: try removed.map {
                    Removal(rule: $0.rule, agents: try $0.agents.ids(among: agents))
                },
                candidates: try candidates.ids(among: agents))
        }
    }

    private struct StoredInputs: Codable {
        /// Agents of whom the same is true.
        struct Group: Codable {
            var facts: AgentFacts
            var ids: [ID<Agent>]
        }

        var rest: Inputs
        var groups: [Group]

        init(_ inputs: Inputs) {
            rest = inputs
            rest.agents = []
            groups = []
            for agent in inputs.agents {
                var facts = agent
                facts.id = ID(known: "")
                if let known = groups.firstIndex(where: { $0.facts == facts }) {
                    groups[known].ids.append(agent.id)
                } else {
                    groups.append(Group(facts: facts, ids: [agent.id]))
                }
            }
        }

        var inputs: Inputs {
            var inputs = rest
            for group in groups {
                for id in group.ids {
                    var facts = group.facts
                    facts.id = id
                    inputs.agents.append(facts)
                }
            }
            inputs.agents.sort { $0.id < $1.id }
            return inputs
        }
    }

    /// Agents by their places among those looked at, such as `0-3,7`; by their ids where one was
    /// not looked at.
    private enum StoredAgents: Codable {
        case places(String)
        case ids([ID<Agent>])

        init(_ ids: [ID<Agent>], among agents: [ID<Agent>]) {
            var runs: [ClosedRange<Int>] = []
            for id in ids {
                let place = agents.lowerBound { $0 < id }
                guard place < agents.endIndex, agents[place] == id else {
                    self = .ids(ids)
                    return
                }
                if let last = runs.last, last.upperBound + 1 == place {
                    runs[runs.count - 1] = last.lowerBound...place
                } else {
                    runs.append(place...place)
                }
            }
            let texts = runs.map { run in
                run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
            }
            self = .places(texts.joined(separator: ","))
        }

        func ids(among agents: [ID<Agent>]) throws -> [ID<Agent>] {
            switch self {
            case .ids(let ids): return ids
            case .places(let text):
                return try text.split(separator: ",").flatMap { run in
                    let ends = run.split(separator: "-").compactMap { Int($0) }
                    guard let first = ends.first, let last = ends.last, first <= last,
                        agents.indices.contains(first), agents.indices.contains(last)
                    else { throw Unreadable(what: "places \(run)") }
                    return agents[first...last]
                }
            }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {  // else a list
                self = .places(text)
            } else {
                self = .ids(try container.decode([ID<Agent>].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .places(let text): try container.encode(text)
            case .ids(let ids): try container.encode(ids)
            }
        }
    }

    private struct Unreadable: Error { let what: String }
}
