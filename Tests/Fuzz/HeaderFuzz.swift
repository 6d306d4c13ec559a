import Foundation
import FoyerAPI

/// The log-on's cookie among others.
enum CookieFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        var fields: [String] = []
        while !input.isEmpty { fields.append(input.line()) }
        if planted {
            // The planted bug: a cookie is thought to have a value.
            for cookie in fields.joined(separator: ";").split(separator: ";") {
                _ = cookie.split(separator: "=", omittingEmptySubsequences: false)[1]
            }
        }
        let value = CookieHeader.value(of: "name", in: fields)
        if let value {
            promise(!value.utf8.contains(0x3b), "a value holds ;")
            let isTrimmed = ![0x20, 0x09].contains(value.utf8.first ?? 0)
            promise(isTrimmed && ![0x20, 0x09].contains(value.utf8.last ?? 0), "spaces around")
            promise(fields.contains { $0.utf8.contains(0x3d) }, "a value out of nothing")
        }
        // What stands behind others is found, unless there is another of its name.
        let added = CookieHeader.value(of: "name", in: fields + ["a=b;\tname=token ; name=late"])
        promise(added == value ?? "token", "\(String(describing: added))")
    }
}

/// The client's address behind proxies: the first line is the peer's.
enum ForwardedFuzz {
    private static let trusted = ["10.0.0.0/8", "::1", "fd00::/8"].compactMap { NetworkRange($0) }

    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        guard let peer = NetworkAddress(input.line()) else { return }
        var fields: [String] = []
        while !input.isEmpty { fields.append(input.line()) }
        let client = ForwardedFor.client(fields, peer: peer, trusted: trusted)
        let isTrusted = { (address: NetworkAddress) in trusted.contains { $0.contains(address) } }
        promise(isTrusted(peer) || client == peer, "a stranger chose an address")
        // What is not trusted was named by somebody who is: nothing to its left counts.
        let invented = fields.isEmpty ? [] : ["9.9.9.9, " + fields[0]] + fields.dropFirst()
        let again = ForwardedFor.client(invented, peer: peer, trusted: trusted)
        promise(isTrusted(client) || again == client, "what the client wrote itself counts")
        if planted {
            // The planted bug: four parts are thought to be an address.
            for hop in fields.joined(separator: ",").split(separator: ",") {
                let parts = hop.split(separator: ".", omittingEmptySubsequences: false)
                if parts.count == 4 { _ = parts.map { Int($0)! } }
            }
        }
    }
}

/// Ranges of trusted proxies, and addresses: as the system writes them they read the same.
enum RangeFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        let first = input.line()
        if let address = NetworkAddress(first) {
            promise(address.bytes.count == 16, "\(address.bytes.count) bytes")
            promise([8, 16].contains(address.network.count), "a network of another length")
            let canonical = text(of: address)
            promise(NetworkAddress(canonical) == address, "\(first) became \(canonical)")
            let digits = first.utf8.allSatisfy { byte in
                (0x30...0x3a).contains(byte) || byte == 0x2e || (0x61...0x66).contains(byte | 0x20)
            }
            promise(digits, "an address of other signs: \(first)")
            promise(NetworkRange(first)?.contains(address) == true, "not in itself")
        }
        guard let range = NetworkRange(first) else { return }
        let parts = first.split(separator: "/")
        // The planted bug: 128 bits are thought to be a small number.
        if planted, parts.count == 2 { _ = Int8(parts[1])! }
        if let base = NetworkAddress(String(parts[0])) {
            promise(range.contains(base), "\(first) does not hold its own address")
        }
        if let other = NetworkAddress(input.line()), NetworkRange("::/0")?.contains(other) != true {
            promise(false, "::/0 does not hold everything")
        }
    }

    private static func text(of address: NetworkAddress) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        return address.bytes.withUnsafeBytes { bytes in
            _ = inet_ntop(AF_INET6, bytes.baseAddress, &buffer, 64)
            return String(
                decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

/// Who may act for the console, bearer tokens, and the handshake's key.
enum OriginFuzz {
    private static let own = OwnOrigin(origin: "https://chat.example.org")

    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        let (claimed, authority, header) = (input.line(), input.line(), input.line())
        if own.allows(claimed, authority: authority) {
            promise(
                claimed == "https://chat.example.org" || claimed == "https://" + authority,
                "\(claimed) is foreign to \(authority)")
        }
        promise(!own.allows(nil, authority: authority), "no origin is foreign")
        promise(own.allows("https://" + authority, authority: authority), "the host is its own")
        promise(FetchSite.isOwn(claimed) == ["same-origin", "none"].contains(claimed), claimed)
        if let token = BearerToken.token(in: header) {
            promise(!token.isEmpty && !token.hasPrefix(" "), "an empty token")
            promise(BearerToken.token(in: "bEARER  \(token) ") == token, "another token")
        }
        if planted {
            // The planted bug: a scheme is thought to be followed by something.
            if header.lowercased().hasPrefix("bearer") {
                _ = header.split(separator: " ", omittingEmptySubsequences: false)[1]
            }
        }
        if WebSocketKey.isValid(header) {
            let bytes = Data(base64Encoded: header)
            promise(bytes?.count == 16, "no base64 of 16 bytes: \(header)")
        }
        let bytes = Array(header.utf8)
        promise(
            Data(base64Encoded: WebSocketKey.base64(bytes)) == Data(bytes), "another base64")
    }
}
