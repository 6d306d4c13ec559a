import FoyerCore
import Storage

/// The last entry a client has of a chat: its number and its id.
package struct HaveEntry: Equatable, Sendable {
    package let seq: Int64
    package let id: ID<Message>

    package init(seq: Int64, id: ID<Message>) {
        self.seq = seq
        self.id = id
    }
}

package struct TranscriptPage: Sendable {
    package let entries: [Entry]
    /// The chat's last entry now.
    package let last: Int64
    /// What the client has is not of this chat's history: it begins again at 1.
    package let resync: Bool
    /// There are more entries after these.
    package let more: Bool
    package let marks: ChatMarks
}

extension Service {
    /// The entries after `have`, complete or said to be more (decision 0004).
    package func transcript(of id: ID<Chat>, after have: HaveEntry?, for asker: Asker) async throws
        -> TranscriptPage
    {
        try await database.read { transaction in
            let chat = try Access(transaction: transaction).chat(id, for: asker)
            var after = have?.seq ?? 0
            var resync = false
            if let have {
                let known = try transaction.first(
                    """
                    SELECT id FROM message WHERE chat_id = \(id) AND seq = \(have.seq) AND id =
                        \(have.id)
                    """
                )
                if known == nil {
                    after = 0
                    resync = true
                }
            }
            let entries = try transcriptPage(of: id, after: after, transaction)
            let reached = entries.last?.seq ?? after
            return TranscriptPage(
                entries: entries, last: chat.lastSeq, resync: resync, more: reached < chat.lastSeq,
                marks: try ChatMarks(of: id, transaction))
        }
    }

    /// The entries after number `after`: as many as a frame should hold, at least one.
    func transcriptPage(of chat: ID<Chat>, after: Int64, _ transaction: any Transaction) throws
        -> [Entry]
    {
        let rows = try transaction.run(
            """
            SELECT chat_id, seq, id, sender, cid, kind, body, at_ms FROM message
            WHERE chat_id = \(chat) AND seq > \(after) ORDER BY seq LIMIT
            \(Limit.transcriptPageEntriesMax)
            """)
        var entries: [Entry] = []
        var bytes = 0
        for row in rows {
            let entry = try Entry(row: row)
            switch entry.content {
            case .text(let body): bytes += body.jsonByteCount
            case .facts(let facts): bytes += facts.custom.jsonByteCount
            default: break
            }
            guard entries.isEmpty || bytes <= Limit.transcriptPageBytesMax else { break }
            entries.append(entry)
        }
        return entries
    }
}
