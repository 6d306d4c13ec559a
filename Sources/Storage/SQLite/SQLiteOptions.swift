#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a SQLite database lives.
package enum SQLiteLocation: Sendable, Equatable {
    /// Gone when the database is closed. Reads run on the writer's thread, one after another: a
    /// shared cache would make readers fail on the writer's table locks.
    case memory
    case file(String)
}

/// When a caller is told that its write is done.
package enum SQLiteAcknowledgement: Sendable, Equatable {
    case afterCommit
    /// The planted bug: callers and hooks hear of a write before its commit, which follows after
    /// the delay. Only the test-only executable uses it, to prove that the kill test can fail.
    case afterJob(commitDelayMilliseconds: Int)
}

/// What a commit waits for.
package enum SQLiteSync: Sendable, Equatable {
    case everyCommit
    /// The planted bug: `PRAGMA synchronous = OFF`. A killed process loses nothing so, for the
    /// system keeps what was written; a power failure does. Only tests use it, to prove that the
    /// power test can fail.
    case never
}

/// A job that held the one writer thread for too long.
package struct SlowJob: Sendable, Equatable {
    package let milliseconds: Int
    /// Its last statement, which holds no values.
    package let statement: String
}

package struct SQLiteOptions: Sendable {
    package var acknowledge = SQLiteAcknowledgement.afterCommit
    package var sync = SQLiteSync.everyCommit
    /// Frames that the log may grow between checkpoints; fewer only in tests, so that a short run
    /// has many.
    package var checkpointFrames = StorageLimit.sqliteCheckpointFrames
    package var readerThreads = StorageLimit.sqliteReaderThreads
    package var jobsQueuedMax = StorageLimit.sqliteJobsQueuedMax
    package var batchJobsMax = StorageLimit.sqliteBatchJobsMax
    package var statementsCachedMax = StorageLimit.statementsCachedMax
    package var slowJobMilliseconds = StorageLimit.slowJobMilliseconds
    /// `PRAGMA max_page_count`: a disk that is full, for tests.
    package var pagesMax: Int?
    /// The name of a registered SQLite file system, for tests: one whose syncs fail, whose power
    /// is lost. `nil` is the system's own.
    package var fileSystem: String?
    /// Hears of slow jobs, on the writer's thread.
    package var onSlowJob: @Sendable (SlowJob) -> Void = { _ in }
    /// Ends the process: what the disk holds is unknown once an fsync failed, and asking again may
    /// lie.
    package var onUnrecoverable: @Sendable (DatabaseError) -> Never = { exitUnrecoverably($0) }

    package init() {}
}

private func exitUnrecoverably(_ error: DatabaseError) -> Never {
    let line = "storage: the disk failed, the process ends: \(error)\n"
    line.utf8CString.withUnsafeBytes { bytes in
        _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count - 1)
    }
    _exit(70)
}
