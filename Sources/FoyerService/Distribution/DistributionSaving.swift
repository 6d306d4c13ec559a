import FoundationEssentials
import FoyerCore
import Storage

/// Writes what the engine decided, and gathers the hints for the screens.
struct DistributionSaving {
    /// A power of two.
    private static let rowsPerStatementMax = 64
    let work: DistributionWork
    let identity: Identity

    private var transaction: any Transaction { work.transaction }
    private var now: Instant { work.now }

    func save() throws -> [Hint] {
        let changes = DistributionChanges(work.effects, leftQueue: work.leftQueue)
        let waiting = work.waitingChats(changes.chats)
        try saveOffers(changes, of: waiting)
        var hints = work.hints
        for agent in changes.agents { try saveAgent(agent) }
        for (chat, agent) in changes.served { hints += try saveServed(chat, by: agent) }
        for chat in changes.unanswered { hints += try saveUnanswered(chat) }
        for chat in changes.searching { try waiting[chat].map { try saveSearch($0) } }
        try saveExplanations(changes.explanations)
        hints.append(.deadlineSet(try saveDeadline()))
        hints += try RoomChanges(
            work: work, changes: changes, waiting: waiting,
            former: work.formerChats(changes.chats)
        ).save()
        hints += changes.agents.map { agent in
            .agentChanged(agent, because: changes.onBreak.contains(agent) ? .missedRings : nil)
        }
        hints += changes.chats.map { .chatChanged($0) }
        return hints
    }

    private func saveOffers(
        _ changes: DistributionChanges, of waiting: [ID<Chat>: WaitingChat]
    ) throws {
        var rows: [[any SQLValue]] = []
        for (chat, offer) in changes.offered {
            guard let turn = waiting[chat]?.turn else { continue }
            rows.append([
                chat, offer.number, turn, offer.agent, offer.channel.rawValue, offer.stage.rawValue,
                offer.reason.rawValue, offer.madeAt, offer.expiresAt,
            ])
        }
        var left = rows[...]
        while !left.isEmpty {
            // Powers of two make few texts, and one that is known is not prepared again.
            var count = Self.rowsPerStatementMax
            while count > left.count { count /= 2 }
            try transaction.run(
                """
                INSERT INTO offer
                    (chat_id, number, turn, agent_id, channel, stage, reason, made_at_ms,
                    expires_at_ms)
                VALUES \(rows: Array(left.prefix(count)))
                """)
            left.removeFirst(count)
        }
        try saveEndings(changes)
    }

    private func saveEndings(_ changes: DistributionChanges) throws {
        for ending in changes.offerEndings {
            try transaction.run(
                """
                UPDATE offer SET outcome = \(ending.outcome.rawValue), ended_at_ms = \(now)
                WHERE chat_id = \(ending.chat) AND number IN \(list: ending.numbers)
                """)
        }
        for renewal in changes.renewals {
            try transaction.run(
                """
                UPDATE offer SET expires_at_ms = \(renewal.expiresAt)
                WHERE chat_id = \(renewal.chat) AND number IN \(list: renewal.numbers)
                """)
        }
    }

    private func saveAgent(_ id: ID<Agent>) throws {
        guard let agent = work.agent(id) else { return }
        try transaction.run(
            """
            UPDATE agent SET browser_status = \(agent.browser?.rawValue ?? ""),
                mobile_status = \(agent.mobile?.rawValue ?? ""),
                missed_rings = \(agent.missedRings), ready_at_ms = \(agent.readyAt)
            WHERE id = \(id)
            """)
    }

    /// CHAT-4: the chat is the agent's, and the greeting is the agent's first message.
    private func saveServed(_ chat: ID<Chat>, by agent: ID<Agent>) throws -> [Hint] {
        try transaction.run(
            """
            UPDATE chat SET state = 'served', agent_id = \(agent), served_at_ms = \(now),
            nobody_free = 0
            WHERE id = \(chat)
            """)
        let row = try transaction.first(
            """
            SELECT agent.name, agent.greeting, chat.language FROM agent, chat
            WHERE agent.id = \(agent) AND chat.id = \(chat)
            """)
        guard let row else { throw Refusal.notFound }
        let name: String = try row.get("name")
        let own: String = try row.get("greeting")
        let greeting =
            own.isEmpty ? Greeting.standard(of: name, in: try row.get("language")) : own
        let transcript = TranscriptWriting(transaction: transaction, identity: identity)
        return [
            .entry(
                try transcript.append(
                    .answered(agentName: name, agent: agent), from: .system, to: chat)),
            .entry(try transcript.append(.text(greeting), from: .agent(agent), to: chat)),
        ]
    }

    private func saveUnanswered(_ chat: ID<Chat>) throws -> [Hint] {
        try transaction.run(
            """
            UPDATE chat SET state = 'unanswered', ended_at_ms = \(now), end_reason = 'waitLimit'
            WHERE id = \(chat)
            """)
        try transaction.run(
            "DELETE FROM deadline WHERE kind = 'customerGrace' AND subject_id = \(chat)")
        let transcript = TranscriptWriting(transaction: transaction, identity: identity)
        return [.entry(try transcript.append(.unanswered, from: .system, to: chat))]
    }

