import FoyerAPI
import FoyerCore

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
    /// How many rooms and statistics one address may open in a minute; 0 means any number.
    package var readsPerMinute = 600
    /// How many sockets one address may open in a minute; 0 means any number.
    package var socketsPerMinute = 600
    /// How many connections one address may have at once; 0 means any number.
    package var connectionsPerAddress = 2_000
    /// No operator sets these; the tests plant longer ones, to see that it is noticed.
    package var exchange = ExchangeTimeouts()

    /// Several nodes may share the database; `nil` where it is this process' own.
    package var nodes: Nodes?

    /// How this node is one of several.
    package struct Nodes: Sendable {
        /// Tells this node's place from the others'.
        package var name: String
        /// What carries hints between nodes; without it they read what is new.
        package var redis: RedisAddress?

        package init(name: String, redis: RedisAddress? = nil) {
            self.name = name
            self.redis = redis
        }
    }

    /// The operator's plans beside those built in; `nil`: none.
    package var plans: Plans?

    /// Where backup and restore are asked for; `nil` where there is no folder for it.
    package var operatorPlace: OperatorPlace?

    package static let version = "0.1.0"

    package init() {}

    package var isSecure: Bool { publicURL.hasPrefix("https://") }
}
