import FoyerAPI
import HTTPTypes
import NIOCore

/// Who the peer is: the socket's address, or what trusted proxies say of it.
struct ClientAddress {
    let trusted: [NetworkRange]

    func of(_ headers: HTTPFields, peer: SocketAddress?) -> NetworkAddress? {
        guard let peer = peer?.ipAddress.flatMap({ NetworkAddress($0) }) else { return nil }
        return ForwardedFor.client(headers[values: .xForwardedFor], peer: peer, trusted: trusted)
    }

    /// Whether the request says whom it comes from, and the peer is nobody to be believed.
    func ignores(_ headers: HTTPFields, peer: SocketAddress?) -> Bool {
        guard headers.contains(.xForwardedFor),
            let peer = peer?.ipAddress.flatMap({ NetworkAddress($0) })
        else { return false }
        return !trusted.contains { $0.contains(peer) }
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!  // a valid name
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!  // a valid name
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!  // a valid name
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!  // a valid name
}
