/// A picture that a setting names: one that was uploaded here, or one on another host.
package enum RoomImage: Equatable, Sendable {
    /// The SHA-256 of its bytes in 64 hexadecimal digits.
    case uploaded(hash: String)
    /// An `https` address, as strictly as `httpsHost` reads it.
    case elsewhere(address: String)

    package static let charactersMax = 2_000
    private static let prefix = "image:"

    /// Reads `image:` with a hash, or an address; `nil` for anything else, also for nothing.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.charactersMax else { return nil }
        if text.hasPrefix(Self.prefix) {
            let hash = String(text.dropFirst(Self.prefix.count))
            guard Self.isHash(hash) else { return nil }
            self = .uploaded(hash: hash)
        } else {
            guard Self.httpsHost(text) != nil else { return nil }
            self = .elsewhere(address: text)
        }
    }

    package var text: String {
        switch self {
        case .uploaded(let hash): Self.prefix + hash
        case .elsewhere(let address): address
        }
    }

    /// The other host, which learns the address of whoever looks.
    package var host: String? {
        guard case .elsewhere(let address) = self else { return nil }
        return Self.httpsHost(address)
    }

    package static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The host of an address that browsers read in one way: `https`, a public name without user
    /// or port, and then only signs that an address may have.
    private static func httpsHost(_ text: String) -> String? {
        let scheme = "https://"
        guard text.hasPrefix(scheme) else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        let host = rest.prefix { $0 != 0x2f && $0 != 0x3f }
        guard isPublicName(String(decoding: host, as: UTF8.self)),
            isPlain(rest.dropFirst(host.count))
        else { return nil }
        return String(decoding: host, as: UTF8.self)
    }

    /// Names that lead into somebody's own network (RFC 6761, 6762, 8375).
    private static let ownNetworks = [
        "local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp",
        "private", "arpa", "onion",
    ]

    /// Labels of small letters, digits and hyphens, at least two; numbers as addresses are none.
    private static func isPublicName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, host.utf8.count <= 253, let last = labels.last else {
            return false
        }
        let isWritten = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
                }
        }
        let hasLetter = last.utf8.contains { (0x61...0x7a).contains($0) }
        let isNumber = last.hasPrefix("0x")
        return isWritten && hasLetter && !isNumber && !ownNetworks.contains(String(last))
    }

    /// Whether path and query hold only what RFC 3986 allows there, percent signs with two digits.
    private static func isPlain(_ bytes: Substring.UTF8View) -> Bool {
        let signs = Array("-._~!$&'()*+,;=:@/?".utf8)
        var digitsDue = 0
        for byte in bytes {
            let isDigit = (0x30...0x39).contains(byte)
            let isHex = isDigit || (0x61...0x66).contains(byte | 0x20)
            if digitsDue > 0 {
                guard isHex else { return false }
                digitsDue -= 1
            } else if byte == 0x25 {
                digitsDue = 2
            } else {
                let isLetter = (0x61...0x7a).contains(byte | 0x20)
                guard isDigit || isLetter || signs.contains(byte) else { return false }
            }
        }
        return digitsDue == 0
    }
}
