import FoyerAPI
import NIOCore
import NIOEmbedded
import Testing

@testable import FoyerServer

/// Holds back the promises of writes, as a socket does whose peer reads nothing.
private final class SlowSocket: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var isSlow = false
    private(set) var flushCount = 0
    private(set) var isOutputClosed = false
    private var held: [(NIOAny, EventLoopPromise<Void>?)] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isSlow { held.append((data, promise)) } else { context.write(data, promise: promise) }
    }

    func flush(context: ChannelHandlerContext) {
        flushCount += 1
        context.flush()
    }

    /// An embedded channel closes whole; a socket goes on reading.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output { isOutputClosed = true } else { context.close(promise: promise) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for (_, promise) in held { promise?.fail(ChannelError.ioOnClosedChannel) }
        held = []
    }

    func drain(_ context: ChannelHandlerContext) {
        isSlow = false
        for (data, promise) in held { context.write(data, promise: promise) }
        held = []
        context.flush()
    }
}

/// A connection whose clock and socket the test moves.
private struct Bench {
    let channel = EmbeddedChannel()
    let delegate = RecordingDelegate()
    let socket = SlowSocket()

    init(_ configuration: WebSocketConfiguration = WebSocketConfiguration()) throws {
        let handler = WebSocketHandler(
            eventLoop: channel.eventLoop, delegate: delegate, configuration: configuration)
        try channel.pipeline.syncOperations.addHandlers(socket, handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    var loop: EmbeddedEventLoop { channel.embeddedEventLoop }

    var connection: WebSocketConnection {
        get throws { try #require(delegate.socket) }
    }

    func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    func tell(_ event: any Sendable) { channel.pipeline.fireUserInboundEventTriggered(event) }

    /// Bytes that left since the last call.
    func sent() throws -> [UInt8] {
        loop.run()
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
            bytes += buffer.readableBytesView
        }
        return bytes
    }

    func drain() throws {
        socket.drain(try channel.pipeline.syncOperations.context(handler: socket))
    }
}

@Suite("A WebSocket's connection") struct WebSocketHandlerTests {
    @Test("a message is handed over, and what it causes leaves with one flush")
    func receiving() throws {
        let bench = try Bench()
        bench.delegate.onText = { socket, text in
            socket.send(ByteBuffer(bytes: ServerFrame.text("1 \(text)")))
            socket.send(ByteBuffer(bytes: ServerFrame.text("2 \(text)")))
        }
        try bench.receive(ClientFrame.text("a") + ClientFrame.text("b"))
        #expect(bench.delegate.events == [.opened, .text("a"), .text("b"), .tick])
        #expect(bench.socket.flushCount == 1)
        let expected = ["1 a", "2 a", "1 b", "2 b"].flatMap { ServerFrame.text($0) }
        #expect(try bench.sent() == expected)
        #expect(bench.socket.flushCount == 1)
    }

    @Test("frames sent outside of a read leave at the end of the tick with one flush")
    func sending() throws {
        let bench = try Bench()
        for _ in 0..<3 { try bench.connection.send(ByteBuffer(bytes: ServerFrame.text("x"))) }
        #expect(bench.socket.flushCount == 0)
        #expect(try bench.connection.pendingFrames == 3)
        #expect(try bench.connection.pendingBytes == 9)
        let expected = Array(repeating: ServerFrame.text("x"), count: 3).flatMap { $0 }
        #expect(try bench.sent() == expected)
        #expect(bench.socket.flushCount == 1)
        #expect(try bench.connection.pendingFrames == 0)
    }

    @Test("pings are answered where they stand, also within a message")
    func pings() throws {
        let bench = try Bench()
        bench.delegate.onText = { socket, text in
            socket.send(ByteBuffer(bytes: ServerFrame.text(text)))
        }
        try bench.receive(
            ClientFrame.frame(0x89, [1]) + ClientFrame.frame(0x01, Array("He".utf8))
                + ClientFrame.frame(0x89, [2]) + ClientFrame.frame(0x80, Array("llo".utf8)))
        #expect(
            try bench.sent()
                == WebSocketFrames.pong([1]) + WebSocketFrames.pong([2])
                + ServerFrame.text("Hello"))
    }

    @Test("of a flood of pings in one read the first ones and the latest are answered")
    func pingFlood() throws {
        let bench = try Bench()
        let flood = (0..<200).flatMap { ClientFrame.frame(0x89, [$0]) }
        try bench.receive(flood)
        let answered = (0..<UInt8(WireLimit.pongsPerReadMax)) + [199]
        #expect(try bench.sent() == answered.flatMap { WebSocketFrames.pong([$0]) })
    }

    @Test("the message limit is the hello's until the delegate raises it")
    func limit() throws {
        let bench = try Bench()
        bench.delegate.onText = { socket, _ in socket.messageBytesMax = WireLimit.messageBytesMax }
        let long = String(repeating: "x", count: 60_000)
        try bench.receive(ClientFrame.text("hello") + ClientFrame.text(long))
        #expect(bench.delegate.events == [.opened, .text("hello"), .text(long), .tick])

        let other = try Bench()
        try other.receive(ClientFrame.text(String(repeating: "x", count: 1025)))
        #expect(try other.sent() == ServerFrame.close(1009, "messageTooBig"))
    }

    // MARK: Heartbeat

    @Test("a peer that answers each ping stays")
    func heartbeat() throws {
        let bench = try Bench()
        for _ in 0..<5 {
            bench.loop.advanceTime(by: .seconds(24))
            #expect(try bench.sent() == [])
            bench.loop.advanceTime(by: .seconds(1))
            #expect(try bench.sent() == WebSocketFrames.ping())
            try bench.receive(ClientFrame.frame(0x8a, []))
        }
        #expect(try bench.connection.isOpen)
    }

    @Test("a peer without a pong is closed after ten seconds, and gone two seconds later")
    func missedPong() throws {
        let bench = try Bench()
        bench.loop.advanceTime(by: .seconds(25))
        #expect(try bench.sent() == WebSocketFrames.ping())
        try bench.receive(ClientFrame.text("a text is no pong"))
        bench.loop.advanceTime(by: .milliseconds(9_999))
        #expect(try bench.sent() == [])
        bench.loop.advanceTime(by: .milliseconds(1))
        #expect(try bench.sent() == ServerFrame.close(4002, "missedPongs"))
        #expect(bench.delegate.end == nil)
        bench.loop.advanceTime(by: .seconds(2))
        #expect(bench.delegate.end == .missedPongs)
        #expect(!bench.channel.isActive)
    }

    @Test("a closed connection leaves no timer behind")
    func timers() throws {
        let bench = try Bench()
        try bench.channel.close().wait()
        bench.loop.advanceTime(by: .seconds(100))
        #expect(bench.delegate.events == [.opened, .closed(.lost)])
    }

    // MARK: Budget

    @Test("a slow reader loses live-only frames beyond half, then its connection")
    func slowReader() throws {
        var configuration = WebSocketConfiguration()
        configuration.outboundFramesMax = 10
        let bench = try Bench(configuration)
        let frame = ByteBuffer(bytes: ServerFrame.text("x"))
        bench.socket.isSlow = true
        for _ in 0..<6 { try bench.connection.sendLiveOnly(frame) }
        #expect(try bench.connection.pendingFrames == 6)
        try bench.connection.sendLiveOnly(frame)
        #expect(try bench.connection.pendingFrames == 6)
        for _ in 0..<4 { try bench.connection.send(frame) }
        #expect(try bench.connection.pendingFrames == 10)
        bench.loop.run()
        #expect(bench.delegate.events == [.opened])
        for _ in 0..<3 { try bench.connection.send(frame) }
        #expect(bench.delegate.events == [.opened], "not told within send")
        bench.loop.run()
        #expect(bench.delegate.events == [.opened, .outboundBudgetExceeded])
        #expect(try !bench.connection.isOpen)
        try bench.drain()
        let ten = Array(repeating: ServerFrame.text("x"), count: 10).flatMap { $0 }
        #expect(try bench.sent() == ten + ServerFrame.close(4001, "slowConsumer"))
        bench.loop.advanceTime(by: .seconds(2))
        #expect(bench.delegate.end == .byServer(code: 4001))
    }

    @Test("the budget in bytes is exact, and what has left counts no more")
    func bytes() throws {
        var configuration = WebSocketConfiguration()
        configuration.outboundBytesMax = 100
        let bench = try Bench(configuration)
        let fifty = ByteBuffer(repeating: 0, count: 50)
        for _ in 0..<5 {
            try bench.connection.send(fifty)
            try bench.connection.send(fifty)
            #expect(try bench.connection.pendingBytes == 100)
            #expect(try bench.sent().count == 100)
        }
        bench.socket.isSlow = true
        try bench.connection.send(fifty)
        try bench.connection.send(ByteBuffer(repeating: 0, count: 51))
        bench.loop.run()
        #expect(bench.delegate.events.last == .outboundBudgetExceeded)
        bench.loop.advanceTime(by: .seconds(2))
        #expect(bench.delegate.end == .byServer(code: 4001))
    }

    @Test("the delegate may choose another code when the budget is used up")
    func ownCode() throws {
        var configuration = WebSocketConfiguration()
        configuration.outboundFramesMax = 0
        let bench = try Bench(configuration)
        bench.delegate.onEvent = { [delegate = bench.delegate] event in
            if event == .outboundBudgetExceeded { delegate.socket?.close(code: 4123) }
        }
        try bench.connection.send(ByteBuffer(bytes: ServerFrame.text("x")))
        #expect(try bench.sent() == ServerFrame.close(4123))
    }

    // MARK: Ends

    @Test("a peer's close is echoed and ends the connection")
    func closedByPeer() throws {
        let bench = try Bench()
        try bench.receive(ClientFrame.close(1000) + ClientFrame.text("late"))
        #expect(try bench.sent() == ServerFrame.close(1000))
        #expect(bench.delegate.events == [.opened, .closed(.byPeer(code: 1000, reason: ""))])
        #expect(!bench.channel.isActive)
    }

    @Test("our close waits for the peer's, hands nothing over and sends nothing more")
    func closedByServer() throws {
        let bench = try Bench()
        try bench.connection.close(code: 4500, reason: "invalidToken")
        try bench.connection.send(ByteBuffer(bytes: ServerFrame.text("late")))
        try bench.connection.close(code: 4501)
        #expect(try bench.sent() == ServerFrame.close(4500, "invalidToken"))
        try bench.receive(ClientFrame.text("late") + ClientFrame.frame(0x89, []))
        #expect(try bench.sent() == [])
        #expect(bench.channel.isActive)
        try bench.receive(ClientFrame.close(4500))
        #expect(bench.delegate.events == [.opened, .closed(.byServer(code: 4500))])
        #expect(!bench.channel.isActive)
    }

    @Test("a violation is answered with its code; nothing after it is looked at")
    func violation() throws {
        let bench = try Bench()
        try bench.receive(ClientFrame.text("a") + ClientFrame.frame(0x82, []))
        try bench.receive(ClientFrame.text("b") + [0xff])
        #expect(try bench.sent() == ServerFrame.close(1003, "binaryMessage"))
        #expect(bench.delegate.events == [.opened, .text("a")])
        #expect(bench.socket.isOutputClosed)
        #expect(bench.channel.isActive)
        bench.loop.advanceTime(by: .seconds(2))
        #expect(bench.delegate.end == .violation(.binaryMessage))
    }

    @Test("draining tells the delegate, then says that the server goes away")
    func quiescing() throws {
        let bench = try Bench()
        bench.delegate.onEvent = { [delegate = bench.delegate] event in
            guard event == .shuttingDown else { return }
            delegate.socket?.send(ByteBuffer(bytes: ServerFrame.text("bye")))
        }
        bench.tell(ChannelShouldQuiesceEvent())
        let farewell = ServerFrame.text("bye") + ServerFrame.close(1001, "shuttingDown")
        #expect(try bench.sent() == farewell)
        bench.loop.advanceTime(by: .seconds(2))
        #expect(bench.delegate.events == [.opened, .shuttingDown, .closed(.byServer(code: 1001))])
    }

    @Test("a half-closed or broken peer is lost, once")
    func lost() throws {
        let half = try Bench()
        half.tell(ChannelEvent.inputClosed)
        #expect(half.delegate.events == [.opened, .closed(.lost)])
        let broken = try Bench()
        broken.channel.pipeline.fireErrorCaught(IOError(errnoCode: 104, reason: "read"))
        #expect(broken.delegate.events == [.opened, .closed(.lost)])
        let removed = try Bench()
        let handler = try removed.channel.pipeline.syncOperations.handler(
            type: WebSocketHandler.self)
        removed.channel.pipeline.syncOperations.removeHandler(handler, promise: nil)
        removed.loop.run()
        #expect(removed.delegate.events == [.opened, .closed(.lost)])
    }

    @Test("a connection and its delegate are freed together")
    func freed() throws {
        weak var delegate: RecordingDelegate?
        weak var connection: WebSocketConnection?
        do {
            let bench = try Bench()
            delegate = bench.delegate
            connection = bench.delegate.socket
            try bench.connection.close(code: 1000)
            bench.loop.advanceTime(by: .seconds(2))
        }
        #expect(delegate == nil)
        #expect(connection == nil)
    }
}
