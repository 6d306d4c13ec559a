import FoyerAPI
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

@testable import FoyerServer

/// A server on a free port of this machine, with an echoing WebSocket at `/ws/echo`.
struct LoopbackServer: Sendable {
    let port: Int
    private let group: ServiceGroup
    private let ends: AsyncStream<WebSocketEnd>

    static func run(
        channel: RoutedChannel.Configuration = .foyer,
        socket: WebSocketConfiguration = WebSocketConfiguration(),
        _ body: @escaping @Sendable (LoopbackServer) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let (ends, end) = AsyncStream.makeStream(of: WebSocketEnd.self)
        let application = Application(
            router: router(socket) { end.yield($0) },
            server: HTTPServerBuilder {
                RoutedChannel(responder: $0, configuration: channel)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports.prefix(1) {
                try await body(LoopbackServer(port: port, group: group, ends: ends))
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func router(
        _ configuration: WebSocketConfiguration,
        _ ended: @escaping @Sendable (WebSocketEnd) -> Void
    ) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: MarkingMiddleware())
        router.get("hello") { _, _ in "hi" }
        router.get("ws/refused") { _, _ -> Response in
            throw HTTPError(.forbidden, message: "not you")
        }
        router.get("ws/echo") { request, _ in
            try request.webSocket(configuration: configuration) { eventLoop in
                let delegate = RecordingDelegate()
                delegate.onText = { socket, text in
                    if text == "flood" { return flood(socket) }
                    socket.send(ByteBuffer(bytes: ServerFrame.text("echo \(text)")))
                }
                delegate.onEvent = { event in
                    if case .closed(let end) = event { ended(end) }
                }
                return delegate
            }
        }
        return router
    }

    /// Sends in each tick until the connection closes.
    private static func flood(_ socket: WebSocketConnection) {
        guard socket.isOpen else { return }
        let payload = [UInt8](repeating: 0x61, count: 50_000)
        socket.send(ByteBuffer(bytes: WebSocketFrames.text(payload)))
        socket.eventLoop.assumeIsolated().execute { flood(socket) }
    }

    func nextEnd() async -> WebSocketEnd? {
        for await end in ends { return end }
        return nil
    }

    func shutDown() async { await group.triggerGracefulShutdown() }

    func connect(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (inout LoopbackClient) async throws -> Void
    ) async throws {
        try await LoopbackClient.with(port: port, body)
    }
}

/// A client that speaks bytes.
struct LoopbackClient {
    struct EndedEarly: Error { let got: String }

    let channel: any Channel
    var input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []

    init(
        channel: any Channel, input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.input = input
        self.output = output
    }

    /// Connects to a port of this machine for as long as `body` takes.
    static func with<Output>(
        port: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: (inout LoopbackClient) async throws -> Output
    ) async throws -> Output {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = LoopbackClient(
                channel: channel.channel, input: inbound.makeAsyncIterator(), output: outbound)
            return try await body(&client)
        }
    }

    func send(_ bytes: [UInt8]) async throws { try await output.write(ByteBuffer(bytes: bytes)) }

    /// Reads one whole frame of the server.
    mutating func nextFrame() async throws -> (opcode: UInt8, payload: [UInt8]) {
        let head = try await take(2)
        var count = Int(head[1])
        if count >= 126 {
            count = try await take(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        return (head[0] & 0x0f, try await take(count))
    }

    /// Reads up to and with the text.
    mutating func read(until end: String) async throws -> String {
        var read: [UInt8] = []
        while !read.suffix(end.utf8.count).elementsEqual(end.utf8) {
            read += try await take(1)
        }
        return String(decoding: read, as: UTF8.self)
    }

    mutating func expect(_ bytes: [UInt8]) async throws {
        let got = try await take(bytes.count)
        if got != bytes { throw EndedEarly(got: "\(got)") }
    }

    mutating func readToEnd() async throws -> [UInt8] {
        while let buffer = try await input.next() { unread += buffer.readableBytesView }
        defer { unread = [] }
        return unread
    }

    /// Half closes: the answers still come.
    func sendNoMore() { output.finish() }

    /// Hangs up so that the other side meets an error.
    func reset() async throws {
        let options = channel as? any SocketOptionProvider
        try await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    private mutating func take(_ count: Int) async throws -> [UInt8] {
        while unread.count < count {
            guard let buffer = try await input.next() else {
                throw EndedEarly(got: String(decoding: unread, as: UTF8.self))
            }
            unread += buffer.readableBytesView
        }
        defer { unread.removeFirst(count) }
        return Array(unread.prefix(count))
    }
}

private struct MarkingMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if let name = HTTPField.Name("x-middleware") { response.headers[name] = "seen" }
        return response
    }
}
