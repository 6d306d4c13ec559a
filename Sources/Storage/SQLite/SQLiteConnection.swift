import CSQLite

/// One open connection and its statements.
final class SQLiteConnection: @unchecked Sendable {  // one thread makes it, one uses it
    enum Role { case writer, reader }

    private let handle: OpaquePointer
    private let arena = ParameterArena()
    private var statements: StatementCache<SQLiteStatement>
    /// Frames in the log after the last commit of this connection.
    fileprivate(set) var logFrames: Int32 = 0
    private var logFramesAtCheckpoint: Int32 = 0
    /// A sync failed on this connection, whatever was made of the error.
    private(set) var hasFailedSync = false

    init(
        _ role: Role, location: SQLiteLocation, options: SQLiteOptions
    ) throws(DatabaseError) {
        handle = try Self.open(location, fileSystem: options.fileSystem)
        statements = StatementCache(countMax: options.statementsCachedMax)
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Int32(StorageLimit.sqliteBusyMillisecondsMax))
        try execute("PRAGMA foreign_keys = ON")
        // PostgreSQL's LIKE knows upper and lower case.
        try execute("PRAGMA case_sensitive_like = ON")
        switch role {
        case .reader: try becomeReader()
        case .writer: try becomeWriter(location, pagesMax: options.pagesMax)
        }
    }

    deinit {
        _ = statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Whether no transaction is open: after a full disk SQLite may have rolled back by itself.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// Runs a statement of our own that has no parameters and gives no rows.
    func execute(_ text: String) throws(DatabaseError) {
        guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    func run(_ sql: SQL, access: Access) throws(DatabaseError) -> [Row] {
        let statement = try prepared(sql.text)
        guard access == .write || statement.isReadOnly else {
            throw DatabaseError(kind: .other, message: "a read cannot write")
        }
        defer { statement.reset() }
        try statement.bind(sql.values, arena: arena)
        return try rows(of: statement)
    }

    /// A statement kept outside the cache, for those that frame every job.
    func prepare(_ text: String) throws(DatabaseError) -> SQLiteStatement {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        guard sqlite3_prepare_v3(handle, text, -1, flags, &prepared, nil) == SQLITE_OK else {
            throw failure()
        }
        guard let prepared else {
            throw DatabaseError(kind: .syntax, message: "the statement is empty")
        }
        return SQLiteStatement(prepared)
    }

    func step(_ statement: SQLiteStatement) throws(DatabaseError) {
        defer { sqlite3_reset(statement.handle) }
        guard sqlite3_step(statement.handle) == SQLITE_DONE else { throw failure() }
    }

    /// Moves the log into the file once it has grown enough. Only a failed disk is an error.
    ///
    /// SQLite's own automatic checkpoint hides a failed sync, and would try it again.
    func checkpointIfDue() throws(DatabaseError) {
        if logFrames < logFramesAtCheckpoint { logFramesAtCheckpoint = 0 }
        guard Int(logFrames - logFramesAtCheckpoint) >= StorageLimit.sqliteCheckpointFrames else {
            return
        }
        logFramesAtCheckpoint = logFrames
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard SQLiteCode.isInputOutput(code) else { return }
        throw failure()
    }

    /// Remembers and returns why the last call failed.
    func failure() -> DatabaseError {
        let code = sqlite3_extended_errcode(handle)
        if SQLiteCode.isFailedSync(code) { hasFailedSync = true }
        let message = "\(String(cString: sqlite3_errmsg(handle))) (SQLite \(code))"
        return DatabaseError(kind: SQLiteCode.kind(of: code), message: message)
    }

    private func prepared(_ text: String) throws(DatabaseError) -> SQLiteStatement {
        if let statement = statements.statement(for: text) { return statement }
        let statement = try prepare(text)
        // `COMMIT`, `SAVEPOINT`, `ATTACH`, most of `PRAGMA`: they would break the batch of others.
        guard !statement.isReadOnly || !statement.columnNames.isEmpty else {
            throw DatabaseError(kind: .syntax, message: "a body cannot frame its transaction")
        }
        _ = statements.insert(statement, for: text)
        return statement
    }

    private func rows(of statement: SQLiteStatement) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        while true {
            switch sqlite3_step(statement.handle) {
            case SQLITE_DONE: return rows
            case SQLITE_ROW:
                if rows.isEmpty { statement.refreshColumnNames() }
                rows.append(try statement.row())
            default: throw failure()
            }
        }
    }
}

