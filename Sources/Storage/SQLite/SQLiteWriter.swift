#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The one thread that writes: it commits many waiting jobs at once (docs/decisions/0003).
final class SQLiteWriter: @unchecked Sendable {  // one thread makes it, one uses it
    private let connection: SQLiteConnection
    private let transaction: SQLiteTransaction
    private let frame: Frame
    private let queue: JobQueue
    private let clock: @Sendable () -> Int64
    private let options: SQLiteOptions

    init(
        _ connection: SQLiteConnection, queue: JobQueue, options: SQLiteOptions,
        clock: @escaping @Sendable () -> Int64
    ) throws(DatabaseError) {
        self.connection = connection
        self.queue = queue
        self.options = options
        self.clock = clock
        transaction = SQLiteTransaction(connection)
        frame = try Frame(connection)
    }

    /// Serves the queue until it is closed and drained.
    func serve() {
        while true {
            let batch = queue.next(atMost: options.batchJobsMax)
            guard !batch.isEmpty else { return }
            let start = monotonicNanoseconds()
            commit(batch)
            checkpoint()
            linger(afterBatchOf: batch.count, lasting: monotonicNanoseconds() - start)
        }
    }

    /// Lets callers who were just answered come back, for a small part of what a commit takes.
    ///
    /// Else the first of them gets a commit of its own, and all others wait for two.
    private func linger(afterBatchOf jobCount: Int, lasting nanoseconds: Int64) {
        let isWorthwhile = jobCount > 1 && queue.waitingCount < jobCount / 2
        guard isWorthwhile else { return }
        usleep(min(StorageLimit.sqliteLingerMicrosecondsMax, UInt32(clamping: nanoseconds / 8_000)))
    }

    private func commit(_ batch: [any Job]) {
        if case .afterJob(let delay) = options.acknowledge {
            return answerThenCommit(batch, delayMilliseconds: delay)
        }
        switch attempt(batch) {
        case .committed:
            for hook in transaction.takeHooks() { hook() }
            for job in batch { job.answer() }
        case .lost where batch.count > 1:
            // One of them may be guilty: alone, each gets what it deserves.
            for job in batch { commit([job]) }
        case .lost(let error), .notBegun(let error):
            answer(batch, with: error)
        }
    }

    private enum Attempt {
        case committed
        case notBegun(DatabaseError)
        case lost(DatabaseError)
    }

    private func attempt(_ batch: [any Job]) -> Attempt {
        do {
            try connection.step(frame.begin)
        } catch {
            return .notBegun(error)
        }
        do {
            for job in batch { try perform(job) }
            try commitTransaction()
            return .committed
        } catch {
            dropTransaction()
            return .lost(error)
        }
    }

    private func commitTransaction() throws(DatabaseError) {
        do {
            try connection.step(frame.commit)
        } catch {
            if error.kind == .inputOutput { options.onUnrecoverable(error) }
            throw error
        }
    }

    private func dropTransaction() {
        transaction.dropHooks(beyond: 0)
        guard !connection.isOutsideTransaction else { return }
        try? connection.step(frame.rollback)  // it fails only if SQLite has rolled back by itself
    }

    private func answer(_ jobs: some Sequence<any Job>, with error: DatabaseError) {
        for job in jobs {
            job.fail(with: error)
            job.answer()
        }
    }

    /// Runs one job in its savepoint. Throws only if the transaction of the whole batch is gone.
    private func perform(_ job: any Job) throws(DatabaseError) {
        let hooksKept = transaction.hookCount
        transaction.start(job.access, nowMilliseconds: clock())
        try connection.step(frame.savepoint)
        let hasSucceeded = runTimed(job)
        if connection.hasFailedSync { options.onUnrecoverable(connection.failure()) }
        if connection.isOutsideTransaction {
            let message = "the body ended its transaction"
            throw transaction.failure ?? DatabaseError(kind: .other, message: message)
        }
        if !hasSucceeded || transaction.failure != nil {
            if hasSucceeded, let failure = transaction.failure { job.fail(with: failure) }
            transaction.dropHooks(beyond: hooksKept)
            try connection.step(frame.rollbackJob)
        }
        try connection.step(frame.release)
    }

    private func runTimed(_ job: any Job) -> Bool {
        let start = monotonicNanoseconds()
        let hasSucceeded = job.run(in: transaction)
        let milliseconds = Int((monotonicNanoseconds() - start) / 1_000_000)
        if milliseconds > options.slowJobMilliseconds && transaction.isTimed {
            let slow = SlowJob(milliseconds: milliseconds, statement: transaction.lastStatement)
            options.onSlowJob(slow)
        }
        return hasSucceeded
    }

    private func checkpoint() {
        do {
            try connection.checkpointIfDue(every: options.checkpointFrames)
        } catch {
            options.onUnrecoverable(error)
        }
    }
}

extension SQLiteWriter {
    /// The planted bug of `SQLiteAcknowledgement.afterJob`.
    private func answerThenCommit(_ batch: [any Job], delayMilliseconds: Int) {
        var waiting = batch[...]
        do {
            try connection.step(frame.begin)
            while let job = waiting.first {
                try perform(job)
                waiting.removeFirst()
                for hook in transaction.takeHooks() { hook() }
                job.answer()
            }
            usleep(UInt32(clamping: delayMilliseconds) &* 1_000)
            try commitTransaction()
        } catch {
            dropTransaction()
            answer(waiting, with: error)
        }
    }
}

/// The statements around every batch and job.
private struct Frame {
    let begin, commit, rollback, savepoint, release, rollbackJob: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(DatabaseError) {
        begin = try connection.prepare("BEGIN IMMEDIATE")
        commit = try connection.prepare("COMMIT")
        rollback = try connection.prepare("ROLLBACK")
        savepoint = try connection.prepare("SAVEPOINT job")
        release = try connection.prepare("RELEASE job")
        rollbackJob = try connection.prepare("ROLLBACK TO job")
    }
}

func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
