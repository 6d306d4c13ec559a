import Storage

/// A bug planted in the statements that the service runs, chosen at run time: what a test proves is
/// shown by the bug that it catches.
package enum SQLBug: String, CaseIterable, Sendable {
    /// The company's row is read and not locked, so that two nodes distribute side by side.
    case companyNotLocked
    /// A chat's search is never written: who rejected it is forgotten by the other node.
    case searchNotSaved
    /// A resume gives what is later than the last entry, not what follows it.
    case resumeByTime

    /// The statement as the bug has it.
    func bent(_ sql: SQL) -> SQL {
        switch self {
        case .companyNotLocked:
            sql.replacing(
                "UPDATE company SET previous_stamp = stamp, stamp = $1 WHERE",
                with: """
                    SELECT stamp AS previous_stamp FROM company WHERE CAST($1 AS BIGINT) > 0 AND
                    """
            )
            .replacing("RETURNING previous_stamp", with: "")
            .replacing(
                "UPDATE company SET stamp = stamp WHERE id = $1 RETURNING stamp",
                with: "SELECT stamp FROM company WHERE id = $1")
        case .searchNotSaved:
            sql.replacing("search = $5", with: "search = CASE WHEN $5 = '' THEN '' ELSE search END")
        case .resumeByTime:
            sql.replacing(
                "seq > $2 ORDER BY seq LIMIT",
                with: """
                    ($2 = 0 OR at_ms > (SELECT had.at_ms FROM message AS had
                    WHERE had.chat_id = $1 AND had.seq = $2)) ORDER BY seq LIMIT
                    """)
        }
    }
}

/// A database whose statements are bent by a planted bug.
package final class BentDatabase: Database {
    private let whole: any Database
    private let bug: SQLBug

    package init(_ whole: any Database, by bug: SQLBug) {
        self.whole = whole
        self.bug = bug
    }

    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.read { [bug] in try body(BentTransaction($0, by: bug)) }
    }

    @discardableResult
    package func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.write(manner) { [bug] in try body(BentTransaction($0, by: bug)) }
    }

    package func close() async { await whole.close() }
}

private final class BentTransaction: Transaction {
    private let whole: any Transaction
    private let bug: SQLBug

    init(_ whole: any Transaction, by bug: SQLBug) {
        self.whole = whole
        self.bug = bug
    }

    var nowMilliseconds: Int64 { whole.nowMilliseconds }

    func run(_ sql: SQL) throws(DatabaseError) -> [Row] { try whole.run(bug.bent(sql)) }

    func afterCommit(_ hook: @escaping @Sendable () -> Void) { whole.afterCommit(hook) }

    func liftTimeLimits() throws(DatabaseError) { try whole.liftTimeLimits() }

    func refuseOtherProcesses() throws(DatabaseError) { try whole.refuseOtherProcesses() }

    func empty(_ tables: [BackupTable]) throws(DatabaseError) { try whole.empty(tables) }
}
