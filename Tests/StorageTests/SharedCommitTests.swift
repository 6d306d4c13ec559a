import FoyerTestSupport
import Storage
import Synchronization
import Testing

/// Short writes of one row each share commits on PostgreSQL; on SQLite all writes do.
@Suite struct SharedCommitTests {
    private struct Refused: Error {}

    private func withRows(
        _ engine: Engine, _ body: (any Database) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            try await database.write { transaction in
                try transaction.run("CREATE TABLE counter (id TEXT PRIMARY KEY, n BIGINT NOT NULL)")
                for row in 0..<20 {
                    try transaction.run("INSERT INTO counter (id, n) VALUES (\("\(row)"), \(0))")
                }
            }
            try await body(database)
        }
    }

    @discardableResult
    private func increase(
        _ row: Int, on database: any Database, refusing: Bool = false
    ) async throws -> Int {
        let id = "\(row)"
        return try await database.write(lockingOnly: id) { transaction in
            let rows = try transaction.run(
                "UPDATE counter SET n = n + 1 WHERE id = \(id) RETURNING n")
            guard !refusing, let row = rows.first else { throw Refused() }
            return try row.get("n")
        }
    }

    private func counts(_ database: any Database) async throws -> [Int] {
        try await database.read { transaction in
            try transaction.run("SELECT n FROM counter ORDER BY CAST(id AS BIGINT)").map {
                try $0.get("n")
            }
        }
    }

    @Test("each write is done once and hears its own number", arguments: Engine.allCases)
    func many(_ engine: Engine) async throws {
        try await withRows(engine) { database in
            let heard = try await withThrowingTaskGroup(of: (Int, Int).self) { tasks in
                for number in 0..<1_000 {
                    let row = number % 20
                    tasks.addTask { (row, try await increase(row, on: database)) }
                }
                return try await tasks.reduce(into: [Int: Set<Int>]()) {
                    $0[$1.0, default: []].insert($1.1)
                }
            }
            #expect(heard.values.allSatisfy { $0 == Set(1...50) })
            #expect(try await counts(database) == Array(repeating: 50, count: 20))
        }
    }

    @Test("a refusal takes back its own write and no other", arguments: Engine.allCases)
    func refusals(_ engine: Engine) async throws {
        try await withRows(engine) { database in
            let refused = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for number in 0..<1_000 {
                    tasks.addTask {
                        do {
                            try await increase(
                                number % 20, on: database, refusing: number % 7 == 0)
                            return false
                        } catch is Refused { return true }
                    }
                }
                return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(refused == 143)
            #expect(try await counts(database).reduce(0, +) == 1_000 - 143)
        }
    }

    @Test("hooks run after the commit, each once", arguments: Engine.allCases)
    func hooks(_ engine: Engine) async throws {
        try await withRows(engine) { database in
            let heard = Tally()
            await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        let id = "\(number % 20)"
                        try await database.write(lockingOnly: id) { transaction in
                            try transaction.run("UPDATE counter SET n = n + 1 WHERE id = \(id)")
                            transaction.afterCommit { heard.add(number) }
                            if number % 9 == 0 { throw Refused() }
                        }
                    }
                }
                while let result = await tasks.nextResult() {
                    if case .failure(let error) = result { #expect(error is Refused) }
                }
            }
            #expect(heard.sorted == (0..<200).filter { $0 % 9 != 0 })
        }
    }
}

private final class Tally: Sendable {
    private let numbers = Mutex<[Int]>([])
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
    var sorted: [Int] { numbers.withLock { $0.sorted() } }
}
