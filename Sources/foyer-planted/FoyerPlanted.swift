import ArgumentParser
import Foundation
import FoyerServer
import Logging
import Storage

/// Foyer with a bug planted on purpose, for the tests only: a kill test that this passes proves
/// nothing (docs/development.md). Never shipped: no product names it.
@main
struct FoyerPlanted: AsyncParsableCommand {
    enum Bug: String, CaseIterable, ExpressibleByArgument {
        /// Says "stored" before it is: the commit follows 30 ms later.
        case acknowledgeOnEnqueue
    }

    @Option var planted: Bug
    /// Takes the place of `serve`, so that the same command line starts both.
    @Argument var command: String
    @Option var listen: String
    @Option var data: String
    @Option var publicURL: String
    @Option var asksPerMinute = 0
    @Option var logOnsPerMinute = 0
    @Option var messagesPerMinute = 0

    func run() async throws {
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
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
        var options = SQLiteOptions()
        switch planted {
        case .acknowledgeOnEnqueue: options.acknowledge = .afterJob(commitDelayMilliseconds: 30)
        }
        let database = try SQLiteDatabase(
            location: .file("\(data)/foyer.sqlite"), clock: clock, options: options)
        try await Migrator.foyer.apply(to: database)
        let server = FoyerServer(
            configuration: configuration, database: database, clock: clock,
            logger: Logger(label: "foyer-planted"))
        try await server.run { port, _ in print("foyer-planted listens on port \(port).") }
    }
}
