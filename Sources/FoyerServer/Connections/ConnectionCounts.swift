import FoyerAPI
import NIOConcurrencyHelpers
import NIOCore

/// How many connections there are, in all and from each address: a stranger must not take them all.
package final class ConnectionCounts: Sendable {
    private struct Counts {
        var all = 0
        var byNetwork: [[UInt8]: Int] = [:]
    }

    package let allMax: Int
    /// Never more than half of all: whoever comes from one address leaves room for the others.
    package let perAddressMax: Int
    private let trusted: [NetworkRange]
    private let counts = NIOLockedValueBox(Counts())

    /// Proxies that are `trusted` bring many people, so they count in all only. A `perAddressMax`
    /// of 0 means any number.
    package init(
        allMax: Int = OpenFiles.current.connectionsMax, perAddressMax: Int,
        trusted: [NetworkRange] = []
    ) {
        self.allMax = allMax
        self.perAddressMax =
            perAddressMax == 0 ? 0 : max(1, min(perAddressMax, allMax / HTTPLimit.addressShare))
        self.trusted = trusted
    }

    /// Counts one more connection, or says why it is one too many. Who was admitted is to be
    /// `released`.
    func refusal(of peer: NetworkAddress?) -> DoorEvent? {
        let network = counted(peer)
        return counts.withLockedValue { counts in
            guard counts.all < allMax else { return .refusedInAll }
            if let network {
                let already = counts.byNetwork[network, default: 0]
                guard already < perAddressMax else { return .refusedPerAddress }
                counts.byNetwork[network] = already + 1
            }
            counts.all += 1
            return nil
        }
    }

    func release(_ peer: NetworkAddress?) {
        let network = counted(peer)
        counts.withLockedValue { counts in
            counts.all -= 1
            guard let network, let already = counts.byNetwork[network] else { return }
            counts.byNetwork[network] = already > 1 ? already - 1 : nil
        }
    }

    private func counted(_ peer: NetworkAddress?) -> [UInt8]? {
        guard perAddressMax > 0, let peer, !trusted.contains(where: { $0.contains(peer) }) else {
            return nil
        }
        return peer.network
    }
}

/// Tells who is one too many so, and hangs up: early and visibly, before anything is read.
final class RefusedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let isEncrypted: Bool

    /// What TLS can say before its handshake, which would cost more than the connection: a fatal
    /// alert, `internal_error` (RFC 8446, section 6.2). HTTP would be no sense there.
    private static let alert = ByteBuffer(bytes: [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50])
    private static let answer = ByteBuffer(
        string: "HTTP/1.1 503 Service Unavailable\r\nRetry-After: "
            + "\(HTTPLimit.connectionRetrySeconds)\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n")

    init(isEncrypted: Bool) { self.isEncrypted = isEncrypted }

    func channelActive(context: ChannelHandlerContext) {
        let told = isEncrypted ? Self.alert : Self.answer
        context.writeAndFlush(Self.wrapOutboundOut(told), promise: nil)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

@available(*, unavailable)
extension RefusedConnection: Sendable {}
