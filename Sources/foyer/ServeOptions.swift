import ArgumentParser
import Foundation
import FoyerAPI
import FoyerCore
import FoyerServer
import Logging
import Storage

/// The flags of `serve`, each also an environment variable.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where to listen.", discussion: "Default: 0.0.0.0:8080", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the database.", discussion: "Default: ./foyer-data", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Another database than SQLite in the data folder.",
            discussion: "sqlite:PATH or postgresql://USER@HOST/NAME", valueName: "url"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "Redis, which carries news between several nodes on one PostgreSQL.",
            discussion: "redis://[USER:PASSWORD@]HOST[:PORT], or rediss:// for TLS",
            valueName: "url"))
    var redis: String?

    @Option(
        help: ArgumentHelp(
            "How the outside reaches this server.",
            discussion: "Default: http://localhost:PORT, or https where --tls-cert is given",
            valueName: "url"))
    var publicURL: String?

    @Option(
        help: ArgumentHelp(
            "Serve HTTPS with this certificate chain, in PEM format; needs --tls-key.",
            discussion: "Both files are read again at SIGHUP.", valueName: "file"))
    var tlsCert: String?

    @Option(
        help: ArgumentHelp("The private key of --tls-cert, in PEM format.", valueName: "file"))
    var tlsKey: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            "A proxy whose X-Forwarded-For is believed; may be repeated.", valueName: "cidr"))
    var trustedProxy: [String] = []

    @Option(help: ArgumentHelp("Serve this folder instead of the embedded web.", valueName: "dir"))
    var web: String?

    @Option(
        help: ArgumentHelp(
            "Chats, letters and puzzles that one address may ask for in a minute; 0: any number.",
            discussion: "Default: 60", valueName: "n"))
    var asksPerMinute: Int?

    @Option(
        help: ArgumentHelp(
            "Log-ons that one address may try in a minute; 0: any number.",
            discussion: "Default: 20", valueName: "n"))
    var logOnsPerMinute: Int?

    @Option(
        help: ArgumentHelp(
            "Texts that one customer may send in a minute, long ones counting more; 0: any number.",
            discussion: "Default: 120", valueName: "n"))
    var messagesPerMinute: Int?

    @Option(
        help: ArgumentHelp(
            "Rooms and statistics that one address may open in a minute; 0: any number.",
            discussion: "Default: 600", valueName: "n"))
    var readsPerMinute: Int?

    @Option(
        help: ArgumentHelp(
            "Sockets that one address may open in a minute; 0: any number.",
            discussion: "Default: 600", valueName: "n"))
    var socketsPerMinute: Int?

    @Option(
        help: ArgumentHelp(
            "Connections that one address may have at once; 0: any number.",
            discussion: "Default: 2000. A trusted proxy may have more.", valueName: "n"))
    var connectionsPerAddress: Int?

    @Option(
        help: ArgumentHelp(
            "A JSON file with plans for companies, beside those built in.", valueName: "file"))
    var plans: String?

    @Option(
        help: ArgumentHelp(
            "How much is logged: trace, debug, info, notice, warning, error or critical.",
            discussion: "Default: info", valueName: "level"))
    var logLevel: String?

    /// All of it, checked before anything starts.
    func checked(environment: [String: String] = ProcessInfo.processInfo.environment) throws
        -> CheckedConfiguration
    {
        let variables = EnvironmentVariables(environment)
        var server = ServerConfiguration()
        let address = try ListenAddress(listen ?? variables["FOYER_LISTEN"] ?? "0.0.0.0:8080")
        (server.host, server.port) = (address.host, address.port)
        server.tls = try checkedTLS(
            certificate: tlsCert ?? variables["FOYER_TLS_CERT"],
            key: tlsKey ?? variables["FOYER_TLS_KEY"])
        let scheme = server.tls == nil ? "http" : "https"
        server.publicURL = try checkedPublicURL(
            publicURL ?? variables["FOYER_PUBLIC_URL"] ?? "\(scheme)://localhost:\(address.port)")
        if server.tls != nil, !server.isSecure {
            throw ConfigurationError(
                "--public-url must begin with https:// where --tls-cert is given.")
        }
        let proxies = trustedProxy.isEmpty ? variables.list("FOYER_TRUSTED_PROXY") : trustedProxy
        server.trustedProxies = try proxies.map { text in
            guard let range = NetworkRange(text) else {
                throw ConfigurationError(
                    "--trusted-proxy '\(text)' is not a range such as 10.0.0.0/8 or ::1/128.")
            }
            return range
        }
        server.webFolder = web ?? variables["FOYER_WEB"]
        try setLimits(of: &server, variables)
        server.plans = try (plans ?? variables["FOYER_PLANS"]).map(checkedPlans)
        let named = logLevel ?? variables["FOYER_LOG_LEVEL"] ?? "info"
        guard let level = Logger.Level(rawValue: named) else {
            throw ConfigurationError(
                "--log-level '\(named)' must be one of "
                    + Logger.Level.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        try variables.refuseUnknown()
        let folder = data ?? variables["FOYER_DATA"] ?? "./foyer-data"
        let address2 = database ?? variables["FOYER_DATABASE"]
        let database = try address2.map(checkedDatabase)
        server.nodes = try checkedNodes(
            database, redis: redis ?? variables["FOYER_REDIS"], port: server.port)
        return CheckedConfiguration(
            server: server, dataFolder: folder,
            isDataFolderNamed: (data ?? variables["FOYER_DATA"]) != nil, database: database,
            logLevel: level)
    }

    /// What one address or customer may do; 0 means any number.
    private func setLimits(
        of server: inout ServerConfiguration, _ variables: EnvironmentVariables
    ) throws {
        let limits: [(WritableKeyPath<ServerConfiguration, Int>, Int?, String)] = [
            (\.asksPerMinute, asksPerMinute, "asks-per-minute"),
            (\.logOnsPerMinute, logOnsPerMinute, "log-ons-per-minute"),
            (\.messagesPerMinute, messagesPerMinute, "messages-per-minute"),
            (\.readsPerMinute, readsPerMinute, "reads-per-minute"),
            (\.socketsPerMinute, socketsPerMinute, "sockets-per-minute"),
            (\.connectionsPerAddress, connectionsPerAddress, "connections-per-address"),
        ]
        for (limit, flag, name) in limits {
            let variable = "FOYER_" + name.uppercased().replacing("-", with: "_")
            guard let number = try flag ?? variables.number(variable) else { continue }
            guard number >= 0 else { throw ConfigurationError("--\(name) must be 0 or more.") }
            server[keyPath: limit] = number
        }
    }

    /// PostgreSQL may be shared by several nodes; SQLite is one process' own.
    private func checkedNodes(
        _ database: DatabaseURL?, redis: String?, port: Int
    ) throws -> ServerConfiguration.Nodes? {
        let address = try redis.map { text in
            guard let address = RedisAddress(text) else {
                throw ConfigurationError(
                    "--redis must be like redis://HOST:6379 or rediss://USER:PASSWORD@HOST:6379.")
            }
            return address
        }
        guard let database, case .postgreSQL = database.engine else {
            guard address == nil else {
                throw ConfigurationError(
                    "--redis needs --database postgresql://…: several nodes share one PostgreSQL.")
            }
            return nil
        }
        return ServerConfiguration.Nodes(
            name: "\(ProcessInfo.processInfo.hostName):\(port)", redis: address)
    }

    private func checkedTLS(certificate: String?, key: String?) throws -> TLSIdentity? {
        guard certificate != nil || key != nil else { return nil }
        guard let certificate, let key else {
            throw ConfigurationError("--tls-cert and --tls-key must be given together.")
        }
        do {
            return try TLSIdentity(certificate: certificate, key: key)
        } catch {
            throw ConfigurationError("--tls-cert, --tls-key: \(error.description)")
        }
    }

    private func checkedPlans(_ path: String) throws -> Plans {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError("--plans: '\(path)' is not there, or cannot be read.")
        }
        do {
            return Plans(own: try PlanFile.plans(in: Array(content)))
        } catch {
            throw ConfigurationError("--plans \(path): \(error)")
        }
    }

    private func checkedDatabase(_ text: String) throws -> DatabaseURL {
        do {
            return try DatabaseURL(text)
        } catch {
            throw ConfigurationError("--database: \(error.message).")
        }
    }

    private func checkedPublicURL(_ text: String) throws -> String {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let url = URL(string: trimmed), ["http", "https"].contains(url.scheme ?? ""),
            url.host() != nil,
            url.path().isEmpty, url.query() == nil, url.fragment() == nil, url.user() == nil
        else {
            throw ConfigurationError(
                "--public-url '\(text)' must be like https://chat.example.com, without a path."
            )
        }
        return trimmed
    }
}

