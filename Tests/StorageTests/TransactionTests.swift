import Dispatch
import FoyerTestSupport
import Storage
import Testing

@Suite("A transaction")
struct TransactionTests {
    @Test("rolls back and rethrows what its body throws", arguments: Engine.allCases)
    func rollback(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            await #expect(throws: Refusal()) {
                try await database.write { transaction in
                    try transaction.increment()
                    throw Refusal()
                }
            }
            #expect(try await database.counter() == 0)
        }
    }

    @Test(
        "is lost with its first failed statement, though the body swallows it",
        arguments: Engine.allCases)
    func swallowedFailure(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction in
                    try transaction.increment()
                    #expect(throws: DatabaseError.self) {
                        try transaction.run("INSERT INTO counter (id, n) VALUES ('a', 1)")
                    }
                    #expect(throws: DatabaseError.self) { try transaction.increment() }
                }
            }
            #expect(error?.kind == .unique)
            #expect(try await database.counter() == 0)
        }
    }

    @Test("may turn a failed statement into a refusal of its own", arguments: Engine.allCases)
    func translatedFailure(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            await #expect(throws: Refusal()) {
                try await database.write { transaction in
                    do {
                        try transaction.run("INSERT INTO counter (id, n) VALUES ('a', 1)")
                    } catch {
                        throw Refusal()
                    }
                }
            }
        }
    }

    @Test(
        "runs its hooks after the commit, in order, before its caller", arguments: Engine.allCases)
    func hooks(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            let log = Log<String>()
            try await database.write { transaction in
                try transaction.increment()
                transaction.afterCommit { log.append("first") }
                transaction.afterCommit { log.append("second") }
                log.append("body")
            }
            log.append("caller")
            #expect(log.entries == ["body", "first", "second", "caller"])
        }
    }

    @Test("drops its hooks when it rolls back", arguments: Engine.allCases)
    func droppedHooks(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            let log = Log<String>()
            try? await database.write { transaction in  // the refusal is not the subject
                transaction.afterCommit { log.append("refused") }
                throw Refusal()
            }
            try await database.write { transaction in
                transaction.afterCommit { log.append("committed") }
            }
            #expect(log.entries == ["committed"])
        }
    }

    @Test("counts without a gap among 200 concurrent ones", arguments: Engine.allCases)
    func concurrentIncrements(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            let counts = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        try await database.write { transaction in
                            let count = try transaction.increment()
                            if number % 5 == 0 { try transaction.increment("b") }
                            return count
                        }
                    }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(counts.sorted() == Array(1...200))
            #expect(try await database.counter() == 200)
            #expect(try await database.counter("b") == 40)
        }
    }

    @Test(
        "reads one snapshot while others write",
        arguments: Engine.allCases.filter { $0 != .sqliteMemory })
    func snapshot(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            let hasRead = Counter()
            let hasWritten = DispatchSemaphore(value: 0)
            async let seen = database.read { transaction in
                let count: SQL = "SELECT n FROM counter WHERE id = 'a'"
                let before: Int = try transaction.run(count)[0].get("n")
                hasRead.add()
                hasWritten.wait()
                return [before, try transaction.run(count)[0].get("n")]
            }
            await hasRead.wait(for: 1)
            _ = try await database.write { transaction in try transaction.increment() }
            hasWritten.signal()
            #expect(try await seen == [0, 0])
            #expect(try await database.counter() == 1)
        }
    }

    @Test("cannot write when it reads", arguments: Engine.allCases)
    func readOnly(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            for sql: SQL in [
                "UPDATE counter SET n = 9", "DROP TABLE counter", "DELETE FROM counter",
            ] {
                await #expect(throws: DatabaseError.self) {
                    try await database.read { transaction in try transaction.run(sql).count }
                }
            }
            #expect(try await database.counter() == 0)
        }
    }

    @Test("sees a time that never goes back and stands still within it", arguments: Engine.allCases)
    func clock(_ engine: Engine) async throws {
        let times: [Int64] = [100, 50, 200, 199]
        let calls = Counter()
        let clock: @Sendable () -> Int64 = { times[min(calls.add(), times.count) - 1] }
        try await engine.withDatabase(clock: clock) { database in
            var seen: [Int64] = []
            for _ in times {
                let pair = try await database.write { [$0.nowMilliseconds, $0.nowMilliseconds] }
                #expect(pair[0] == pair[1])
                seen.append(pair[0])
            }
            #expect(seen == [100, 100, 200, 200])
            #expect(try await database.read { $0.nowMilliseconds } == 200)
        }
    }

    @Test("is refused at once when too many wait", arguments: Engine.allCases)
    func overloaded(_ engine: Engine) async throws {
        var sqlite = SQLiteOptions()
        sqlite.jobsQueuedMax = 1
        var postgreSQL = PostgreSQLOptions.small
        postgreSQL.jobsQueuedMax = 1
        postgreSQL.writerThreads = 1
        try await engine.withDatabase(sqlite: sqlite, postgreSQL: postgreSQL) { database in
            let (started, refused) = (Counter(), Counter())
            let release = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await database.write { _ in
                        started.add()
                        release.wait()
                    }
                }
                await started.wait(for: 1)
                for _ in 0..<3 {
                    tasks.addTask {
                        do {
                            try await database.write { _ in }
                        } catch let error as DatabaseError where error.kind == .overloaded {
                            refused.add()
                        }
                    }
                }
                await refused.wait(for: 2)
                release.signal()
                try await tasks.waitForAll()
            }
            #expect(refused.count == 2)
        }
    }

    @Test("fails alone when only the commit finds its fault", arguments: Engine.allCases)
    func deferredConstraint(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            try await database.write { transaction in
                _ = try transaction.run(
                    """
                    CREATE TABLE child (
                        id TEXT PRIMARY KEY,
                        parent TEXT REFERENCES counter (id) DEFERRABLE INITIALLY DEFERRED
                    )
                    """)
            }
            let kinds = await withTaskGroup(of: DatabaseError.Kind?.self) { tasks in
                for number in 0..<20 {
                    tasks.addTask {
                        do {
                            try await database.write { transaction in
                                try transaction.increment()
                                let parent = number == 7 ? "none" : "a"
                                _ = try transaction.run(
                                    "INSERT INTO child VALUES (\("c\(number)"), \(parent))"
                                )
                            }
                            return nil
                        } catch {
                            return (error as? DatabaseError)?.kind
                        }
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(kinds.compactMap { $0 } == [.foreignKey])
            #expect(try await database.counter() == 19)
        }
    }

    @Test("cannot be ended by its body", arguments: Engine.allCases)
    func endedByBody(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            for statement: SQL in ["ROLLBACK", "COMMIT"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write { _ = try $0.run(statement) }
                }
                #expect(error?.kind == .syntax)
            }
        }
    }

    @Test("is refused after closing, and served before", arguments: Engine.allCases)
    func close(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.createCounter()
            await database.close()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.increment() }
            }
            #expect(error?.kind == .closed)
            await #expect(throws: DatabaseError.self) { try await database.counter() }
        }
    }
}
