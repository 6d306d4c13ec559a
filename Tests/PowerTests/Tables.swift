import Storage

/// Tables shaped like the transcript's, and the statements of a message.
enum Tables {
    static func make(_ transaction: any Transaction) throws {
        try transaction.run(
            "CREATE TABLE chat (id BIGINT PRIMARY KEY, last_seq BIGINT NOT NULL)")
        try transaction.run(
            """
            CREATE TABLE message (
                chat BIGINT NOT NULL REFERENCES chat (id), seq BIGINT NOT NULL,
                number BIGINT NOT NULL, cid TEXT NOT NULL, body TEXT NOT NULL,
                PRIMARY KEY (chat, seq))
            """)
        try transaction.run("CREATE UNIQUE INDEX message_cid ON message (chat, cid)")
        for chat in 0..<History.chats {
            try transaction.run("INSERT INTO chat (id, last_seq) VALUES (\(chat), 0)")
        }
    }

    /// Stores `message` under its chat's next number, or finds that it is there.
    static func store(
        _ message: Message, _ transaction: any Transaction, isKnown: Bool
    ) throws {
        let seq: Int = try transaction.run(
            """
            UPDATE chat SET last_seq = last_seq + 1 WHERE id = \(message.chat) RETURNING last_seq
            """)[0].get("last_seq")
        let rows = try transaction.run(
            """
            INSERT INTO message (chat, seq, number, cid, body)
            VALUES (\(message.chat), \(seq), \(message.number), \(String(message.number)),
                \(message.body))
            ON CONFLICT (chat, cid) DO NOTHING RETURNING seq
            """)
        guard isKnown == rows.isEmpty, isKnown || seq == message.seq else {
            throw DatabaseError(kind: .other, message: "message \(message.number) at \(seq)")
        }
        if isKnown {
            try transaction.run(
                "UPDATE chat SET last_seq = last_seq - 1 WHERE id = \(message.chat)")
        }
    }

    /// All messages with their bodies, after a check of the whole file; `nil` without tables.
    static func read(_ transaction: any Transaction) throws -> Content? {
        let verdict: String = try transaction.run("PRAGMA integrity_check")[0].get(
            "integrity_check")
        guard verdict == "ok" else { throw DatabaseError(kind: .corrupt, message: verdict) }
        let tables = try transaction.run("SELECT name FROM sqlite_schema WHERE type = 'table'")
        guard tables.count > 0 else { return nil }
        let chats = try transaction.run("SELECT last_seq FROM chat ORDER BY id").map { row in
            try row.get("last_seq") as Int
        }
        let rows = try transaction.run(
            "SELECT chat, seq, number, body FROM message ORDER BY number")
        return Content(
            lastSeqs: chats,
            messages: try rows.map { row in
                let message = Message(
                    number: try row.get("number"), chat: try row.get("chat"),
                    seq: try row.get("seq"))
                return (message, try row.get("body"))
            })
    }

    struct Content: Sendable {
        let lastSeqs: [Int]
        let messages: [(Message, body: String)]
    }
}
