import Foundation
import FoyerServer
import Logging
import Storage

extension CheckedConfiguration {
    /// Opens the database, and migrates it where told; makes the data folder if it is missing.
    func openDatabase(logger: Logger, migrates: Bool = true) async throws -> any Database {
        // Transcripts and hashes are nobody else's: what is made from here on is the owner's alone.
        umask(0o077)
        try place?.claim()
        let database: any Database
        if let url = self.database, case .postgreSQL = url.engine {
            database = try url.open(clock: SystemClock.milliseconds)
        } else {
            var options = SQLiteOptions()
            options.onSlowJob = { job in
                logger.warning(
                    "A write took long",
                    metadata: [
                        "milliseconds": "\(job.milliseconds)", "statement": "\(job.statement)",
                    ])
            }
            database = try SQLiteDatabase(
                location: sqliteLocation, clock: SystemClock.milliseconds, options: options)
        }
        guard migrates else { return database }
        do {
            try await Migrator.foyer.apply(to: database)
        } catch {
            await database.close()
            throw error
        }
        return database
    }

    private var sqliteLocation: SQLiteLocation {
        if let database, case .sqlite(let location) = database.engine { return location }
        return .file(sqlitePath)
    }

    /// Whether the data folder may be filled by `demo`.
    func refuseUsedFolder() throws {
        guard database == nil else { return }
        guard !FileManager.default.fileExists(atPath: sqlitePath) else {
            throw ConfigurationError(
                "The data folder '\(dataFolder)' holds a Foyer already. Choose an empty one.")
        }
    }
}

enum SystemClock {
    /// Milliseconds since 1970.
    static let milliseconds: @Sendable () -> Int64 = {
        Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))
    }
}
