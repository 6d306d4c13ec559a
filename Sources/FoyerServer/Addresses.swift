import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An IPv4 or IPv6 address as 16 bytes; IPv4 in its mapped form (RFC 4291, section 2.5.5.2).
package struct NetworkAddress: Hashable, Sendable {
    let bytes: [UInt8]

    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes =
                Array(repeating: 0, count: 10) + [0xff, 0xff]
                + withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// What rate limits count by: the address, or an IPv6 network of 64 bits, which one person can
    /// have whole.
    var network: [UInt8] {
        let isMappedFour =
            bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
        return isMappedFour ? bytes : Array(bytes.prefix(8))
    }
}

/// A range of addresses in CIDR notation (RFC 4632), such as `10.0.0.0/8` or `::1/128`.
package struct NetworkRange: Sendable {
    private let address: NetworkAddress
    private let bits: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard let first = parts.first, let address = NetworkAddress(first) else { return nil }
        let isFour = !first.contains(":")
        let max = isFour ? 32 : 128
        let written = parts.count == 2 ? parts[1] : String(max)
        guard written.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(written),
            (0...max).contains(length)
        else { return nil }
        self.address = address
        bits = isFour ? 96 + length : length
    }

    package func contains(_ other: NetworkAddress) -> Bool {
        for (position, (left, right)) in zip(address.bytes, other.bytes).enumerated() {
            let left_ = min(8, bits - position * 8)
            guard left_ > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xff << (8 - left_))
            guard left & mask == right & mask else { return false }
        }
        return true
    }
}

/// Who the peer is: the socket's address, or what trusted proxies say of it.
struct ClientAddress {
    let trusted: [NetworkRange]

    func of(_ headers: HTTPFields, peer: SocketAddress?) -> NetworkAddress? {
        guard let peer = peer?.ipAddress.flatMap(NetworkAddress.init) else { return nil }
        guard isTrusted(peer) else { return peer }
        // From the right: each trusted proxy vouches for the one before it.
        let hops = headers[values: .xForwardedFor].joined(separator: ",").split(separator: ",")
            .reversed()
        var last = peer
        for hop in hops {
            let text = hop.trimmingPrefix { $0 == " " }
            guard let address = NetworkAddress(String(text.prefix { $0 != " " })) else {
                return last
            }
            last = address
            guard isTrusted(address) else { return address }
        }
        return last
    }

    func isTrusted(_ address: NetworkAddress) -> Bool { trusted.contains { $0.contains(address) } }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!  // a valid name
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!  // a valid name
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!  // a valid name
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!  // a valid name
}
