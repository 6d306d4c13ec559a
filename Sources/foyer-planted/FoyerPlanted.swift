import ArgumentParser
import CFileSystems
import Foundation
import FoyerServer
import FoyerService
import Logging
import Storage

/// Foyer with a bug planted on purpose, for the tests only: a test that this passes proves nothing
/// (docs/development.md). Never shipped: no product names it.
@main
struct FoyerPlanted: AsyncParsableCommand {
    enum Bug: String, CaseIterable, ExpressibleByArgument {
        case nothing
        /// Says "stored" before it is: the commit follows 150 ms later.
        case acknowledgeOnEnqueue
        case deduplicateByCache
        case resumeByTime
        /// Never syncs. The kill test must pass it, for a killed process loses no page that the
        /// system has; only the power test can catch it.
        case synchronousOff
        case secondCheckpointer
        /// Waits an hour for whoever sends slowly or does not read.
        case noTimeouts
        /// Backs up one table after the other, each as it is by then.
        case tornBackup
        case neverReads
        case neverSweeps
        /// Waits at the end for whatever was begun.
        case drainsForEver
    }

    @Option var planted: Bug
    @Flag(help: "At the end, tells what each connection to SQLite did (R-07).")
    var watched = false
    /// Takes the place of `serve`, so that the same command line starts both.
    @Argument var command: String
    @Option var listen: String
    @Option var data: String
    @Option var database: String?
    @Option var redis: String?
    @Option var publicURL: String
    @Option var asksPerMinute = 0
    @Option var logOnsPerMinute = 0
    @Option var messagesPerMinute = 0
    @Option var readsPerMinute = 0
    @Option var socketsPerMinute = 0
    @Option var connectionsPerAddress = 0

    func run() async throws {
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
        if watched { foyer_watch_register("watched") }
        let database = try openDatabase(clock)
        try await Migrator.foyer.apply(to: database)
        let server = FoyerServer(
            configuration: try configuration(), database: try await bugged(database),
            options: options, clock: clock, logger: Logger(label: "foyer-planted"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            if planted == .secondCheckpointer {
                tasks.addTask { try await SecondCheckpointer.run(on: path) }
            }
            try await server.run {
                port, _ in
                print("foyer-planted listens on port \(port).")
            } onOverdue: {
                if planted != .drainsForEver { _exit(0) }
            }
            tasks.cancelAll()
        }
        await database.close()
        if watched { tell(foyer_watch_read()) }
    }

    private var path: String { "\(data)/foyer.sqlite" }

    private func openDatabase(_ clock: @escaping @Sendable () -> Int64) throws -> any Database {
        if let database { return try DatabaseURL(database).open(clock: clock) }
        var options = SQLiteOptions()
        switch planted {
        case .acknowledgeOnEnqueue: options.acknowledge = .afterJob(commitDelayMilliseconds: 150)
        case .synchronousOff: options.sync = .never
        default: break
        }
        return try SQLiteDatabase(location: .file(path), clock: clock, options: options)
    }

    private func configuration() throws -> ServerConfiguration {
        guard let colon = listen.lastIndex(of: ":"),
            let port = Int(listen[listen.index(after: colon)...])
        else {
            throw ValidationError("--listen must be HOST:PORT.")
        }
        var configuration = ServerConfiguration()
        configuration.host = String(listen[..<colon])
        configuration.port = port
        configuration.publicURL = publicURL
        configuration.asksPerMinute = asksPerMinute
        configuration.logOnsPerMinute = logOnsPerMinute
        configuration.messagesPerMinute = messagesPerMinute
        configuration.readsPerMinute = readsPerMinute
        configuration.socketsPerMinute = socketsPerMinute
        configuration.connectionsPerAddress = connectionsPerAddress
        if database != nil {
            configuration.nodes = .init(name: listen, redis: redis.flatMap(RedisAddress.init))
        }
        switch planted {
        case .noTimeouts:
            configuration.exchange.request = .seconds(3_600)
            configuration.exchange.linger = .seconds(3_600)
            configuration.exchange.stall = .seconds(3_600)
        case .tornBackup:
            configuration.operatorPlace = OperatorPlace(
                socket: "\(data)/operator.sock", folder: data)
        default: break
        }
        return configuration
    }

    private var options: Service.Options {
        var options = Service.Options()
        if planted == .tornBackup {
            options.backupReading = .tableByTable(pauseMilliseconds: 20)
        }
        return options
    }

    private func bugged(_ database: any Database) async throws -> any Database {
        switch planted {
        case .deduplicateByCache:
            try await DeduplicateByCache.prepare(database)
            return PlantedDatabase(base: database, bug: DeduplicateByCache())
        case .resumeByTime: return PlantedDatabase(base: database, bug: ResumeByTime())
        case .neverReads: return PlantedDatabase(base: database, bug: NeverReads())
        case .neverSweeps: return PlantedDatabase(base: database, bug: NeverSweeps())
        default: return database
        }
    }

    /// One line for `bin/steps/discipline`.
    private func tell(_ counts: foyer_watch_counts) {
        print(
            """
            watched: opened \(counts.opened), writers \(counts.writers), checkpointers \
            \(counts.checkpointers), file writers \(counts.file_writers), distinct \
            \(counts.connections), log writes \(counts.log_writes), file writes \
            \(counts.file_writes), checkpoints \(counts.checkpoints)
            """)
    }
}
