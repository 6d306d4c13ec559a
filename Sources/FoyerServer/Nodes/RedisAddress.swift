import FoundationEssentials

/// Where Redis is: `redis://[USER:PASSWORD@]HOST[:PORT]`, or `rediss://` for TLS. It never shows
/// its password.
package struct RedisAddress: Sendable, Equatable, CustomStringConvertible {
    package let host: String
    package let port: Int
    package let isSecure: Bool
    let user: String?
    let password: String?

    /// `nil` when the text is no such address.
    package init?(_ text: String) {
        guard let url = URL(string: text), let scheme = url.scheme,
            ["redis", "rediss"].contains(scheme), let host = url.host(percentEncoded: false),
            // A bracket or colon that came as %5D or %3A would be shown as another address.
            host == url.host(percentEncoded: true),
            url.path().isEmpty || url.path() == "/", url.query() == nil,
            url.fragment() == nil
        else { return nil }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        self.host = isBracketed ? String(host.dropFirst().dropLast()) : host
        port = url.port ?? 6_379
        isSecure = scheme == "rediss"
        user = url.user(percentEncoded: false)
        password = url.password(percentEncoded: false)
        guard !self.host.isEmpty, self.host.utf8.allSatisfy(Self.isOfHost),
            (1...65_535).contains(port)
        else { return nil }
    }

    package var description: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(isSecure ? "rediss" : "redis")://\(shown):\(port)"
    }

    /// What stands in names and addresses, and nothing that reads otherwise in a log or an address.
    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"): true
        default: false
        }
    }

    /// The words that log on; `nil` where none are needed.
    var authentication: [String]? {
        guard let password else { return nil }
        guard let user, !user.isEmpty else { return ["AUTH", password] }
        return ["AUTH", user, password]
    }
}
