/// What a body sees of PostgreSQL, for one run of it.
final class PostgreSQLTransaction: Transaction {
    let nowMilliseconds: Int64
    /// The first failed statement: the server refuses all later ones.
    private(set) var failure: PostgreSQLFailure?
    private(set) var hooks: [@Sendable () -> Void] = []
    private let connection: PostgreSQLConnection
    private let isWriting: Bool

    init(_ connection: PostgreSQLConnection, access: Access, nowMilliseconds: Int64) {
        self.connection = connection
        self.nowMilliseconds = nowMilliseconds
        isWriting = access == .write
    }

    @discardableResult
    func run(_ sql: SQL) throws(DatabaseError) -> [Row] {
        if let failure { throw failure.error }
        do {
            return try connection.run(sql, isWriting: isWriting)
        } catch {
            failure = error
            throw error.error
        }
    }

    func afterCommit(_ hook: @escaping @Sendable () -> Void) { hooks.append(hook) }

    func refuseOtherProcesses() throws(DatabaseError) {
        let others = try run(
            """
            SELECT COUNT(*) AS count FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'foyer %'
                AND application_name <> current_setting('application_name')
            """)
        guard let count: Int = try others.first?.get("count"), count == 0 else {
            throw DatabaseError(kind: .replacing, message: "another Foyer uses the database")
        }
    }

    func empty(_ tables: [BackupTable]) throws(DatabaseError) {
        try refuseOtherProcesses()
        // Not DELETE: no dead rows are left behind, and no reference is looked up row by row.
        let names = tables.map { "\"\($0.name)\"" }.joined(separator: ", ")
        try run(SQL(stringLiteral: "TRUNCATE TABLE \(names)"))
    }

    func liftTimeLimits() throws(DatabaseError) {
        connection.answerMillisecondsMax = nil
        for setting in ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"]
        {
            try run(SQL(stringLiteral: "SET LOCAL \(setting) = 0"))
        }
    }
}
