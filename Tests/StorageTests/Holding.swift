import Dispatch
import FoyerTestSupport
import Storage
import Synchronization

/// Something that tests of several threads count together.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    var count: Int { value.load(ordering: .sequentiallyConsistent) }
    /// The count after adding one.
    @discardableResult
    func add() -> Int { value.add(1, ordering: .sequentiallyConsistent).newValue }
    func wait(for count: Int) async { while self.count < count { await Task.yield() } }
}

/// A list that several threads append to.
final class Log<Entry: Sendable>: Sendable {
    private let stored = Mutex<[Entry]>([])
    var entries: [Entry] { stored.withLock { $0 } }
    func append(_ entry: Entry) { stored.withLock { $0.append(entry) } }
}

/// Keeps the one writer busy until `jobs` all wait, so that they share one batch in this order.
func inOneBatch(
    of database: SQLiteDatabase, _ jobs: [@Sendable () async -> Void]
) async throws {
    let release = DispatchSemaphore(value: 0)
    let started = Counter()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            try await database.write { _ in
                started.add()
                release.wait()
            }
        }
        await started.wait(for: 1)
        for (position, job) in jobs.enumerated() {
            tasks.addTask { await job() }
            while database.writesWaitingCount <= position { await Task.yield() }
        }
        release.signal()
        try await tasks.waitForAll()
    }
}

/// A SQLite database in a fresh folder, or in memory.
func withSQLite<Output>(
    _ engine: Engine = .sqliteFile, _ options: SQLiteOptions = SQLiteOptions(),
    _ body: (SQLiteDatabase) async throws -> Output
) async throws -> Output {
    try await engine.withDatabase(sqlite: options) { database in
        guard let database = database as? SQLiteDatabase else {
            throw DatabaseError(kind: .other, message: "\(engine) is not SQLite")
        }
        return try await body(database)
    }
}

extension Database {
    /// `CREATE TABLE counter` with one row at zero.
    func createCounter() async throws {
        try await write { transaction in
            try transaction.run("CREATE TABLE counter (id TEXT PRIMARY KEY, n BIGINT NOT NULL)")
            try transaction.run("INSERT INTO counter (id, n) VALUES ('a', 0), ('b', 0)")
        }
    }

    func counter(_ id: String = "a") async throws -> Int {
        try await read { transaction in
            try transaction.run("SELECT n FROM counter WHERE id = \(id)")[0].get("n")
        }
    }
}

/// What a command answers when it does not want.
struct Refusal: Error, Equatable {}

extension Transaction {
    /// The counter after adding one.
    @discardableResult
    func increment(_ id: String = "a") throws -> Int {
        try run("UPDATE counter SET n = n + 1 WHERE id = \(id) RETURNING n")[0].get("n")
    }
}
