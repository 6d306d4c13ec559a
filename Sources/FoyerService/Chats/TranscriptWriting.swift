import FoyerCore
import Storage

/// Appends entries to transcripts: the chat's row holds the last number and is the lock on the
/// next.
struct TranscriptWriting {
    let transaction: any Transaction
    let identity: Identity

    func append(_ content: EntryContent, from sender: Sender, to chat: ID<Chat>) throws -> Entry {
        let row = try transaction.first(
            "UPDATE chat SET last_seq = last_seq + 1 WHERE id = \(chat) RETURNING last_seq")
        guard let row else { throw Refusal.notFound }
        let entry = Entry(
            chat: chat, seq: try row.get("last_seq"), id: identity.id(at: transaction.now),
            at: transaction.now,
            from: sender, content: content)
        _ = try insert(entry)
        return entry
    }

    /// False when this sender's `cid` is already in the chat.
    func insert(_ entry: Entry) throws -> Bool {
        let (kind, body) = try entry.content.columns()
        let rows = try transaction.run(
            """
            INSERT INTO message (chat_id, seq, id, sender, cid, kind, body, at_ms)
            VALUES (\(entry.chat), \(entry.seq), \(entry.id), \(entry.from.column), \(entry.cid),
            \(kind), \(body),
                \(entry.at))
            ON CONFLICT (chat_id, sender, cid) DO NOTHING RETURNING seq
            """)
        return !rows.isEmpty
    }
}
