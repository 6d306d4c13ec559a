import Storage

/// Resumes by the time of the last entry that the client has, not by its number: what came after it
/// in the same millisecond is never told.
struct ResumeByTime: StatementBug {
    func run(_ sql: SQL, in transaction: any Transaction) throws(DatabaseError) -> [Row]? {
        guard sql.text.contains("FROM message"), sql.text.contains("AND seq > $2 ORDER BY seq"),
            sql.values.count == 3, sql.values[1] != .int(0)
        else { return nil }
        let bound = sql.values.map(Bound.init)
        return try transaction.run(
            """
            SELECT chat_id, seq, id, sender, cid, kind, body, at_ms FROM message
            WHERE chat_id = \(bound[0]) AND at_ms >
                (SELECT at_ms FROM message WHERE chat_id = \(bound[0]) AND seq = \(bound[1]))
            ORDER BY seq LIMIT \(bound[2])
            """)
    }
}
