import Storage
import Synchronization

/// Knows which texts it has from memory alone: a restart forgets, and the text of whoever was not
/// answered before it is stored a second time.
struct DeduplicateByCache: StatementBug {
    private let known = Known()

    /// The index that would know better goes.
    static func prepare(_ database: any Database) async throws {
        try await database.write { transaction in
            try transaction.run("DROP INDEX IF EXISTS message_cid")
        }
    }

    func run(_ sql: SQL, in transaction: any Transaction) throws(DatabaseError) -> [Row]? {
        guard sql.text.hasPrefix("INSERT INTO message ("), sql.values.count == 8 else { return nil }
        let bound = sql.values.map(Bound.init)
        guard known.isNew(chat: sql.values[0], sender: sql.values[3], cid: sql.values[4]) else {
            return []
        }
        return try transaction.run(
            """
            INSERT INTO message (chat_id, seq, id, sender, cid, kind, body, at_ms)
            VALUES (\(bound[0]), \(bound[1]), \(bound[2]), \(bound[3]), \(bound[4]), \(bound[5]),
                \(bound[6]), \(bound[7]))
            RETURNING seq
            """)
    }

    private final class Known: Sendable {
        private let texts = Mutex<Set<String>>([])

        func isNew(chat: Value, sender: Value, cid: Value) -> Bool {
            if case .null = cid { return true }
            return texts.withLock { $0.insert("\(chat) \(sender) \(cid)").inserted }
        }
    }
}
