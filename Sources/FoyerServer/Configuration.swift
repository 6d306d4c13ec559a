import FoyerAPI

/// How the server runs, validated before anything starts.
package struct ServerConfiguration: Sendable {
    package var host = "0.0.0.0"
    package var port = 8080
    /// How the outside reaches this server: scheme, host and port, without a path.
    package var publicURL = "http://localhost:8080"
    /// Serves HTTPS; nothing is served in the clear then.
    package var tls: TLSIdentity?
    /// Whose forwarded headers are believed.
    package var trustedProxies: [NetworkRange] = []
    /// Serve this folder instead of the embedded web: for those who write it.
    package var webFolder: String?
    /// How many chats, letters and puzzles one address may ask for in a minute; 0 means any number.
    package var asksPerMinute = 60
    /// How many times one address may try to log on in a minute; 0 means any number.
    package var logOnsPerMinute = 20

    /// How many texts one customer may send in a minute; 0 means any number.
    package var messagesPerMinute = 120

    package static let version = "0.1.0"

    package init() {}

    package var isSecure: Bool { publicURL.hasPrefix("https://") }
}
