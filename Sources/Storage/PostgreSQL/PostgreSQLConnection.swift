import CPostgres

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection and its prepared statements. Its thread alone uses it.
final class PostgreSQLConnection {
    /// How the server knows a text, and the names of its columns once it has answered.
    private final class Prepared {
        let name: String
        var columnNames: [String]?
        init(name: String) { self.name = name }
    }

    /// How long an answer may take; `nil` waits for ever.
    var answerMillisecondsMax: Int?
    private let handle: OpaquePointer
    private let arena = ParameterArena()
    private let options: PostgreSQLOptions
    private var statements: StatementCache<Prepared>
    private var preparedCount = 0
    private var warningCount = 0
    private var isBroken = false

    /// Connects, which takes a few seconds at most for each host of the address.
    init(address: String, options: PostgreSQLOptions) throws(DatabaseError) {
        self.options = options
        answerMillisecondsMax = options.answerMillisecondsMax
        statements = StatementCache(countMax: options.statementsCachedMax)
        guard let handle = Self.connect(address) else {
            throw DatabaseError(kind: .connection, message: "no memory to connect")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            let reason = String(cString: PQerrorMessage(handle))
            throw DatabaseError(kind: .connection, message: "cannot connect: \(reason)")
        }
        PQsetNoticeReceiver(handle, countWarning, Unmanaged.passUnretained(self).toOpaque())
        do {
            try query(sessionSettings, isWriting: false)
        } catch {
            throw DatabaseError(
                kind: .connection, message: "cannot connect: \(error.error.message)")
        }
    }

    deinit { PQfinish(handle) }

    var isUsable: Bool { !isBroken && PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction is open and sound.
    var isInTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INTRANS }

    /// Runs statements of our own in one round trip; returns the last answer.
    @discardableResult
    func query(_ text: String, isWriting: Bool) throws(PostgreSQLFailure) -> PostgreSQLResult {
        guard PQsendQuery(handle, text) == 1 else { throw lost() }
        return try answer(isWriting: isWriting)
    }

    /// Commits. A lost answer, and a warning about a standby that did not confirm, is
    /// `.unknownOutcome`.
    func commit() throws(PostgreSQLFailure) {
        warningCount = 0
        let result: PostgreSQLResult
        do {
            result = try query("COMMIT", isWriting: true)
        } catch {
            throw isUsable ? error : .unknownOutcome(error.error.message)
        }
        guard result.commandTag == "COMMIT" else {
            let error = DatabaseError(kind: .other, message: "the server rolled back")
            throw PostgreSQLFailure(error, remedy: .none)
        }
        // "Committed locally, but might not have been replicated": the only warning a commit knows.
        guard warningCount == 0 else { throw .unknownOutcome("the commit came with a warning") }
    }

    func run(_ sql: SQL, isWriting: Bool) throws(PostgreSQLFailure) -> [Row] {
        let parameters = try spell(sql.values)
        let prepared = try prepared(sql.text, isWriting: isWriting)
        let sent = PQsendQueryPrepared(
            handle, prepared.name, Int32(parameters.count), parameters, nil, nil, 0)
        guard sent == 1 else { throw lost() }
        let result = try answer(isWriting: isWriting)
        do {
            return try result.rows(names: &prepared.columnNames)
        } catch {
            throw PostgreSQLFailure(error, remedy: .none)
        }
    }

    /// Forgets all prepared statements, here and on the server.
    func forgetStatements() throws(PostgreSQLFailure) {
        _ = statements.removeAll()
        try query("DEALLOCATE ALL", isWriting: false)
    }

    /// The parameters as text, which lives in the arena until the next run.
    private func spell(_ values: [Value]) throws(PostgreSQLFailure) -> [UnsafePointer<CChar>?] {
        do {
            try arena.makeRoom(for: values)
            var parameters: [UnsafePointer<CChar>?] = []
            parameters.reserveCapacity(values.count)
            for value in values {
                switch value {
                case .null: parameters.append(nil)
                case .int(let integer):
                    parameters.append(try arena.append(String(integer)).baseAddress)
                case .text(let text): parameters.append(try arena.append(text).baseAddress)
                }
            }
            return parameters
        } catch {
            throw PostgreSQLFailure(error, remedy: .none)
        }
    }

