import ArgumentParser
import Foundation
import FoyerServer
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
        server.asksPerMinute =
            try asksPerMinute ?? variables.number("FOYER_ASKS_PER_MINUTE") ?? server.asksPerMinute
        server.logOnsPerMinute =
            try logOnsPerMinute ?? variables.number("FOYER_LOG_ONS_PER_MINUTE")
            ?? server.logOnsPerMinute
        server.messagesPerMinute =
            try messagesPerMinute ?? variables.number("FOYER_MESSAGES_PER_MINUTE")
            ?? server.messagesPerMinute
        for (flag, number) in [
            ("--asks-per-minute", server.asksPerMinute),
            ("--log-ons-per-minute", server.logOnsPerMinute),
            ("--messages-per-minute", server.messagesPerMinute),
        ] where number < 0 {
            throw ConfigurationError("\(flag) must be 0 or more.")
        }
        try variables.refuseUnknown()
        let folder = data ?? variables["FOYER_DATA"] ?? "./foyer-data"
        let address2 = database ?? variables["FOYER_DATABASE"]
        return CheckedConfiguration(
            server: server, dataFolder: folder, database: try address2.map(checkedDatabase))
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
    /// `nil`: SQLite in the data folder.
    let database: DatabaseURL?
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
        "FOYER_LISTEN", "FOYER_DATA", "FOYER_DATABASE", "FOYER_PUBLIC_URL", "FOYER_TRUSTED_PROXY",
        "FOYER_TLS_CERT", "FOYER_TLS_KEY", "FOYER_WEB",
        "FOYER_ASKS_PER_MINUTE", "FOYER_LOG_ONS_PER_MINUTE",
        "FOYER_MESSAGES_PER_MINUTE", "FOYER_TOKEN",
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
