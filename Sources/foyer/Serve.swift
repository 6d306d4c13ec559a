import ArgumentParser
import Foundation
import FoyerServer
import Logging
import NIOCore
import Storage

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion:
            "Serves customers, agents and the API on one port, until SIGTERM or Ctrl-C drains it.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        // `ReloadOnHangUp` gives it a meaning later; until then it must not end the process.
        signal(SIGHUP, SIG_IGN)
        let checked = try options.checkedOrExit()
        var logger = Logger(label: "foyer")
        logger.logLevel = checked.logLevel
        do {
            let database = try await checked.openDatabase(logger: logger)
            var configuration = checked.server
            configuration.operatorPlace = checked.place?.forServer
            let server = FoyerServer(
                configuration: configuration, database: database, clock: SystemClock.milliseconds,
                logger: logger)
            let publicURL = checked.server.publicURL
            try await server.run { port, setUpToken in
                Self.greet(publicURL, port: port, setUpToken: setUpToken)
            } onOverdue: { [logger] in
                logger.warning("ended before all that had begun was finished")
                // Nothing more is waited for, not even by `atexit`: as after a kill, nothing that
                // was acknowledged is lost.
                _exit(0)
            }
            await database.close()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            stop(because: "Port \(checked.server.port) is in use: choose another with --listen.")
        } catch let error as IOError {
            let reason = String(cString: strerror(error.errnoCode))
            stop(because: "\(checked.server.host) cannot be listened on: \(reason).")
        } catch is SocketAddressError.UnknownHost {
            stop(because: "\(checked.server.host) is no address of this machine.")
        } catch let error as ConfigurationError {
            stop(because: error.description)
        } catch let error as DatabaseError {
            stop(because: "The database cannot be used: \(error.message).")
        } catch let error as MigrationError {
            stop(because: "The database cannot be brought up to date: \(error).")
        }
    }

    private static func greet(_ publicURL: String, port: Int, setUpToken: String?) {
        print("Foyer \(ServerConfiguration.version) listens on port \(port).")
        if let setUpToken {
            print("Set it up here, once:  \(Links(publicURL: publicURL).setUp(setUpToken))")
        } else {
            print("Agents log on here:  \(Links(publicURL: publicURL).console)")
        }
        fflush(nil)
    }

}

/// Ends with a sentence for the operator on standard error, and status 78 (EX_CONFIG).
func stop(because message: String) -> Never {
    FileHandle.standardError.write(Data("foyer: \(message)\n".utf8))
    Foundation.exit(78)
}

extension ServeOptions {
    func checkedOrExit() throws -> CheckedConfiguration {
        do {
            return try checked()
        } catch let error as ConfigurationError {
            stop(because: error.description)
        }
    }
}
