import Storage

/// Never reads what it may have missed on the bus.
struct NeverReads: StatementBug {
    func run(_ sql: SQL, in transaction: any Transaction) throws(DatabaseError) -> [Row]? {
        sql.text.hasPrefix("SELECT id, last_seq, state, turn") ? [] : nil
    }
}

/// Never takes over from a node that is dead.
struct NeverSweeps: StatementBug {
    func run(_ sql: SQL, in transaction: any Transaction) throws(DatabaseError) -> [Row]? {
        sql.text.hasPrefix("SELECT id FROM node WHERE lapsed = 1 OR leased_until_ms <") ? [] : nil
    }
}
