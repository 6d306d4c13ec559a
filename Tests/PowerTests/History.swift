import CFileSystems
import Dispatch
import Storage
import Synchronization

/// A text of a chat; its body follows from its number.
struct Message: Equatable, Sendable {
    let number: Int
    let chat: Int
    let seq: Int

    /// From one byte to more than two pages.
    var body: String {
        var chance = Chance(UInt64(number))
        let length = chance.percent(70) ? 200 : chance.percent(80) ? 3_000 : 9_000
        let letters = ["a", "é", "日", "👋"]
        return "\(number) " + String(repeating: letters[number % 4], count: chance.below(length))
    }
}

/// What a database is known to hold.
struct Stored: Equatable, Sendable {
    var hasTables = false
    /// In the order in which they were written.
    var messages: [Message] = []
}

/// What stands against a history: how it is run.
struct Plan: Sendable {
    var seed: UInt64
    var sync = SQLiteSync.everyCommit
    var acknowledge = SQLiteAcknowledgement.afterCommit
    var lies: Disk.Lies = []
}

/// One life of a database on a disk whose changes are remembered: writes that share commits,
/// readers who hold the log, checkpoints, a clean end and perhaps a second beginning.
struct History: Sendable {
    static let chats = 3

    /// What the disk held at first.
    let base: Stored
    /// What was acknowledged, in order: one entry for each note on the disk.
    let acknowledged: [Stored]
    /// All that was ever asked for.
    let messages: [Message]

    /// Runs the history of `plan` on `disk`, which holds `base`.
    static func run(
        _ plan: Plan, on disk: Disk, base: Stored, firstNumber: Int
    ) async throws -> History {
        foyer_sqlite_seed(Int32(truncatingIfNeeded: plan.seed) | 1)
        let life = Life(plan, disk, base, firstNumber)
        let sessions = 1 + (life.chance.percent(30) ? 1 : 0)
        for _ in 0..<sessions { try await life.session() }
        return History(
            base: base, acknowledged: life.acknowledged.withLock { $0 },
            messages: Array(life.model.messages.dropFirst(base.messages.count)))
    }
}

/// The history while it happens. One task drives it; the writer's thread notes what is
/// acknowledged.
private final class Life: @unchecked Sendable {  // `acknowledged` alone is shared, and locked
    var chance: Chance
    /// What there will be when all is done that was asked for.
    var model: Stored
    let acknowledged = Mutex<[Stored]>([])
    private let plan: Plan
    private let disk: Disk
    private var nextNumber: Int
    private let checkpointFrames: Int

    init(_ plan: Plan, _ disk: Disk, _ base: Stored, _ firstNumber: Int) {
        self.plan = plan
        self.disk = disk
        model = base
        nextNumber = firstNumber
        chance = Chance(plan.seed)
        checkpointFrames = [6, 20, 60, StorageLimit.sqliteCheckpointFrames][chance.below(4)]
    }

    func session() async throws {
        var options = SQLiteOptions()
        options.fileSystem = disk.name
        options.sync = plan.sync
        options.acknowledge = plan.acknowledge
        options.checkpointFrames = checkpointFrames
        let database = try SQLiteDatabase(
            location: .file("/power.db"), clock: { 0 }, options: options)
        try await makeTables(database)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            var reader: HeldReader?
            for _ in 0..<(6 + chance.below(14)) {
                if reader == nil, chance.percent(25) {
                    reader = try await holdLog(of: database, &tasks)
                } else if let held = reader, chance.percent(40) {
                    await held.end()
                    reader = nil
                }
                try await batch(in: database)
            }
            await reader?.end()
            try await tasks.waitForAll()
        }
        await database.close()
    }

    private func makeTables(_ database: SQLiteDatabase) async throws {
        guard !model.hasTables else { return }
        model.hasTables = true
        let stored = model
        try await database.write { [self] transaction in
            try Tables.make(transaction)
            transaction.afterCommit { self.acknowledge(stored) }
        }
    }

    /// Starts a reader that keeps its snapshot of the log until it is told.
    private func holdLog(
        of database: SQLiteDatabase, _ tasks: inout ThrowingTaskGroup<Void, any Error>
    ) async throws -> HeldReader {
        let (release, started, ended) = (DispatchSemaphore(value: 0), Flag(), Flag())
        tasks.addTask {
            try await database.read { transaction in
                try transaction.run("SELECT COUNT(*) AS n FROM message")
                started.set()
                release.wait()
            }
            ended.set()
        }
        await started.wait()
        return HeldReader(release: release, ended: ended)
    }

    /// Some jobs in one commit, or in few; always the same for the same seed.
    private func batch(in database: SQLiteDatabase) async throws {
        let jobs = (0..<(1 + chance.below(8))).map { _ in nextJob() }
        let (release, started) = (DispatchSemaphore(value: 0), Flag())
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await database.write { _ in
                    started.set()
                    release.wait()
                }
            }
            await started.wait()
            for (position, job) in jobs.enumerated() {
                tasks.addTask { try await job(database) }
                while database.writesWaitingCount <= position { await Task.yield() }
            }
            release.signal()
            try await tasks.waitForAll()
        }
    }

    private typealias Job = @Sendable (SQLiteDatabase) async throws -> Void

    private func nextJob() -> Job {
        if !model.messages.isEmpty, chance.percent(15) {
            let again = model.messages[chance.below(model.messages.count)]
            return { database in
                try await database.write { try Tables.store(again, $0, isKnown: true) }
            }
        }
        let chat = chance.below(History.chats)
        let last = model.messages.last { $0.chat == chat }?.seq ?? 0
        let message = Message(number: nextNumber, chat: chat, seq: last + 1)
        nextNumber += 1
        if chance.percent(10) {
            return { database in
                do {
                    try await database.write { transaction in
                        try Tables.store(message, transaction, isKnown: false)
                        throw Refused()
                    }
                } catch is Refused {}
            }
        }
        model.messages.append(message)
        let stored = model
        return { [self] database in
            try await database.write { [self] transaction in
                try Tables.store(message, transaction, isKnown: false)
                transaction.afterCommit { self.acknowledge(stored) }
            }
        }
    }

    /// On the writer's thread, before anything else is written: the moment of the promise.
    private func acknowledge(_ stored: Stored) {
        acknowledged.withLock { $0.append(stored) }
        disk.note()
    }
}

/// A reader in the midst of its snapshot.
private struct HeldReader {
    let release: DispatchSemaphore
    let ended: Flag

    /// Returns when the log is free of it, so that no chance decides what a checkpoint may do.
    func end() async {
        release.signal()
        await ended.wait()
    }
}

private struct Refused: Error {}

/// Set by one thread, waited for by a task.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    func set() { value.store(true, ordering: .sequentiallyConsistent) }
    func wait() async {
        while !value.load(ordering: .sequentiallyConsistent) { await Task.yield() }
    }
}
