/// What a body sees of SQLite. One object serves all jobs of a connection, one after another.
final class SQLiteTransaction: Transaction {
    private(set) var nowMilliseconds: Int64 = 0
    /// The first failed statement of the job: the job is lost, whatever its body makes of the
    /// error.
    private(set) var failure: DatabaseError?
    private(set) var lastStatement = ""
    private(set) var isTimed = true
    private var hooks: [@Sendable () -> Void] = []
    private var access = Access.read
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// Begins the next job; hooks of earlier jobs of the batch stay.
    func start(_ access: Access, nowMilliseconds: Int64) {
        self.access = access
        self.nowMilliseconds = nowMilliseconds
        failure = nil
        lastStatement = ""
        isTimed = true
    }

    @discardableResult
    func run(_ sql: SQL) throws(DatabaseError) -> [Row] {
        if let failure { throw failure }
        lastStatement = sql.text
        do {
            return try connection.run(sql, access: access)
        } catch {
            failure = error
            throw error
        }
    }

    func afterCommit(_ hook: @escaping @Sendable () -> Void) { hooks.append(hook) }

    func liftTimeLimits() { isTimed = false }

    /// There is none: a lock beside the file keeps it away.
    func refuseOtherProcesses() {}

    func empty(_ tables: [BackupTable]) throws(DatabaseError) {
        for table in tables.reversed() { try run(table.deleteAll) }
    }

    var hookCount: Int { hooks.count }

    func dropHooks(beyond count: Int) { hooks.removeSubrange(count...) }

    func takeHooks() -> [@Sendable () -> Void] {
        guard !hooks.isEmpty else { return [] }
        defer { hooks = [] }
        return hooks
    }
}
