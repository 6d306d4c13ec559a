import FoyerCore
import Storage

extension Service {
    /// Notes what reached this side's screen and what was read there. Marks only grow, and never
    /// beyond the last entry; sessions call this at most once a second per chat.
    package func markEntries(
        of id: ID<Chat>, delivered: Int64, read: Int64, as asker: Asker
    ) async throws {
        try await database.write { transaction in
            let chat = try Access(transaction: transaction).chat(id, for: asker)
            if case .agent(let agent) = asker { guard chat.agent == agent.agent else { return } }
            let reached = min(max(delivered, read, 0), chat.lastSeq)
            let seen = min(max(read, 0), chat.lastSeq)
            let grown = try transaction.run(
                """
                INSERT INTO mark (chat_id, side, delivered_seq, read_seq)
                VALUES (\(id), \(asker.side.rawValue), \(reached), \(seen))
                ON CONFLICT (chat_id, side) DO UPDATE SET
                    delivered_seq = CASE WHEN excluded.delivered_seq > mark.delivered_seq
                        THEN excluded.delivered_seq ELSE mark.delivered_seq END,
                    read_seq = CASE WHEN excluded.read_seq > mark.read_seq
                        THEN excluded.read_seq ELSE mark.read_seq END
                WHERE excluded.delivered_seq > mark.delivered_seq OR excluded.read_seq >
                mark.read_seq
                RETURNING chat_id
                """)
            guard !grown.isEmpty else { return }
            let marks = try ChatMarks(of: id, transaction)
            transaction.afterCommit { [announcer] in announcer.announce([.marks(id, marks)]) }
        }
    }
}

extension ChatMarks {
    init(of chat: ID<Chat>, _ transaction: any Transaction) throws {
        self.init()
        for row in try transaction.run(
            "SELECT side, delivered_seq, read_seq FROM mark WHERE chat_id = \(chat)")
        {
            try take(row)
        }
    }

    /// A side's row.
    mutating func take(_ row: Row) throws {
        let mark = Mark(delivered: try row.get("delivered_seq"), read: try row.get("read_seq"))
        switch try row.choice("side") as Side {
        case .customer: customer = mark
        case .agent: agent = mark
        }
    }
}
