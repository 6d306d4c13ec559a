import Foundation
import Storage

/// The engines that every test of the store runs on.
package enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqliteMemory = "SQLite in memory"
    case sqliteFile = "SQLite on disk"
    case postgreSQL = "PostgreSQL"

    /// All that can run here: PostgreSQL only if `FOYER_TEST_POSTGRES` has the address of a server.
    package static var allCases: [Engine] {
        postgreSQLAddress == nil
            ? [.sqliteMemory, .sqliteFile] : [.sqliteMemory, .sqliteFile, .postgreSQL]
    }

    package static let postgreSQLAddress = ProcessInfo.processInfo.environment[
        "FOYER_TEST_POSTGRES"]

    package var description: String { rawValue }

    /// Runs `body` on a fresh database of this engine, and leaves nothing behind.
    ///
    /// Without a `clock`, SQLite has the system's and PostgreSQL its own.
    package func withDatabase<Output>(
        clock: (@Sendable () -> Int64)? = nil,
        sqlite: SQLiteOptions = SQLiteOptions(),
        postgreSQL: PostgreSQLOptions = .small,
        _ body: (any Database) async throws -> Output
    ) async throws -> Output {
        let now = clock ?? { Int64(Date().timeIntervalSince1970 * 1_000) }
        switch self {
        case .sqliteMemory:
            let database = try SQLiteDatabase(location: .memory, clock: now, options: sqlite)
            return try await closing(database, body)
        case .sqliteFile:
            return try await withFolder { folder in
                let location = SQLiteLocation.file("\(folder)/foyer.db")
                let database = try SQLiteDatabase(location: location, clock: now, options: sqlite)
                return try await closing(database, body)
            }
        case .postgreSQL:
            return try await withSchema { address in
                let database = try PostgreSQLDatabase(
                    address: address, clock: clock, options: postgreSQL)
                return try await closing(database, body)
            }
        }
    }
}

extension PostgreSQLOptions {
    /// Few connections, so that many tests can run side by side.
    package static var small: PostgreSQLOptions {
        var options = PostgreSQLOptions()
        options.writerThreads = 4
        options.readerThreads = 2
        return options
    }
}

/// Runs `body` with the path of a fresh folder, then removes it.
package func withFolder<Output>(_ body: (String) async throws -> Output) async throws -> Output {
    let folder = FileManager.default.temporaryDirectory.appending(
        path: "foyer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // a folder left behind harms nobody
    return try await body(folder.path)
}

/// Runs `body` with the address of a fresh schema of the test server, then drops it.
package func withSchema<Output>(_ body: (String) async throws -> Output) async throws -> Output {
    guard let server = Engine.postgreSQLAddress else {
        throw DatabaseError(kind: .connection, message: "FOYER_TEST_POSTGRES is not set")
    }
    let schema = "test_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
    return try await connections.withPermit {
        try await alter(server, "CREATE SCHEMA \(schema)")
        let separator = server.contains("?") ? "&" : "?"
        let address = "\(server)\(separator)options=-csearch_path%3D\(schema)"
        let result: Result<Output, any Error>
        do { result = .success(try await body(address)) } catch { result = .failure(error) }
        try await alter(server, "DROP SCHEMA \(schema) CASCADE")
        return try result.get()
    }
}

private func closing<Output>(
    _ database: any Database, _ body: (any Database) async throws -> Output
) async throws -> Output {
    do {
        let output = try await body(database)
        await database.close()
        return output
    } catch {
        await database.close()
        throw error
    }
}

private func alter(_ server: String, _ statement: String) async throws {
    var options = PostgreSQLOptions()
    options.writerThreads = 1
    options.readerThreads = 1
    let database = try PostgreSQLDatabase(address: server, options: options)
    try await closing(database) { database in
        try await database.write { transaction in
            try transaction.liftTimeLimits()
            try transaction.run(SQL(stringLiteral: statement))
        }
    }
}

/// A server takes a hundred connections, and the tests of all suites share them.
private let connections = Permits(count: 8)

private actor Permits {
    private var freeCount: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) { freeCount = count }

    nonisolated func withPermit<Output>(_ body: () async throws -> Output) async rethrows -> Output
    {
        await take()
        do {
            let output = try await body()
            await give()
            return output
        } catch {
            await give()
            throw error
        }
    }

    private func take() async {
        guard freeCount == 0 else { return freeCount -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func give() {
        if waiting.isEmpty { freeCount += 1 } else { waiting.removeFirst().resume() }
    }
}
