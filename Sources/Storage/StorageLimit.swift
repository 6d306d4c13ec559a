/// Every bound of the storage layer, by name and unit.
package enum StorageLimit {
    /// Jobs that may wait for SQLite's writer before the next is refused as `.overloaded`.
    package static let sqliteJobsQueuedMax = 10_000
    /// Jobs that share one commit: bounds how long the first waits for the last.
    package static let sqliteBatchJobsMax = 256
    /// How long the writer waits at most for callers to come back, see `SQLiteWriter.linger`.
    package static let sqliteLingerMicrosecondsMax: UInt32 = 500
    package static let sqliteReaderThreads = 2
    /// How long a foreign lock on the file is waited for, as `lock_timeout` on PostgreSQL.
    package static let sqliteBusyMillisecondsMax = 2_000
    /// Frames (pages) the log may grow between checkpoints: 8 MiB, so that a page that is written
    /// over and over is copied once.
    package static let sqliteCheckpointFrames = 2_000
    /// What the log keeps of the disk when it begins anew: after a restore, or a long backup of a
    /// busy server, it is cut to this.
    package static let sqliteLogBytesKept = 16 * 1_024 * 1_024
    /// Pages that the writer keeps in memory, in KiB; SQLite's own 2 MiB are read over and over.
    package static let sqliteWriterCacheKibibytes = 16 * 1_024
    /// Beyond this a job on the one writer thread is reported as slow.
    package static let slowJobMilliseconds = 20

    package static let postgreSQLJobsQueuedMax = 2_000
    /// Jobs that may wait on the lane beside the others: nobody outside can ask for one.
    package static let postgreSQLJobsAtOnceMax = 16
    /// How long a write on that lane waits for the server before it is tried on a new connection:
    /// less than a node's lease lasts.
    package static let postgreSQLAnswerAtOnceMillisecondsMax = 2_000
    package static let postgreSQLWriterThreads = 8
    package static let postgreSQLReaderThreads = 4
    /// Short writes of one row each that share a commit; each waits for all of them.
    package static let postgreSQLSharedJobsMax = 16
    package static let postgreSQLConnectSecondsMax = 3
    package static let postgreSQLLockMillisecondsMax = 2_000
    package static let postgreSQLStatementMillisecondsMax = 5_000
    package static let postgreSQLIdleInTransactionMillisecondsMax = 3_000
    /// A server that is silent for so long is taken for dead, though its socket still stands.
    package static let postgreSQLAnswerMillisecondsMax = 10_000
    /// After a failed attempt to connect, jobs fail at once for so long.
    package static let postgreSQLReconnectPauseMilliseconds = 250
    /// How often a body runs that loses to serialization failures or deadlocks.
    package static let serializationAttemptsMax = 10
    package static let serializationPauseMillisecondsMax = 20

    /// Rows that a backup holds in memory at a time.
    package static let backupPageRowsMax = 200

    // MARK: Files that somebody brings

    /// Steps of SQLite's machine for one statement, before the schema is known to be ours: a
    /// thousand times what ours takes, and some tenths of a second.
    package static let broughtSchemaStepsMax = 1_000_000
    /// Lines of a schema, and migrations.
    package static let broughtSchemaLinesMax = 1_000
    /// One line of a schema, and one statement.
    package static let broughtStatementBytesMax = 100_000
    /// One value: many times what Foyer accepts.
    package static let broughtValueBytesMax = 16 * 1_024 * 1_024
    package static let broughtColumnsMax = 200
    package static let broughtExpressionDepthMax = 100
    /// Steps of a prepared statement; a check of all tables is the longest.
    package static let broughtProgramStepsMax = 250_000

    /// Prepared statements kept per connection; lists of every length make many texts.
    package static let statementsCachedMax = 256
    /// PostgreSQL's bound on `$n`, kept on both engines.
    package static let parametersMax = 65_535
}
