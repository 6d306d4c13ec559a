#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An IPv4 or IPv6 address as 16 bytes; IPv4 in its mapped form (RFC 4291, section 2.5.5.2).
package struct NetworkAddress: Hashable, Sendable {
    package let bytes: [UInt8]

    /// An IPv6 address with an IPv4 one at its end, the longest there is.
    private static let textBytesMax = 45

    package init?(_ text: some StringProtocol) {
        // The system reads up to U+0000 and knows nothing of what follows.
        guard text.utf8.count <= Self.textBytesMax, !text.utf8.contains(0) else { return nil }
        let text = String(text)
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

    /// Whether this is an IPv4 address, however it was written.
    private var isFour: Bool {
        bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
    }

    /// What rate limits count by: the address, or an IPv6 network of 64 bits, which one person can
    /// have whole.
    package var network: [UInt8] { isFour ? bytes : Array(bytes.prefix(8)) }
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
            let bitsLeft = min(8, bits - position * 8)
            guard bitsLeft > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xff << (8 - bitsLeft))
            guard left & mask == right & mask else { return false }
        }
        return true
    }
}