struct CheckedConfiguration {
    let server: ServerConfiguration
    let dataFolder: String
    /// Whether somebody said which one: with another database it is needed for backups only.
    let isDataFolderNamed: Bool
    /// `nil`: SQLite in the data folder.
    let database: DatabaseURL?
    let logLevel: Logger.Level
}

/// What is wrong with the configuration, in a sentence for the operator.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// `HOST:PORT`, with an IPv6 host in brackets.
struct ListenAddress {
    let host: String
    let port: Int

    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else {
            throw ConfigurationError(
                "--listen '\(text)' must be HOST:PORT, such as 127.0.0.1:8080.")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        self.host = host.isEmpty ? "0.0.0.0" : host
        self.port = port
    }
}

/// The `FOYER_*` variables. One that is not known is refused: it is a misspelling.
struct EnvironmentVariables {
    static let known = [
        "FOYER_LISTEN", "FOYER_DATA", "FOYER_DATABASE", "FOYER_REDIS", "FOYER_PUBLIC_URL",
        "FOYER_TRUSTED_PROXY",
        "FOYER_TLS_CERT", "FOYER_TLS_KEY", "FOYER_WEB",
        "FOYER_ASKS_PER_MINUTE", "FOYER_LOG_ONS_PER_MINUTE",
        "FOYER_MESSAGES_PER_MINUTE", "FOYER_READS_PER_MINUTE", "FOYER_SOCKETS_PER_MINUTE",
        "FOYER_CONNECTIONS_PER_ADDRESS",
        "FOYER_PLANS", "FOYER_LOG_LEVEL", "FOYER_TOKEN",
    ]
    /// Variables of the tests, which a server started by them may see.
    private static let ofTests = ["FOYER_TEST_", "FOYER_BINARY"]
    private let values: [String: String]

    init(_ environment: [String: String]) {
        values = environment.filter { name, _ in
            name.hasPrefix("FOYER_") && !Self.ofTests.contains { name.hasPrefix($0) }
        }
    }

    subscript(name: String) -> String? { values[name] }

    func list(_ name: String) -> [String] {
        (values[name] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    func number(_ name: String) throws -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw ConfigurationError("\(name) must be a whole number, not '\(text)'.")
        }
        return number
    }

    func refuseUnknown() throws {
        guard let unknown = values.keys.sorted().first(where: { !Self.known.contains($0) }) else {
            return
        }
        throw ConfigurationError(
            "\(unknown) is not known. Known are: \(Self.known.joined(separator: ", ")).")
    }
}
