import FoyerCore
import Storage

/// How a backup is read.
package enum BackupReading: Sendable, Equatable {
    case oneSnapshot
    /// The planted bug: each table is of another moment. Only the test-only executable uses it, to
    /// prove that the backup test can fail.
    case tableByTable(pauseMilliseconds: Int)
}

extension Service {
    /// Writes all that the database holds at one moment to the file `path`, which is not there yet.
    /// Nobody waits for it: it reads beside the writers.
    ///
    /// Throws `BackupProblem`. The file is the caller's to sync, and to remove after an error.
    package func makeBackup(at path: String, migrations: [Migration]) async throws -> BackupSummary
    {
        do {
            switch options.backupReading {
            case .oneSnapshot:
                return try await database.read { transaction in
                    try transaction.liftTimeLimits()
                    let writer = try BackupWriter(path: path, migrations: migrations)
                    for table in writer.schema.tables { try writer.copy(table, from: transaction) }
                    return try writer.finish(at: transaction.now)
                }
            case .tableByTable(let pause):
                return try await makeTornBackup(at: path, migrations, pauseMilliseconds: pause)
            }
        } catch let error as DatabaseError where error.kind == .diskFull {
            throw BackupProblem.noSpace(bytesNeeded: Limit.backupFreeBytesMin, place: path)
        }
    }

    private func makeTornBackup(
        at path: String, _ migrations: [Migration], pauseMilliseconds: Int
    ) async throws -> BackupSummary {
        let writer = try BackupWriter(path: path, migrations: migrations)
        for table in writer.schema.tables {
            try await database.read { try writer.copy(table, from: $0) }
            try await Task.sleep(for: .milliseconds(pauseMilliseconds))
        }
        return try await database.read { try writer.finish(at: $0.now) }
    }
}
