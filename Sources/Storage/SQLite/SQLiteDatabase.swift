/// A SQLite database: one thread writes with group commit, a few read beside it.
///
/// Nothing else may write its file. It ends when closed, or when its last reference is dropped.
package final class SQLiteDatabase: Database {
    private let writes: JobQueue
    private let writerThread = ThreadGroup()
    /// The queue of the readers; of the writer too when there are none.
    private let reads: JobQueue
    private let readerThreads = ThreadGroup()
    private let location: SQLiteLocation

    /// Opens or creates the database. `clock` tells milliseconds since 1970.
    package init(
        location: SQLiteLocation,
        clock: @escaping @Sendable () -> Int64,
        options: SQLiteOptions = SQLiteOptions()
    ) throws(DatabaseError) {
        self.location = location
        let forwardClock = ForwardClock()
        let now: @Sendable () -> Int64 = { forwardClock.advance(to: clock()) }
        writes = JobQueue(jobsMax: options.jobsQueuedMax)
        let connection = try SQLiteConnection(.writer, location: location, options: options)
        let writer = try SQLiteWriter(connection, queue: writes, options: options, clock: now)
        if case .file = location, options.readerThreads > 0 {
            reads = JobQueue(jobsMax: options.jobsQueuedMax)
            for _ in 1...options.readerThreads {
                let connection = try SQLiteConnection(.reader, location: location, options: options)
                let reader = try SQLiteReader(connection, queue: reads, clock: now)
                try readerThreads.start { reader.serve() }
            }
        } else {
            reads = writes
        }
        try writerThread.start { writer.serve() }
    }

    deinit {
        reads.close()
        writes.close()
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
        try await writes.perform(.write, body)
    }

    package var freeBytes: Int64? {
        guard case .file(let path) = location else { return nil }
        return Disk.freeBytes(at: path)
    }

    package func close() async {
        reads.close()
        await readerThreads.ended()
        // The writer closes last, so that it and no reader moves the log into the file.
        writes.close()
        await writerThread.ended()
    }
}
