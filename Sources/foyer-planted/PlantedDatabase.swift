import Storage

/// A bug that lies in what is asked of the database: it takes the place of some statements.
protocol StatementBug: Sendable {
    /// The answer that the bug gives; `nil` for a statement that it leaves alone.
    func run(
        _ sql: SQL, in transaction: any Transaction
    ) throws(DatabaseError) -> [Row]?
}

/// A database whose statements go past a bug first, so that the server's own code stays as it is.
struct PlantedDatabase: Database {
    let base: any Database
    let bug: any StatementBug

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await base.read { [bug] in try body(PlantedTransaction(base: $0, bug: bug)) }
    }

    @discardableResult
    func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await base.write(manner) { [bug] in try body(PlantedTransaction(base: $0, bug: bug)) }
    }

    var freeBytes: Int64? { base.freeBytes }

    func close() async { await base.close() }
}

private final class PlantedTransaction: Transaction {
    private let base: any Transaction
    private let bug: any StatementBug

    init(base: any Transaction, bug: any StatementBug) {
        self.base = base
        self.bug = bug
    }

    var nowMilliseconds: Int64 { base.nowMilliseconds }

    @discardableResult
    func run(_ sql: SQL) throws(DatabaseError) -> [Row] {
        if let rows = try bug.run(sql, in: base) { return rows }
        return try base.run(sql)
    }

    func afterCommit(_ hook: @escaping @Sendable () -> Void) { base.afterCommit(hook) }

    func liftTimeLimits() throws(DatabaseError) { try base.liftTimeLimits() }

    func refuseOtherProcesses() throws(DatabaseError) { try base.refuseOtherProcesses() }

    func empty(_ tables: [BackupTable]) throws(DatabaseError) { try base.empty(tables) }
}

/// A value of one statement, to be bound in another.
struct Bound: SQLValue {
    let sqlValue: Value

    init(sqlValue: Value) { self.sqlValue = sqlValue }
}
