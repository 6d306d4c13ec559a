import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a socket tells its owner, always on its event loop.
protocol SocketOwner: AnyObject, Sendable {
    func opened(_ socket: ClientSocket)
    func received(_ text: ByteBuffer, on socket: ClientSocket)
    /// The last call; also after `cut()`, and when the socket could not be opened.
    func closed(_ socket: ClientSocket, code: UInt16?, because problem: String?)
}

/// One WebSocket of a client, in one plain handler without a codec.
final class ClientSocket: ChannelInboundHandler, @unchecked Sendable {  // confined to its loop
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How a client takes what comes.
    enum Reading: Sendable {
        case always
        /// With small buffers, so that the server soon notices who stops reading.
        case little
    }

    private static let segmentBytesMax = NIOBSDSocket.Option(rawValue: CInt(TCP_MAXSEG))

    private let handshake: ByteBuffer
    private var owner: (any SocketOwner)?
    private var context: ChannelHandlerContext?
    private var frames = ServerFrames()
    private var closeCode: UInt16?
    private var problem: String?

    private init(handshake: ByteBuffer, owner: any SocketOwner) {
        self.handshake = handshake
        self.owner = owner
    }

    /// Opens a socket on `loop`; the owner is told how that went.
    static func open(
        _ path: String, on server: Address, _ loop: any EventLoop, reading: Reading = .always,
        owner: any SocketOwner
    ) {
        let handshake = ClientFrames.handshake(path: path, host: server.host, port: server.port)
        var bootstrap = ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        if reading == .little {
            // Short segments keep the kernel's buffers short, on the server's side too.
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: 4_096)
                .channelOption(.tcpOption(Self.segmentBytesMax), value: 536)
        }
        bootstrap
            .connectTimeout(.seconds(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let socket = ClientSocket(handshake: handshake, owner: owner)
                    try channel.pipeline.syncOperations.addHandler(socket)
                }
            }
            .connect(host: server.host, port: server.port)
            .whenFailure { error in
                let never = ClientSocket(handshake: handshake, owner: owner)
                never.end("not connected: \(error)")
            }
    }

    // MARK: Sending

    /// Sends one whole frame made by `ClientFrames`.
    func send(_ frame: ByteBuffer) {
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// Sends one text.
    func send(_ text: [UInt8]) {
        var frame = ByteBuffer()
        frame.reserveCapacity(text.count + 14)
        ClientFrames.write(.text, text, to: &frame)
        send(frame)
    }

    func stopReading() {
        context?.channel.setOption(.autoRead, value: false).whenFailure { _ in self.cut() }
    }

    /// Ends the connection like a pulled plug: without a close frame.
    func cut() { context?.close(promise: nil) }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(handshake), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        frames.append(&bytes)
        do {
            while let input = try frames.next() { take(input) }
        } catch {
            problem = "\(error)"
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { end(problem) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        problem = problem ?? "\(error)"
        context.close(promise: nil)
    }

    private func take(_ input: ServerFrames.Input) {
        switch input {
        case .opened: owner?.opened(self)
        case .text(let text): owner?.received(text, on: self)
        case .ping(let payload):
            var frame = ByteBuffer()
            ClientFrames.write(.pong, payload.readableBytesView, to: &frame)
            send(frame)
        case .close(let code):
            closeCode = code
            context?.close(promise: nil)
        }
    }

    private func end(_ problem: String?) {
        guard let owner else { return }
        self.owner = nil
        context = nil
        owner.closed(self, code: closeCode, because: problem)
    }
}

/// Where the server listens.
struct Address: Sendable {
    let host: String
    let port: Int
}
