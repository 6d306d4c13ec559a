import Foundation
import FoyerServer
import Logging
import Storage

extension CheckedConfiguration {
    /// The path of the SQLite file in the data folder.
    private var sqlitePath: String { "\(dataFolder)/foyer.sqlite" }

    /// Opens and migrates the database; makes the data folder if it is missing.
    func openDatabase(logger: Logger) async throws -> any Database {
        // Transcripts and hashes are nobody else's: what is made from here on is the owner's alone.
        umask(0o077)
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
                location: try sqliteLocation(), clock: SystemClock.milliseconds, options: options)
        }
        do {
            try await Migrator.foyer.apply(to: database)
        } catch {
            await database.close()
            throw error
        }
        return database
    }

    private func sqliteLocation() throws -> SQLiteLocation {
        if let url = database, case .sqlite(let location) = url.engine {
            if case .file(let path) = location {
                _ = try DatabaseLock(file: "\(path).lock", of: "the database '\(path)'")
            }
            return location
        }
        do {
            try FileManager.default.createDirectory(
                atPath: dataFolder, withIntermediateDirectories: true)
        } catch {
            throw ConfigurationError(
                "The data folder '\(dataFolder)' cannot be made, or a file is in its place."
            )
        }
        // Held until the process ends.
        _ = try DatabaseLock(
            file: "\(dataFolder)/foyer.lock", of: "the data folder '\(dataFolder)'")
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
