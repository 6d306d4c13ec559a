import Foundation
import FoyerCore
import Storage

/// What the pure engine decided in a story, and the comparison with what the service wrote down:
/// every offer with its times and outcome, every winner, every explanation.
struct StoryLedger {
    private struct Key: Hashable {
        let chat: ID<Chat>
        let number: Int
    }

    private struct StoredOffer: Equatable {
        let offer: LiveOffer
        var outcome: OfferOutcome?
        var endedAt: Instant?
    }

    private var offers: [Key: StoredOffer] = [:]
    private var explanations: [Key: Distribution.Explanation] = [:]
    private var winners: [ID<Chat>: ID<Agent>] = [:]
    private var unanswered: Set<ID<Chat>> = []

    var tally: StoryTelling.Tally {
        var tally = StoryTelling.Tally()
        tally.offers = offers.count
        tally.winners = winners.count
        tally.explanations = explanations.count
        return tally
    }

    mutating func note(_ effects: [DistributionEffect], at now: Instant) {
        for effect in effects {
            switch effect {
            case .offered(let chat, let offer), .offerRenewed(let chat, let offer):
                offers[Key(chat: chat, number: offer.number)] = StoredOffer(offer: offer)
            case .offerEnded(let chat, let offer, let outcome):
                offers[Key(chat: chat, number: offer.number)] = StoredOffer(
                    offer: offer, outcome: outcome, endedAt: now)
            case .served(let chat, let agent, _): winners[chat] = agent
            case .unanswered(let chat): unanswered.insert(chat)
            case .explained(let chat, let explanation):
                explanations[Key(chat: chat, number: explanation.number)] = explanation
            case .searchChanged, .status, .agentChanged, .wentOnBreak: break
            }
        }
    }

    func differences(
        of engine: Distribution, in database: any Database, company: ID<Company>
    ) async throws -> [String] {
        try await database.read { transaction in
            try offerDifferences(transaction) + explanationDifferences(transaction)
                + chatDifferences(engine, transaction)
                + agentDifferences(engine, company, transaction)
        }
    }

    private func offerDifferences(_ transaction: any Transaction) throws -> [String] {
        var stored: [Key: StoredOffer] = [:]
        for row in try transaction.run("SELECT * FROM offer") {
            let offer = LiveOffer(
                number: try row.get("number"), agent: try row.get("agent_id"),
                channel: try choice(row, "channel"), stage: try choice(row, "stage"),
                madeAt: try row.get("made_at_ms"), expiresAt: try row.get("expires_at_ms"),
                reason: try choice(row, "reason"))
            let outcome: String? = try row.get("outcome")
            stored[Key(chat: try row.get("chat_id"), number: offer.number)] = StoredOffer(
                offer: offer, outcome: outcome.flatMap { OfferOutcome(rawValue: $0) },
                endedAt: try row.get("ended_at_ms"))
        }
        return Self.differences("offer", stored, offers)
    }

    private func explanationDifferences(_ transaction: any Transaction) throws -> [String] {
        var stored: [Key: Distribution.Explanation] = [:]
        for row in try transaction.run("SELECT chat_id, number, content FROM explanation") {
            let content: String = try row.get("content")
            stored[Key(chat: try row.get("chat_id"), number: try row.get("number"))] =
                try JSONDecoder().decode(
                    Distribution.Explanation.self, from: Data(content.utf8))
        }
        return Self.differences("explanation", stored, explanations)
    }

    private func chatDifferences(
        _ engine: Distribution, _ transaction: any Transaction
    ) throws -> [String] {
        let waiting = Set(engine.chats.map(\.id))
        let serving = Set(engine.agents.flatMap { $0.serving.map(\.chat) })
        var differences: [String] = []
        for row in try transaction.run("SELECT id, state, agent_id FROM chat") {
            let id: ID<Chat> = try row.get("id")
            let state: String = try row.get("state")
            let agent: ID<Agent>? = try row.get("agent_id")
            let isSame =
                switch state {
                case "waiting": waiting.contains(id)
                case "served": serving.contains(id) && agent == winners[id]
                case "unanswered": unanswered.contains(id)
                default:
                    !waiting.contains(id) && !serving.contains(id) && !unanswered.contains(id)
                        && (agent == nil || agent == winners[id])
                }
            if !isSame { differences.append("chat \(id) is \(state), agent \(agent as Any)") }
        }
        return differences
    }

    private func agentDifferences(
        _ engine: Distribution, _ company: ID<Company>, _ transaction: any Transaction
    ) throws -> [String] {
        var differences: [String] = []
        for row in try transaction.run(
            """
            SELECT id, browser_status, mobile_status, missed_rings, ready_at_ms FROM agent
            WHERE company_id = \(company)
            """)
        {
            let id: ID<Agent> = try row.get("id")
            let stored: [String] = [try row.get("browser_status"), try row.get("mobile_status")]
            let missed: Int = try row.get("missed_rings")
            let readyAt: Instant? = try row.get("ready_at_ms")
            let agent = engine.agents.first { $0.id == id }
            let decided = [agent?.browser?.rawValue ?? "", agent?.mobile?.rawValue ?? ""]
            if stored != decided || missed != agent?.missedRings
                || readyAt != agent?.readyAt
            {
                differences.append("agent \(id) is \(stored), \(missed) missed, not \(decided)")
            }
        }
        return differences
    }

    private static func differences<Item: Equatable>(
        _ what: String, _ stored: [Key: Item], _ decided: [Key: Item]
    ) -> [String] {
        Set(stored.keys).union(decided.keys).compactMap { key in
            guard stored[key] != decided[key] else { return nil }
            return "\(what) \(key.number) of \(key.chat): the service has "
                + "\(stored[key].map { "\($0)" } ?? "none"), the engine "
                + "\(decided[key].map { "\($0)" } ?? "none")"
        }
    }

    private func choice<Choice: RawRepresentable<String>>(_ row: Row, _ name: String) throws
        -> Choice
    {
        let word: String = try row.get(name)
        guard let choice = Choice(rawValue: word) else {
            throw DatabaseError(kind: .decoding, message: "\(name) is \(word)")
        }
        return choice
    }
}
