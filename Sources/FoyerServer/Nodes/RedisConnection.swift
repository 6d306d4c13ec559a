import FoyerAPI
import NIOCore
import NIOPosix
import NIOSSL

/// One connection to Redis. Confined to its event loop.
final class RedisConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Bytes that wait for a slow Redis before what comes next is dropped.
    private static let waitingBytesMax = 4 * 1_024 * 1_024
    private static let connectTimeout = TimeAmount.seconds(2)

    private var reader = RESPReader()
    private let received: (RESPValue) -> Void
    private let ended: () -> Void

    private init(received: @escaping (RESPValue) -> Void, ended: @escaping () -> Void) {
        self.received = received
        self.ended = ended
    }

    /// Connects and logs on. `received` and `ended` are called on the event loop; `ended` once, if
    /// the connection had been made.
    static func open(
        _ address: RedisAddress, on eventLoop: any EventLoop,
        received: @escaping (RESPValue) -> Void, ended: @escaping () -> Void
    ) -> EventLoopFuture<any NIOCore.Channel> {
        let handlers = NIOLoopBound((received, ended), eventLoop: eventLoop)
        let connected = ClientBootstrap(group: eventLoop)
            .connectTimeout(connectTimeout)
            .channelOption(
                .writeBufferWaterMark,
                value: .init(low: waitingBytesMax / 2, high: waitingBytesMax)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (received, ended) = handlers.value
                    let pipeline = channel.pipeline.syncOperations
                    if address.isSecure { try pipeline.addHandler(secure(address)) }
                    try pipeline.addHandler(RedisConnection(received: received, ended: ended))
                }
            }
            .connect(host: address.host, port: address.port)
        return connected.map { channel in
            if let words = address.authentication {
                let command = RESPValue.command(words.map { Array($0.utf8) })
                channel.writeAndFlush(ByteBuffer(bytes: command), promise: nil)
            }
            return channel
        }
    }

    static func secure(_ address: RedisAddress) throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: .makeClientConfiguration()),
            serverHostname: address.serverName)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reader.append(unwrapInboundIn(data).readableBytesView)
        do {
            while let value = try reader.next() { received(value) }
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

extension RedisAddress {
    /// What TLS asks the server to prove; `nil` for an IP address, which is no name: then the
    /// certificate must hold the address itself.
    var serverName: String? {
        do {
            _ = try SocketAddress(ipAddress: host, port: port)
            return nil
        } catch {
            return host
        }
    }
}
