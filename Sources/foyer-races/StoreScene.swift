import FoyerTestSupport
import Storage
import Synchronization

/// Databases that are written, read and closed by many tasks at once: the writer's thread, its
/// readers', the queues between, the clock and the end of all of them.
enum StoreScene {
    private static let tasks = 12
    private static let jobsEach = 40

    /// What the planted bug shares without a lock.
    private final class Shared: @unchecked Sendable {  // racing is what it is for
        var count = 0
    }

    static func run(
        until end: ContinuousClock.Instant, planted bug: FoyerRaces.Bug?
    ) async throws -> String {
        var rounds = 0
        let commits = Counter()
        let shared = bug == .sharedByJobs ? Shared() : nil
        repeat {
            try await withFolder { folder in
                try await round(in: folder, shared) { commits.raise() }
            }
            rounds += 1
        } while ContinuousClock.now < end
        return "\(rounds) databases, \(commits.value) commits"
    }

    private static func round(
        in folder: String, _ shared: Shared?, _ committed: @escaping @Sendable () -> Void
    ) async throws {
        let clock = Clock()
        var options = SQLiteOptions()
        options.readerThreads = 3
        options.jobsQueuedMax = 64
        options.slowJobMilliseconds = 0
        options.onSlowJob = { _ in committed() }
        let database = try SQLiteDatabase(
            location: .file("\(folder)/races.sqlite"), clock: { clock.next() },
            options: options)
        try await database.write { try $0.run("CREATE TABLE note (id BIGINT, body TEXT)") }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<tasks {
                group.addTask { await write(number, to: database, shared, committed) }
                group.addTask { await read(database, shared) }
            }
            // The last jobs meet a database that closes.
            group.addTask {
                for _ in 0..<jobsEach { _ = database.writesWaitingCount }
                await read(database, shared)
                await database.close()
            }
        }
        await database.close()
    }

    /// Goes back now and then; the database's time may not.
    private final class Clock: Sendable {
        private let ticks = Atomic<Int64>(0)

        func next() -> Int64 {
            let tick = ticks.add(1, ordering: .relaxed).newValue
            return tick % 7 == 0 ? tick - 20 : tick
        }
    }

    private static func write(
        _ number: Int, to database: SQLiteDatabase, _ shared: Shared?,
        _ committed: @escaping @Sendable () -> Void
    ) async {
        for job in 0..<jobsEach {
            do {
                try await database.write { transaction in
                    shared?.count += 1
                    try transaction.run(
                        """
                        INSERT INTO note (id, body)
                        VALUES (\(transaction.nowMilliseconds), \("\(number).\(job)"))
                        """)
                    transaction.afterCommit(committed)
                    if job % 10 == 9 { throw Mistake("rolled back") }
                }
            } catch {
                // Refused, rolled back on purpose, or closed: all of it is meant.
            }
        }
    }

    private static func read(_ database: SQLiteDatabase, _ shared: Shared?) async {
        for _ in 0..<jobsEach {
            do {
                _ = try await database.read { transaction in
                    shared?.count += 1
                    return try transaction.run("SELECT COUNT(*) AS count FROM note").count
                }
            } catch {
                // As above.
            }
        }
    }
}
