/// `X-Forwarded-For`: who came through which proxies, the latest at the end.
package enum ForwardedFor {
    /// How many proxies may stand in a row; more than that is a client's own invention.
    package static let hopsMax = 16

    /// The client's address, as far as trusted proxies vouch for it: each for the one before it.
    ///
    /// `values` are those of the header's fields in their order. What cannot be read ends the row.
    package static func client(
        _ values: [String], peer: NetworkAddress, trusted: [NetworkRange]
    ) -> NetworkAddress {
        let isTrusted = { (address: NetworkAddress) in
            trusted.contains { $0.contains(address) }
        }
        guard isTrusted(peer) else { return peer }
        var last = peer
        var hops = 0
        for value in values.reversed() {
            var rest = value[...]
            while hops < hopsMax, let hop = takeLast(of: &rest) {
                guard !hop.isEmpty else { continue }
                hops += 1
                guard let address = NetworkAddress(hop) else { return last }
                last = address
                guard isTrusted(address) else { return address }
            }
        }
        return last
    }

    /// Takes what stands behind the last comma, without the spaces around it.
    private static func takeLast(of rest: inout Substring) -> Substring? {
        guard !rest.isEmpty else { return nil }
        let comma = rest.utf8.lastIndex(of: 0x2c)
        let hop = comma.map { rest[rest.utf8.index(after: $0)...] } ?? rest
        rest = comma.map { rest[..<$0] } ?? ""
        return hop.withoutHeaderSpace
    }
}

extension Substring {
    /// Without the spaces and tabs at both ends (RFC 9110, section 5.6.3).
    var withoutHeaderSpace: Substring {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        // As bytes: as characters, a space may have a mark of what follows on it.
        var bytes = utf8
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return Substring(bytes)
    }
}