    private func prepared(_ text: String, isWriting: Bool) throws(PostgreSQLFailure) -> Prepared {
        if let known = statements.statement(for: text) { return known }
        preparedCount += 1
        let prepared = Prepared(name: "s\(preparedCount)")
        guard PQsendPrepare(handle, prepared.name, text, 0, nil) == 1 else { throw lost() }
        try answer(isWriting: isWriting)
        if let evicted = statements.insert(prepared, for: text) {
            try query("DEALLOCATE \(evicted.name)", isWriting: isWriting)
        }
        return prepared
    }

    /// Waits for all that the server answers; returns the last, or throws the first failure.
    @discardableResult
    private func answer(isWriting: Bool) throws(PostgreSQLFailure) -> PostgreSQLResult {
        var last: PostgreSQLResult?
        var failure: PostgreSQLFailure?
        while let result = try nextResult() {
            if result.hasFailed && failure == nil {
                failure = self.failure(of: result, isWriting: isWriting)
            }
            last = result
        }
        if let failure { throw failure }
        guard let last else { throw lost() }
        return last
    }

    private func nextResult() throws(PostgreSQLFailure) -> PostgreSQLResult? {
        let deadline = answerMillisecondsMax.map { monotonicNanoseconds() + Int64($0) * 1_000_000 }
        while PQisBusy(handle) == 1 {
            var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            let ready = poll(&socket, 1, remainingMilliseconds(until: deadline))
            if ready == 0 {
                isBroken = true
                throw .lost("the server is silent")
            }
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0, PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle).map(PostgreSQLResult.init)
    }

    private func remainingMilliseconds(until deadline: Int64?) -> Int32 {
        guard let deadline else { return -1 }
        return Int32(clamping: max(0, (deadline - monotonicNanoseconds()) / 1_000_000))
    }

    private func failure(of result: PostgreSQLResult, isWriting: Bool) -> PostgreSQLFailure {
        guard isUsable, !result.sqlState.isEmpty else {
            isBroken = true
            return .lost(result.message)
        }
        return PostgreSQLFailure(
            state: result.sqlState, message: result.message, isWriting: isWriting)
    }

    private func lost() -> PostgreSQLFailure {
        isBroken = true
        return .lost(String(cString: PQerrorMessage(handle)))
    }

    fileprivate func noteWarning() { warningCount += 1 }
}

// MARK: - Connecting

extension PostgreSQLConnection {
    /// What the address does not say. What it says stands later in the list, and wins.
    private static let defaults: [(String, String)] = [
        ("application_name", applicationName),
        ("connect_timeout", "\(StorageLimit.postgreSQLConnectSecondsMax)"),
        ("target_session_attrs", "read-write"),
        ("keepalives", "1"),
        ("keepalives_idle", "5"),
        ("keepalives_interval", "2"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "10000"),
        ("client_encoding", "UTF8"),
    ]

    /// Tells this process's sessions from those of another Foyer.
    private static let applicationName = "foyer \(UInt64.random(in: .min ... .max))"

    private static func connect(_ address: String) -> OpaquePointer? {
        let parameters = defaults + [("dbname", address)]
        let names = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { for copy in names + values { free(copy) } }
        return PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    private var sessionSettings: String {
        """
        SET lock_timeout = \(options.lockMillisecondsMax);
        SET statement_timeout = \(options.statementMillisecondsMax);
        SET idle_in_transaction_session_timeout = \(options.idleInTransactionMillisecondsMax);
        SET synchronous_commit = on;
        SET default_transaction_isolation = 'read committed';
        SET client_min_messages = warning
        """
    }
}

private func countWarning(_ connection: UnsafeMutableRawPointer?, _ notice: OpaquePointer?) {
    guard let connection else { return }
    Unmanaged<PostgreSQLConnection>.fromOpaque(connection).takeUnretainedValue().noteWarning()
}
