package struct PostgreSQLOptions: Sendable {
    package var writerThreads = StorageLimit.postgreSQLWriterThreads
    package var readerThreads = StorageLimit.postgreSQLReaderThreads
    package var jobsQueuedMax = StorageLimit.postgreSQLJobsQueuedMax
    package var statementsCachedMax = StorageLimit.statementsCachedMax
    package var lockMillisecondsMax = StorageLimit.postgreSQLLockMillisecondsMax
    package var statementMillisecondsMax = StorageLimit.postgreSQLStatementMillisecondsMax
    package var idleInTransactionMillisecondsMax =
        StorageLimit.postgreSQLIdleInTransactionMillisecondsMax
    package var answerMillisecondsMax = StorageLimit.postgreSQLAnswerMillisecondsMax

    package init() {}
}
