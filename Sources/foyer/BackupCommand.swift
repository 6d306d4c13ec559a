import ArgumentParser
import Foundation
import FoyerCore
import FoyerServer
import FoyerService
import Logging
import Storage

/// Which Foyer is meant.
struct PlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The data folder of the Foyer.", discussion: "Default: FOYER_DATA, else ./foyer-data",
            valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Its database, where it is another than SQLite in the data folder.",
            discussion: "Default: FOYER_DATABASE", valueName: "url"))
    var database: String?

    func checkedOrExit() throws -> CheckedConfiguration {
        var options = try ServeOptions.parse([])
        (options.data, options.database) = (data, database)
        return try options.checkedOrExit()
    }
}

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write everything that a Foyer holds at one moment to a file, and check it.",
        discussion: """
            A running server makes the backup and goes on serving; where none runs, the database \
            is read by this command. The file holds all companies, with every text and with hashes \
            of passwords: keep it as safe as the server.
            """)

    @OptionGroup var place: PlaceOptions

    @Argument(help: "The file to write. One that is there already is never overwritten.")
    var file: String

    func run() async throws {
        let checked = try place.checkedOrExit()
        umask(0o077)
        await stoppingWithASentence {
            let writing = try PartFile(file)
            do {
                try await make(writing, checked)
                let summary = try BackupFile.check(
                    writing.part, migrations: Migrator.foyer.migrations)
                try writing.finish()
                say("\(summary.inWords) are in \(file), \(writing.byteCount >> 10) KiB, checked.")
            } catch {
                writing.remove()
                throw error
            }
        }
    }

    private func make(_ writing: PartFile, _ checked: CheckedConfiguration) async throws {
        let path = writing.part
        if let client = OperatorClient(checked.place) {
            return try await client.download(to: writing) { byteCount in
                guard let free = Disk.freeBytes(at: path), free < byteCount else { return }
                throw BackupProblem.noSpace(bytesNeeded: byteCount, place: path)
            }
        }
        try checked.refuseMissingDatabase()
        let database = try await checked.openDatabase(logger: quiet, migrates: false)
        let outcome: Result<Void, any Error>
        do {
            let service = Service(database: database, announcer: NobodyListens())
            // Before an upgrade the new program backs up what the old one left, as it is.
            let migrations = try await Migrator.foyer.applied(to: database)
            _ = try await service.makeBackup(at: path, migrations: migrations)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        try outcome.get()
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup into the place of everything that a Foyer holds.",
        discussion: """
            The backup is checked first; a damaged one changes nothing. A running server restores \
            it: screens lose their connection for as long as that takes, and come back by \
            themselves. Where none runs, this command does it: so a new machine is ready after \
            'foyer restore' and 'foyer serve'. What the Foyer held before is gone.
            """)

    @OptionGroup var place: PlaceOptions

    @Argument(help: "A file that 'foyer backup' wrote.")
    var file: String

    func run() async throws {
        let checked = try place.checkedOrExit()
        await stoppingWithASentence {
            guard let reading = FileHandle(forReadingAtPath: file) else {
                throw ConfigurationError("'\(file)' is not there, or cannot be read.")
            }
            let byteCount = Int64(try reading.seekToEnd())
            try reading.seek(toOffset: 0)
            if let client = OperatorClient(checked.place) {
                try await client.upload(reading, byteCount: byteCount)
                return say("\(file) was restored. The server goes on with it.")
            }
            let summary = try await restore(reading, byteCount, checked)
            say("\(summary.inWords) were restored. Start the server with 'foyer serve'.")
        }
    }

    private func restore(
        _ reading: FileHandle, _ byteCount: Int64, _ checked: CheckedConfiguration
    ) async throws -> BackupSummary {
        let database = try await checked.openDatabase(logger: quiet)
        let outcome: Result<BackupSummary, any Error>
        do {
            let folder: String
            var shared: TransferFolder?
            if let place = checked.place {
                // The lock of the database says that nobody else is at it.
                folder = place.folder
                TransferFile.sweep(folder)
            } else {
                shared = try TransferFolder(in: FileManager.default.temporaryDirectory.path)
                folder = shared?.path ?? ""
            }
            defer { withExtendedLifetime(shared) {} }
            outcome = .success(
                try await restore(reading, byteCount, into: database, folder, checked))
        } catch {
            outcome = .failure(error)
        }
        await database.close()
        return try outcome.get()
    }

    /// Of a copy: an older backup is brought up to date, and the operator's file stays as it is.
    private func restore(
        _ reading: FileHandle, _ byteCount: Int64, into database: any Database, _ folder: String,
        _ checked: CheckedConfiguration
    ) async throws -> BackupSummary {
        let service = Service(database: database, announcer: NobodyListens())
        try service.refuseFullDisk(copying: byteCount, to: folder)
        let copy = try TransferFile(in: folder)
        while let bytes = try reading.read(upToCount: 1 << 20), !bytes.isEmpty {
            try copy.write(bytes)
        }
        let summary = try BackupFile.prepare(
            copy.path, migrations: Migrator.foyer.migrations)
        try service.refuseFullDisk(restoring: copy.byteCount)
        try await service.restoreBackup(
            at: copy.path, migrations: Migrator.foyer.migrations, alone: checked.isAlone)
        return summary
    }
}

extension CheckedConfiguration {
    /// Whether a lock keeps every other process away from the database.
    fileprivate var isAlone: Bool {
        guard let database, case .postgreSQL = database.engine else { return true }
        return false
    }

    /// Nothing is made by looking.
    fileprivate func refuseMissingDatabase() throws {
        let path: String
        switch database?.engine {
        case nil: path = sqlitePath
        case .sqlite(.file(let file)): path = file
        case .sqlite(.memory), .postgreSQL: return
        }
        guard !FileManager.default.fileExists(atPath: path) else { return }
        throw ConfigurationError("There is no Foyer in \(place?.name ?? path).")
    }
}

extension BackupSummary {
    fileprivate var inWords: String {
        "\(rowCount(of: "message")) messages of \(rowCount(of: "chat")) chats"
    }
}

private let quiet = Logger(label: "foyer") { _ in SwiftLogNoOpLogHandler() }

private func say(_ line: String) { print(line) }

func stoppingWithASentence(_ body: () async throws -> Void) async {
    do {
        try await body()
    } catch let error as ConfigurationError {
        stop(because: error.description)
    } catch let error as FileProblem {
        stop(because: error.description)
    } catch let error as BackupProblem {
        stop(because: error.description)
    } catch let error as DatabaseError {
        stop(because: "The database cannot be used: \(error.message).")
    } catch let error as MigrationError {
        stop(because: "The database is of another version: \(error).")
    } catch {
        stop(because: "It failed, and nothing was changed: \(error.localizedDescription)")
    }
}
