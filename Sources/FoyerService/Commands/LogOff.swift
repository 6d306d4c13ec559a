import FoyerCore
import Storage

extension Service {
    /// Ends a log-on and its sockets. An agent who has no other desk open on this channel leaves it
    /// at once; chats served nowhere else wait again (CHAT-8, without the grace: this was on
    /// purpose). A log-on without a desk, as a program's, leaves the grace of a lost desk running.
    package func logOff(_ agent: LoggedOn) async throws {
        try await database.write { transaction in
            try lockDistribution(of: agent.company, transaction)
            let ended = try transaction.first(
                "DELETE FROM log_on WHERE id = \(agent.logOn) RETURNING desk_left_at_ms")
            guard let ended else { return }
            let desks = try transaction.run(
                "DELETE FROM connection WHERE log_on_id = \(agent.logOn) RETURNING id")
            var deskLeft: Instant? = try ended.get("desk_left_at_ms")
            if !desks.isEmpty { deskLeft = transaction.now }
            if try isExpected(agent, deskLeft: deskLeft, transaction) {
                let hint = Hint.logOnEnded(agent.logOn)
                transaction.afterCommit { [announcer] in announcer.announce([hint]) }
            } else {
                try leaveChannel(
                    AgentOnChannel(agent: agent.agent, channel: agent.channel), of: agent.company,
                    transaction, hints: [.logOnEnded(agent.logOn)])
            }
            if !desks.isEmpty { try tellCustomersIfAway(agent.agent, transaction) }
        }
    }

    /// Whether the agent is on this channel elsewhere, or was there last with another log-on and
    /// may come back within the grace.
    private func isExpected(
        _ agent: LoggedOn, deskLeft: Instant?, _ transaction: any Transaction
    ) throws -> Bool {
        let other = try transaction.first(
            """
            SELECT log_on.id FROM log_on
            WHERE agent_id = \(agent.agent) AND channel = \(agent.channel.rawValue) AND (
                desk_left_at_ms > \(deskLeft ?? Instant(milliseconds: 0))
                OR EXISTS (SELECT 1 FROM connection WHERE connection.log_on_id = log_on.id))
            LIMIT 1
            """)
        return other != nil
    }

    /// Takes an agent off a channel. Chats of an agent who is then logged on nowhere begin a new
    /// turn.
    func leaveChannel(
        _ place: AgentOnChannel, of company: ID<Company>, _ transaction: any Transaction,
        hints: [Hint] = []
    ) throws {
        try transaction.clearDeadline(.agentGrace, of: place.subject)
        try distribute(in: company, transaction) { work in
            work.hints += hints
            guard let agent = work.agent(place.agent), agent.status(on: place.channel) != nil else {
                return
            }
            let staysOn = Channel.allCases.contains {
                $0 != place.channel && agent.status(on: $0) != nil
            }
            let again = staysOn ? [] : try agent.serving.map { try waitAgain($0.chat, &work) }
            try work.handle(.loggedOff(place.agent, place.channel, waitingAgain: again))
        }
    }

    /// CHAT-8: a new turn at the head of the queue, told to the customer by an entry.
    private func waitAgain(_ id: ID<Chat>, _ work: inout DistributionWork) throws -> WaitingChat {
        let transaction = work.transaction
        let row = try transaction.first(
            """
            SELECT \(ChatRow.columns), private_agent_id, asks_all,
                (SELECT MAX(number) FROM offer WHERE chat_id = chat.id) AS last_offer,
                (SELECT MAX(number) FROM explanation WHERE chat_id = chat.id) AS last_explanation
            FROM chat WHERE id = \(id)
            """)
        guard let row else { throw Refusal.notFound }
        let chat = try ChatRow(row: row)
        guard case .waiting(let turn) = try chat.life.after(.agentLost) else {
            throw Refusal.chatNotServed
        }
        let lastOffer: Int? = try row.get("last_offer")
        let lastExplanation: Int? = try row.get("last_explanation")
        let onlyAgent: ID<Agent>? = try row.get("private_agent_id")
        // Who served last is the one who was lost: passed at once, and first again once back.
        let isSame = onlyAgent == nil && work.room(chat.room)?.sameAgent == true
        var waiting = WaitingChat(
            id: id, room: chat.room, turn: turn, since: work.now,
            rank: WaitingChat.rankAtHead(asked: chat.askedAt),
            onlyAgent: onlyAgent, lastAgent: isSame ? chat.agent : nil,
            offersMade: lastOffer ?? 0, explanationsMade: lastExplanation ?? 0)
        waiting.asksAll = try row.get("asks_all")
        try transaction.run(
            """
            UPDATE chat SET state = 'waiting', turn = \(turn), agent_id = NULL, served_at_ms = NULL,
                waiting_since_ms = \(work.now), rank = \(waiting.rank), search = '',
                last_agent_id = \(waiting.lastAgent)
            WHERE id = \(id)
            """)
        let entry = try TranscriptWriting(transaction: transaction, identity: identity)
            .append(.waitsAgain, from: .system, to: id)
        work.hints.append(.entry(entry))
        return waiting
    }
}

extension DistributionAgent {
    func status(on channel: Channel) -> AgentStatus? {
        switch channel {
        case .browser: browser
        case .mobile: mobile
        }
    }
}
