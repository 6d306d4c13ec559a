import FoyerCore
import Storage

extension Service {
    /// Ends a served chat from either side (CHAT-5).
    package func endChat(_ id: ID<Chat>, by asker: Asker) async throws {
        try await distribute(chat: id, by: asker) { chat, work in
            if case .agent(let agent) = asker, case .served(_, let server) = chat.life {
                guard server == agent.agent else { throw Refusal.notFound }
            }
            try end(chat, by: asker.side == .customer ? .customer : .agent, &work)
        }
    }

    /// The customer leaves the queue.
    package func cancelChat(_ id: ID<Chat>, by customer: ID<Customer>) async throws {
        try await distribute(chat: id, by: .customer(customer)) { chat, work in
            try abandon(chat, by: .cancelled, &work)
        }
    }

    /// What somebody does with a chat, as it is once nobody else distributes in its company.
    func distribute(
        chat id: ID<Chat>, by asker: Asker,
        _ act: @escaping @Sendable (ChatRow, inout DistributionWork) throws -> Void
    ) async throws {
        let attempt = Toll()
        try await database.write { transaction in
            try takeAttempt(attempt, at: id, by: asker, transaction)
            let company = try Access(transaction: transaction).chat(id, for: asker).company
            try distribute(in: company, transaction) { work in
                try act(try Access(transaction: transaction).chat(id, for: asker), &work)
            }
        }
    }

    /// Puts an ended chat away from the agent's desk; its transcript stays.
    package func putChatAway(_ id: ID<Chat>, by agent: LoggedOn) async throws {
        try await database.write { transaction in
            let chat = try Access(transaction: transaction).chat(id, for: .agent(agent))
            guard chat.agent == agent.agent, !chat.life.isOpen else { throw Refusal.notFound }
            try transaction.run("UPDATE chat SET put_away = 1 WHERE id = \(id)")
            transaction.afterCommit { [announcer] in
                announcer.announce([.agentChanged(agent.agent, because: nil)])
            }
        }
    }

    func end(_ chat: ChatRow, by ender: Ender, _ work: inout DistributionWork) throws {
        let life = try chat.life.after(.end(ender))
        try close(chat.id, life, entry: .ended(by: ender), &work)
        work.hints.append(.chatChanged(chat.id))
        try work.handle(.ended(chat.id, by: ender))
    }

    func abandon(_ chat: ChatRow, by abandonment: Abandonment, _ work: inout DistributionWork)
        throws
    {
        let life = try chat.life.after(.abandon(abandonment))
        try close(chat.id, life, entry: .abandoned(by: abandonment), &work)
        work.leftQueue.append(chat.id)
        try work.handle(.left(chat.id))
    }

    private func close(
        _ id: ID<Chat>, _ life: ChatLife, entry content: EntryContent,
        _ work: inout DistributionWork
    ) throws {
        try work.transaction.run(
            """
            UPDATE chat SET state = \(life.state), end_reason = \(life.endReason), ended_at_ms =
            \(work.now)
            WHERE id = \(id)
            """)
        try work.transaction.clearDeadline(.customerGrace, of: id.rawValue)
        let entry = try TranscriptWriting(transaction: work.transaction, identity: identity)
            .append(content, from: .system, to: id)
        work.hints.append(.entry(entry))
    }
}
