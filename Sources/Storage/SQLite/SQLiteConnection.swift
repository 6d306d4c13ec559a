import CSQLite

/// One open connection and its statements.
final class SQLiteConnection: @unchecked Sendable {  // one thread makes it, one uses it
    enum Role {
        case writer, reader
        /// A file of one thread alone, such as a backup: without log and syncs.
        case file
        /// A file that somebody brings: it is only read, as it stands, and nothing in it runs.
        case brought
    }

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
        handle = try Self.open(role, location, fileSystem: options.fileSystem)
        statements = StatementCache(countMax: options.statementsCachedMax)
        sqlite3_extended_result_codes(handle, 1)
        // Before the first statement: that reads the schema.
        if role == .brought { try distrust() }
        sqlite3_busy_timeout(handle, Int32(StorageLimit.sqliteBusyMillisecondsMax))
        try execute("PRAGMA foreign_keys = ON")
        // PostgreSQL's LIKE knows upper and lower case.
        try execute("PRAGMA case_sensitive_like = ON")
        switch role {
        case .reader: try becomeReader()
        case .writer: try becomeWriter(location, options)
        case .file: try becomeFile()
        case .brought: try execute("PRAGMA cell_size_check = ON")
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
    func checkpointIfDue(every frames: Int) throws(DatabaseError) {
        if logFrames < logFramesAtCheckpoint { logFramesAtCheckpoint = 0 }
        guard Int(logFrames - logFramesAtCheckpoint) >= frames else { return }
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
        _ role: Role, _ location: SQLiteLocation, fileSystem: String?
    ) throws(DatabaseError) -> OpaquePointer {
        var handle: OpaquePointer?
        var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        var name = path(of: location)
        if role == .brought {
            // Immutable: no journal or log that stands beside it is played into it.
            flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            name = address(of: name) + "?immutable=1"
        }
        let code = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX, fileSystem)
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

    /// The path as SQLite reads it in a `file:` address (https://www.sqlite.org/uri.html).
    private static func address(of path: String) -> String {
        let isPlain = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let digits = Array("0123456789ABCDEF")
        var address = path.hasPrefix("/") ? "file://" : "file:"
        for byte in path.utf8 {
            if isPlain(byte) {
                address.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                address += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return address
    }

    private func distrust() throws(DatabaseError) {
        guard foyer_sqlite_distrust(handle) == SQLITE_OK else { throw failure() }
        for (limit, value) in [
            (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_COLUMN, StorageLimit.broughtColumnsMax),
            (SQLITE_LIMIT_EXPR_DEPTH, StorageLimit.broughtExpressionDepthMax),
            (SQLITE_LIMIT_SQL_LENGTH, StorageLimit.broughtStatementBytesMax),
            (SQLITE_LIMIT_VDBE_OP, StorageLimit.broughtProgramStepsMax),
        ] {
            sqlite3_limit(handle, limit, Int32(value))
        }
        bound(steps: nil)
    }

    /// Bounds how long each statement may take, while nobody knows whose schema it is, and how
    /// large a value may be. `nil`: as long as it takes.
    func bound(steps: Int?) {
        foyer_sqlite_limit_steps(handle, Int32(steps ?? 0))
        let bytes =
            steps == nil
            ? StorageLimit.broughtValueBytesMax : StorageLimit.broughtStatementBytesMax
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(bytes))
    }

    private func becomeReader() throws(DatabaseError) {
        try execute("PRAGMA query_only = ON")
        sqlite3_wal_autocheckpoint(handle, 0)
        _ = foyer_sqlite_no_checkpoint_on_close(handle)
    }

    /// Nothing in a file that somebody brings runs by itself, and what is broken is told.
    private func becomeFile() throws(DatabaseError) {
        try execute("PRAGMA trusted_schema = OFF")
        try execute("PRAGMA cell_size_check = ON")
        try execute("PRAGMA foreign_keys = OFF")
        try execute("PRAGMA journal_mode = OFF")
        try execute("PRAGMA synchronous = OFF")
        try execute("PRAGMA locking_mode = EXCLUSIVE")
    }

    private func becomeWriter(
        _ location: SQLiteLocation, _ options: SQLiteOptions
    ) throws(DatabaseError) {
        do {
            try claimFile()
            if case .file = location { try requireLog() }
        } catch {
            let message = "\(Self.path(of: location)): \(error.message)"
            throw DatabaseError(kind: error.kind, message: message)
        }
        switch options.sync {
        case .everyCommit: try execute("PRAGMA synchronous = FULL")
        case .never: try execute("PRAGMA synchronous = OFF")
        }
        try execute("PRAGMA cache_size = -\(StorageLimit.sqliteWriterCacheKibibytes)")
        try execute("PRAGMA journal_size_limit = \(StorageLimit.sqliteLogBytesKept)")
        if let pagesMax = options.pagesMax { try execute("PRAGMA max_page_count = \(pagesMax)") }
        sqlite3_wal_hook(handle, noteLogFrames, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Refuses a file that is not a database, is another program's, or cannot be written.
    func claimFile() throws(DatabaseError) {
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
