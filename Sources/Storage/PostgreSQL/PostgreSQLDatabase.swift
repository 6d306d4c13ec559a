/// A PostgreSQL database, through two pools of threads with one connection each, and one thread
/// beside them for what cannot wait.
///
/// It connects when it is used: a server that is down gives `.connection` errors until it is back.
package final class PostgreSQLDatabase: Database {
    private let writes, reads, writesAtOnce: JobQueue
    private let threads = ThreadGroup()

    /// `address` is a `postgresql://` address, of several hosts perhaps. `clock` replaces the
    /// server's.
    package init(
        address: String,
        clock: (@Sendable () -> Int64)? = nil,
        options: PostgreSQLOptions = PostgreSQLOptions()
    ) throws(DatabaseError) {
        writes = JobQueue(jobsMax: options.jobsQueuedMax)
        reads = JobQueue(jobsMax: options.jobsQueuedMax)
        writesAtOnce = JobQueue(jobsMax: StorageLimit.postgreSQLJobsAtOnceMax)
        let forwardClock = ForwardClock()
        let workerClock: PostgreSQLWorker.Clock =
            if let clock { .injected { forwardClock.advance(to: clock()) } } else {
                .server(forwardClock)
            }
        var impatient = options
        impatient.answerMillisecondsMax = min(
            options.answerMillisecondsMax, StorageLimit.postgreSQLAnswerAtOnceMillisecondsMax)
        impatient.lockMillisecondsMax = min(
            options.lockMillisecondsMax, StorageLimit.postgreSQLAnswerAtOnceMillisecondsMax)
        let pools = [
            (writes, options.writerThreads, options), (reads, options.readerThreads, options),
            (writesAtOnce, 1, impatient),
        ]
        for (queue, threadCount, options) in pools {
            for _ in 0..<max(1, threadCount) {
                let worker = PostgreSQLWorker(
                    address: address, options: options, queue: queue, clock: workerClock)
                try threads.start { worker.serve() }
            }
        }
    }

    deinit {
        reads.close()
        writes.close()
        writesAtOnce.close()
    }

    /// Writes that wait for their turn, for metrics.
    package var writesWaitingCount: Int { writes.waitingCount }

    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await reads.perform(.read, body)
    }

    @discardableResult
    package func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        switch manner {
        case .inTurn: try await writes.perform(.write, body)
        case .sharing(let row): try await writes.perform(.write, row: row, body)
        case .atOnce: try await writesAtOnce.perform(.write, body)
        }
    }

    package func close() async {
        reads.close()
        writes.close()
        writesAtOnce.close()
        await threads.ended()
    }
}
