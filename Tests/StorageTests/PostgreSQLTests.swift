import Dispatch
import FoyerTestSupport
import Storage
import Testing

@Suite(
    "PostgreSQL",
    .enabled(if: Engine.postgreSQLAddress != nil, "FOYER_TEST_POSTGRES has no server's address"))
struct PostgreSQLTests {
    @Test("runs a body again after a serialization failure, and drops the hooks of lost runs")
    func serializationFailure() async throws {
        try await Engine.postgreSQL.withDatabase { database in
            try await database.createCounter()
            let (runs, hooks) = (Counter(), Counter())
            let count = try await database.write { transaction in
                transaction.afterCommit { hooks.add() }
                let count = try transaction.increment()
                if runs.add() < 4 { try transaction.run(failing(with: "40001")) }
                return count
            }
            #expect(count == 1)
            #expect(runs.count == 4)
            #expect(hooks.count == 1)
            #expect(try await database.counter() == 1)
        }
    }

    @Test("gives up as busy when every run fails, though the body hides it")
    func hopelessSerialization() async throws {
        try await Engine.postgreSQL.withDatabase { database in
            let runs = Counter()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction in
                    runs.add()
                    do { try transaction.run(failing(with: "40P01")) } catch { throw Refusal() }
                }
            }
            #expect(error?.kind == .busy)
            #expect(runs.count == StorageLimit.serializationAttemptsMax)
        }
    }

    @Test("resolves a deadlock so that both commit")
    func deadlock() async throws {
        try await Engine.postgreSQL.withDatabase { database in
            try await database.createCounter()
            let runs = Counter()
            let turns = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for (number, rows) in [["a", "b"], ["b", "a"]].enumerated() {
                    tasks.addTask {
                        try await database.write { transaction in
                            try transaction.increment(rows[0])
                            if runs.add() <= 2 {
                                // Both hold one row before either asks for the other.
                                turns[number].signal()
                                turns[1 - number].wait()
                            }
                            try transaction.increment(rows[1])
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            #expect(runs.count >= 3)
            #expect(try await database.counter("a") == 2)
            #expect(try await database.counter("b") == 2)
        }
    }

    @Test("reports a lock that is not had in time as busy")
    func lockTimeout() async throws {
        var options = PostgreSQLOptions.small
        options.lockMillisecondsMax = 50
        try await Engine.postgreSQL.withDatabase(postgreSQL: options) { database in
            try await database.createCounter()
            let holding = Counter()
            let release = DispatchSemaphore(value: 0)
            async let holder: Void = database.write { transaction in
                try transaction.increment()
                holding.add()
                release.wait()
            }
            await holding.wait(for: 1)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.increment() }
            }
            #expect(error?.kind == .busy)
            release.signal()
            try await holder
            #expect(try await database.counter() == 1)
        }
    }

    @Test("loses a transaction with its connection, and connects again by itself")
    func terminatedConnection() async throws {
        try await Engine.postgreSQL.withDatabase { database in
            try await database.createCounter()
            let pids = Log<Int>()
            let isKilled = DispatchSemaphore(value: 0)
            async let killed: Void = {
                while pids.entries.isEmpty { await Task.yield() }
                try await terminate(pids.entries[0], by: database)
                isKilled.signal()
            }()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction in
                    try transaction.increment()
                    pids.append(try backend(of: transaction))
                    isKilled.wait()
                    do { try transaction.increment() } catch { throw Refusal() }
                }
            }
            #expect(error?.kind == .connection)
            try await killed
            for _ in 0..<8 { _ = try await database.write { try $0.increment() } }
            #expect(try await database.counter() == 8)
        }
    }

    @Test("does not show its callers that an idle connection was cut")
    func cutWhileIdle() async throws {
        var options = PostgreSQLOptions.small
        options.writerThreads = 1
        try await Engine.postgreSQL.withDatabase(postgreSQL: options) { database in
            try await database.createCounter()
            let pid = try await database.write { try backend(of: $0) }
            try await terminate(pid, by: database)
            #expect(try await database.write { try $0.increment() } == 1)
        }
    }

    @Test("does not know the outcome when the answer to its commit is lost")
    func unknownOutcome() async throws {
        try await Engine.postgreSQL.withDatabase { database in
            try await database.createCounter()
            try await database.write { transaction in
                try transaction.run(
                    """
                    CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$
                    """)
                try transaction.run(
                    """
                    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON counter
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION end_session()
                    """)
            }
            let hooks = Counter()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { transaction in
                    transaction.afterCommit { hooks.add() }
                    try transaction.run("INSERT INTO counter (id, n) VALUES ('c', 0)")
                }
            }
            #expect(error?.kind == .unknownOutcome)
            #expect(hooks.count == 0)
            #expect(try await database.write { try $0.increment() } == 1)
        }
    }

    @Test("takes a silent server for a lost one")
    func silentServer() async throws {
        var options = PostgreSQLOptions.small
        options.answerMillisecondsMax = 100
        try await Engine.postgreSQL.withDatabase(postgreSQL: options) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { _ = try $0.run("SELECT CAST(pg_sleep(3) AS TEXT)") }
            }
            #expect(error?.kind == .connection)
            let now = try await database.write { $0.nowMilliseconds }
            #expect(now > 0)
        }
    }

    @Test("ends a statement that takes too long, as busy, but not in a migration")
    func statementTimeout() async throws {
        var options = PostgreSQLOptions.small
        options.statementMillisecondsMax = 50
        try await Engine.postgreSQL.withDatabase(postgreSQL: options) { database in
            let sleep: SQL = "SELECT CAST(pg_sleep(0.2) AS TEXT)"
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { _ = try $0.run(sleep) }
            }
            #expect(error?.kind == .busy)
            try await database.write { transaction in
                try transaction.liftTimeLimits()
                _ = try transaction.run(sleep)
            }
            await #expect(throws: DatabaseError.self) {
                try await database.write { _ = try $0.run(sleep) }
            }
        }
    }

    @Test("says that it has no connection when the server is down")
    func serverDown() async throws {
        let database = try PostgreSQLDatabase(
            address: "postgresql://nobody:secret@127.0.0.1:1/none")
        for _ in 0..<3 {
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { try $0.run("SELECT 1 AS one").count }
            }
            #expect(error?.kind == .connection)
            #expect(error?.message.contains("secret") == false)
        }
        await database.close()
    }

    @Test("finds the server that writes among several hosts")
    func severalHosts() async throws {
        try await withSchema { address in
            let hosts = address.replacing(/@(?<host>[^\/:]+):(?<port>[0-9]+)/) { match in
                "@\(match.host):1,\(match.host):\(match.port)"
            }
            let database = try DatabaseURL(hosts).open(clock: { 0 })
            try await database.createCounter()
            #expect(try await database.counter() == 0)
            await database.close()
        }
    }

    @Test("has the server's time, and durable commits at READ COMMITTED")
    func settings() async throws {
        try await Engine.postgreSQL.withDatabase { database in
            try await database.write { transaction in
                let row = try transaction.run(
                    """
                    SELECT CAST(floor(extract(epoch FROM now()) * 1000) AS BIGINT) AS now,
                        current_setting('synchronous_commit') AS durable,
                        current_setting('transaction_isolation') AS isolation,
                        current_setting('lock_timeout') AS lock,
                        current_setting('statement_timeout') AS statement,
                        current_setting('idle_in_transaction_session_timeout') AS idle
                    """)[0]
                let distance = try transaction.nowMilliseconds - row.get("now")
                #expect(abs(distance) < 1_000)
                #expect(try row.get("durable") == "on")
                #expect(try row.get("isolation") == "read committed")
                #expect(try row.get("lock") == "2s")
                #expect(try row.get("statement") == "5s")
                #expect(try row.get("idle") == "3s")
            }
        }
    }

    private func failing(with state: String) -> SQL {
        SQL(stringLiteral: "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '\(state)'; END $$")
    }

    private func backend(of transaction: any Transaction) throws -> Int {
        try transaction.run("SELECT pg_backend_pid() AS pid")[0].get("pid")
    }

    private func terminate(_ pid: Int, by database: any Database) async throws {
        try await database.read { transaction in
            _ = try transaction.run(
                "SELECT CAST(pg_terminate_backend(CAST(\(pid) AS INT)) AS TEXT)")
        }
    }
}
