/// A thread that reads snapshots of the log beside the writer.
final class SQLiteReader: @unchecked Sendable {  // one thread makes it, one uses it
    private let connection: SQLiteConnection
    private let transaction: SQLiteTransaction
    private let begin, end: SQLiteStatement
    private let queue: JobQueue
    private let clock: @Sendable () -> Int64

    init(
        _ connection: SQLiteConnection, queue: JobQueue, clock: @escaping @Sendable () -> Int64
    ) throws(DatabaseError) {
        self.connection = connection
        self.queue = queue
        self.clock = clock
        transaction = SQLiteTransaction(connection)
        begin = try connection.prepare("BEGIN")
        end = try connection.prepare("ROLLBACK")
    }

    /// Serves the queue until it is closed and drained.
    func serve() {
        while let job = queue.next(atMost: 1).first {
            perform(job)
            job.answer()
        }
    }

    private func perform(_ job: any Job) {
        do {
            try connection.step(begin)
            transaction.start(.read, nowMilliseconds: clock())
            let hasSucceeded = job.run(in: transaction)
            if hasSucceeded, let failure = transaction.failure { job.fail(with: failure) }
            if !connection.isOutsideTransaction { try connection.step(end) }
            let hooks = transaction.takeHooks()
            guard hasSucceeded && transaction.failure == nil else { return }
            for hook in hooks { hook() }
        } catch {
            job.fail(with: error)
        }
    }
}
