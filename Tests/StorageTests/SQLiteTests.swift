import FoyerTestSupport
import Foundation
import Storage
import Testing

@Suite("SQLite")
struct SQLiteTests {
    @Test("answers a refusal only after the commit of its batch")
    func refusalAfterCommit() async throws {
        try await withSQLite { database in
            try await database.createCounter()
            let seen = Log<Int>()
            try await inOneBatch(
                of: database,
                [
                    { _ = try? await database.write { try $0.increment() } },  // counted below
                    {
                        await #expect(throws: Refusal()) {
                            try await database.write { transaction in
                                if try transaction.increment() == 2 { throw Refusal() }
                            }
                        }
                        seen.append((try? await database.counter()) ?? -1)  // -1 fails the test
                    },
                ])
            #expect(seen.entries == [1])
        }
    }

    @Test("runs the hooks of a batch in its order, before anybody continues")
    func hookOrder() async throws {
        try await withSQLite { database in
            let log = Log<String>()
            let job: @Sendable (Int) -> @Sendable () async -> Void = { number in
                {
                    try? await database.write { transaction in  // the third refuses
                        transaction.afterCommit { log.append("hook \(number)") }
                        if number == 3 { throw Refusal() }
                    }
                    log.append("caller")
                }
            }
            try await inOneBatch(of: database, (1...4).map(job))
            #expect(
                log.entries == ["hook 1", "hook 2", "hook 4"] + Array(repeating: "caller", count: 4)
            )
        }
    }

    @Test("fails only the job that fills the disk", arguments: [Engine.sqliteMemory, .sqliteFile])
    func diskFull(_ engine: Engine) async throws {
        var options = SQLiteOptions()
        options.pagesMax = 64
        try await withSQLite(engine, options) { database in
            try await database.createCounter()
            try await database.write { transaction in
                _ = try transaction.run("CREATE TABLE item (t TEXT)")
            }
            let (runs, hooks) = (Counter(), Counter())
            let kinds = Log<DatabaseError.Kind?>()
            let job: @Sendable (Int) -> @Sendable () async -> Void = { byteCount in
                {
                    do {
                        try await database.write { transaction in
                            runs.add()
                            transaction.afterCommit { hooks.add() }
                            try transaction.increment()
                            let text = String(repeating: "x", count: byteCount)
                            _ = try transaction.run("INSERT INTO item (t) VALUES (\(text))")
                        }
                        kinds.append(nil)
                    } catch {
                        kinds.append((error as? DatabaseError)?.kind)
                    }
                }
            }
            try await inOneBatch(of: database, [job(10), job(1_000_000), job(20)])
            #expect(kinds.entries.compactMap { $0 } == [.diskFull])
            #expect(hooks.count == 2)
            // The full disk took the whole transaction: those before and after it ran again.
            #expect(runs.count == 5)
            #expect(try await database.counter() == 2)
        }
    }

    @Test("tells a caller before the commit only when that bug is planted")
    func plantedBug() async throws {
        var options = SQLiteOptions()
        options.acknowledge = .afterJob(commitDelayMilliseconds: 4_000)
        try await withFolder { folder in
            let location = SQLiteLocation.file("\(folder)/foyer.db")
            let planted = try SQLiteDatabase(location: location, clock: { 0 }, options: options)
            try await planted.createCounter()
            try await planted.write { _ in }  // waits for the commit of the batch before
            let hooks = Counter()
            _ = try await planted.write { transaction in
                transaction.afterCommit { hooks.add() }
                return try transaction.increment()
            }
            #expect(hooks.count == 1)
            #expect(try await planted.counter() == 0)
            await planted.close()
            let sound = try SQLiteDatabase(location: location, clock: { 0 })
            #expect(try await sound.counter() == 1)
            await sound.close()
        }
    }

    @Test("reports a job that holds the writer for long, with its statement")
    func slowJob() async throws {
        let slowJobs = Log<SlowJob>()
        var options = SQLiteOptions()
        options.slowJobMilliseconds = 20
        options.onSlowJob = { slowJobs.append($0) }
        try await withSQLite(.sqliteMemory, options) { database in
            try await database.write { transaction in
                try transaction.run("SELECT 'slow' AS word")
                usleep(30_000)
            }
            try await database.write { transaction in
                try transaction.liftTimeLimits()
                usleep(30_000)
            }
        }
        #expect(slowJobs.entries.map(\.statement) == ["SELECT 'slow' AS word"])
        #expect(slowJobs.entries.allSatisfy { $0.milliseconds >= 20 })
    }

    @Test("lets no job end the transaction of its batch", arguments: ["ROLLBACK", "COMMIT", "END"])
    func endedTransaction(_ statement: String) async throws {
        try await withSQLite { database in
            try await database.createCounter()
            let failed = Counter()
            try await inOneBatch(
                of: database,
                [
                    { _ = try? await database.write { try $0.increment() } },  // counted below
                    {
                        await #expect(throws: DatabaseError.self) {
                            try await database.write { transaction in
                                _ = try transaction.run(SQL(stringLiteral: statement))
                            }
                        }
                        failed.add()
                    },
                    { _ = try? await database.write { try $0.increment() } },  // counted below
                ])
            #expect(failed.count == 1)
            #expect(try await database.counter() == 2)
        }
    }

    @Test("moves its log into the file when it grows and when it closes")
    func checkpoints() async throws {
        try await withFolder { folder in
            let path = "\(folder)/foyer.db"
            let database = try SQLiteDatabase(location: .file(path), clock: { 0 })
            try await database.write { _ = try $0.run("CREATE TABLE item (t TEXT)") }
            let text = String(repeating: "x", count: 100_000)
            for _ in 0..<150 {
                try await database.write { _ = try $0.run("INSERT INTO item (t) VALUES (\(text))") }
            }
            // 15 MB were written: the log was moved and used again, so it holds less.
            #expect(try byteCount("\(path)-wal") < 12_000_000)
            await database.close()
            #expect(!FileManager.default.fileExists(atPath: "\(path)-wal"))
            #expect(try byteCount(path) > 15_000_000)
        }
    }

    @Test("keeps what was committed when it is opened again")
    func reopening() async throws {
        try await withFolder { folder in
            for count in 0..<3 {
                let database = try DatabaseURL("sqlite:\(folder)/a b?c.db").open(clock: { 0 })
                if count == 0 { try await database.createCounter() }
                #expect(try await database.counter() == count)
                _ = try await database.write { try $0.increment() }
                await database.close()
            }
        }
    }

    @Test("takes no file that is not its own")
    func foreignFile() async throws {
        try await withFolder { folder in
            let noise = Data((0..<8_192).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try noise.write(to: URL(filePath: "\(folder)/noise.db"))
            #expect(openingKind("\(folder)/noise.db") == .corrupt)

            let path = "\(folder)/torn.db"
            let database = try SQLiteDatabase(location: .file(path), clock: { 0 })
            try await database.createCounter()
            await database.close()
            var bytes = try Data(contentsOf: URL(filePath: path))
            for position in 100..<4_096 { bytes[position] = 0x5A }
            try bytes.write(to: URL(filePath: path))
            #expect(openingKind(path) == .corrupt)

            // The mark of another program, in its header.
            bytes = Data(bytes[0..<68] + [1, 2, 3, 4] + bytes[72...])
            try bytes.write(to: URL(filePath: "\(folder)/other.db"))
            #expect(openingKind("\(folder)/other.db") == .corrupt)
        }
    }

    @Test(
        "says clearly that a path cannot be opened",
        arguments: ["/none/foyer.db", "", "/proc/foyer.db"])
    func unwritable(_ suffix: String) async throws {
        try await withFolder { folder in
            let path = suffix.hasPrefix("/proc") ? suffix : folder + suffix
            let error = #expect(throws: DatabaseError.self) {
                try SQLiteDatabase(location: .file(path), clock: { 0 })
            }
            #expect(error?.kind == .inputOutput)
            #expect(error?.message.contains(path) == true)
        }
    }

    @Test("ends the process when a sync fails")
    func failedSync() async throws {
        await #expect(processExitsWith: .exitCode(70)) {
            FailingFileSystem.register()
            var options = SQLiteOptions()
            options.fileSystem = FailingFileSystem.name
            try await withSQLite(.sqliteFile, options) { database in
                try await database.createCounter()
                FailingFileSystem.breakSyncs()
                _ = try await database.write { try $0.increment() }
            }
        }
    }

    private func openingKind(_ path: String) -> DatabaseError.Kind? {
        do {
            _ = try SQLiteDatabase(location: .file(path), clock: { 0 })
            return nil
        } catch {
            return error.kind
        }
    }

    private func byteCount(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return attributes[.size] as? Int ?? 0
    }
}