    private func saveSearch(_ chat: WaitingChat) throws {
        try transaction.run(
            """
            UPDATE chat SET asks_all = \(chat.asksAll), nobody_free = \(chat.nobodyFree),
                offers_made = \(chat.offersMade), explanations_made = \(chat.explanationsMade),
                search = \(try StoredSearch(chat).text())
            WHERE id = \(chat.id)
            """)
    }

    private func saveExplanations(
        _ explanations: [(chat: ID<Chat>, explanation: Distribution.Explanation)]
    ) throws {
        for (chat, explanation) in explanations {
            let content = String(decoding: try JSONEncoder().encode(explanation), as: UTF8.self)
            try transaction.run(
                """
                INSERT INTO explanation (chat_id, number, at_ms, content)
                VALUES (\(chat), \(explanation.number), \(now), \(content))
                """)
        }
    }

    private func saveDeadline() throws -> Instant {
        guard let due = work.distribution.nextDeadline else {
            try transaction.run(
                "DELETE FROM deadline WHERE kind = 'distribution' AND subject_id = \(work.company)")
            return Instant(milliseconds: .max)
        }
        try transaction.setDeadline(.distribution, of: work.company.rawValue, at: due)
        return due
    }
}

/// What the effects amount to, each row once.
struct DistributionChanges {
    struct OfferEnding {
        let chat: ID<Chat>
        let outcome: OfferOutcome
        var numbers: [Int]
    }

    struct Renewal {
        let chat: ID<Chat>
        let expiresAt: Instant
        var numbers: [Int]
    }

    private(set) var offered: [(ID<Chat>, LiveOffer)] = []
    private(set) var offerEndings: [OfferEnding] = []
    /// Of each chat the agents whose ring began, ended or got another expiry.
    private(set) var ringing: [ID<Chat>: Set<ID<Agent>>] = [:]
    /// Chats whose open offers got another expiry (CHAT-10).
    private(set) var renewals: [Renewal] = []
    private(set) var served: [(ID<Chat>, ID<Agent>)] = []
    private(set) var unanswered: [ID<Chat>] = []
    private(set) var searching: [ID<Chat>] = []
    private(set) var agents: [ID<Agent>] = []
    private(set) var onBreak: [ID<Agent>] = []
    private(set) var explanations: [(chat: ID<Chat>, explanation: Distribution.Explanation)] = []
    /// Chats of which any screen shows something new.
    private(set) var chats: [ID<Chat>] = []
    private var touched: Set<ID<Chat>> = []
    private var searched: Set<ID<Chat>> = []
    private var changedAgents: Set<ID<Agent>> = []
    /// Where a chat's endings stand in `offerEndings`: seldom more than one.
    private var endingPlaces: [ID<Chat>: [Int]] = [:]

    init(_ effects: [DistributionEffect], leftQueue: [ID<Chat>]) {
        for effect in effects { add(effect) }
        for chat in leftQueue { touch(chat) }
    }

    private mutating func add(_ effect: DistributionEffect) {
        switch effect {
        case .offered(let chat, let offer):
            offered.append((chat, offer))
            ringing[chat, default: []].insert(offer.agent)
            touch(chat)
        case .offerRenewed(let chat, let offer):
            renew(offer, of: chat)
            ringing[chat, default: []].insert(offer.agent)
            touch(chat)
        case .offerEnded(let chat, let offer, let outcome):
            end(offer, of: chat, outcome)
            ringing[chat, default: []].insert(offer.agent)
            touch(chat)
        case .served(let chat, let agent, _):
            served.append((chat, agent))
            touch(chat)
        case .unanswered(let chat):
            unanswered.append(chat)
            touch(chat)
        case .searchChanged(let chat):
            if searched.insert(chat).inserted { searching.append(chat) }
            touch(chat)
        case .status(let agent, _, _), .agentChanged(let agent):
            if changedAgents.insert(agent).inserted { agents.append(agent) }
        case .wentOnBreak(let agent): onBreak.append(agent)
        case .explained(let chat, let explanation):
            explanations.append((chat, explanation))
        }
    }

    private mutating func touch(_ chat: ID<Chat>) {
        if touched.insert(chat).inserted { chats.append(chat) }
    }

    private mutating func renew(_ offer: LiveOffer, of chat: ID<Chat>) {
        // The offers of a chat come one after the other.
        if let last = renewals.last, last.chat == chat, last.expiresAt == offer.expiresAt {
            renewals[renewals.count - 1].numbers.append(offer.number)
        } else {
            renewals.append(
                Renewal(chat: chat, expiresAt: offer.expiresAt, numbers: [offer.number]))
        }
    }

    private mutating func end(_ offer: LiveOffer, of chat: ID<Chat>, _ outcome: OfferOutcome) {
        let known = endingPlaces[chat]?.first { offerEndings[$0].outcome == outcome }
        if let known {
            offerEndings[known].numbers.append(offer.number)
        } else {
            endingPlaces[chat, default: []].append(offerEndings.count)
            offerEndings.append(OfferEnding(chat: chat, outcome: outcome, numbers: [offer.number]))
        }
    }
}