// MARK: - Opening

extension SQLiteConnection {
    /// Marks our files ("Foyr"), so that we never write into another program's.
    private static let applicationID: Int64 = 0x466F_7972

    private static func open(
        _ location: SQLiteLocation, fileSystem: String?
    ) throws(DatabaseError) -> OpaquePointer {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path(of: location), &handle, flags, fileSystem)
        guard let handle else {
            throw DatabaseError(kind: .other, message: "no memory to open the database")
        }
        guard code == SQLITE_OK else {
            defer { sqlite3_close_v2(handle) }
            let reason = String(cString: sqlite3_errmsg(handle))
            throw DatabaseError(
                kind: SQLiteCode.kind(of: code), message: "\(path(of: location)): \(reason)")
        }
        return handle
    }

    /// Names that SQLite would take for an address or a memory database become plain paths.
    private static func path(of location: SQLiteLocation) -> String {
        switch location {
        case .memory: ":memory:"
        case .file(let path): path.hasPrefix("/") ? path : "./" + path
        }
    }

    private func becomeReader() throws(DatabaseError) {
        try execute("PRAGMA query_only = ON")
        sqlite3_wal_autocheckpoint(handle, 0)
        _ = foyer_sqlite_no_checkpoint_on_close(handle)
    }

    private func becomeWriter(_ location: SQLiteLocation, pagesMax: Int?) throws(DatabaseError) {
        do {
            try claimFile()
            if case .file = location { try requireLog() }
        } catch {
            let message = "\(Self.path(of: location)): \(error.message)"
            throw DatabaseError(kind: error.kind, message: message)
        }
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA cache_size = -\(StorageLimit.sqliteWriterCacheKibibytes)")
        if let pagesMax { try execute("PRAGMA max_page_count = \(pagesMax)") }
        sqlite3_wal_hook(handle, noteLogFrames, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Refuses a file that is not a database, is another program's, or cannot be written.
    private func claimFile() throws(DatabaseError) {
        guard sqlite3_db_readonly(handle, "main") == 0 else {
            throw DatabaseError(kind: .inputOutput, message: "the file cannot be written")
        }
        let id = try integer("PRAGMA application_id")
        guard id != Self.applicationID else { return }
        guard try integer("SELECT COUNT(*) FROM sqlite_schema") == 0, id == 0 else {
            throw DatabaseError(kind: .corrupt, message: "the file belongs to another program")
        }
        try execute("PRAGMA application_id = \(Self.applicationID)")
    }

    private func requireLog() throws(DatabaseError) {
        let statement = try prepare("PRAGMA journal_mode = WAL")
        guard let mode = try rows(of: statement).first?.values.first, mode == .text("wal") else {
            let message = "the file system allows no write-ahead log"
            throw DatabaseError(kind: .inputOutput, message: message)
        }
    }

    private func integer(_ text: String) throws(DatabaseError) -> Int64 {
        let statement = try prepare(text)
        guard case .int(let integer) = try rows(of: statement).first?.values.first else { return 0 }
        return integer
    }
}

private func noteLogFrames(
    _ connection: UnsafeMutableRawPointer?, _ handle: OpaquePointer?,
    _ name: UnsafePointer<CChar>?, _ frames: Int32
) -> Int32 {
    guard let connection else { return SQLITE_OK }
    Unmanaged<SQLiteConnection>.fromOpaque(connection).takeUnretainedValue().logFrames = frames
    return SQLITE_OK
}
