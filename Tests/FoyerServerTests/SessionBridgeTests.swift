import FoyerAPI
import FoyerRealtime
import NIOCore
import NIOEmbedded
import Testing

@testable import FoyerServer

/// Answers nothing by itself.
private final class SilentSession: Session {
    private(set) var received: [String] = []
    private(set) var isClosed = false

    func received(_ bytes: [UInt8]) { received.append(String(decoding: bytes, as: UTF8.self)) }
    func receive(_ delivery: Delivery) {}
    func closed() { isClosed = true }
}

/// How long a socket may take until it is welcome.
@Suite("A session's bridge") struct SessionBridgeTests {
    private struct Bench {
        let channel = EmbeddedChannel()
        let session = SilentSession()
        let bridge: SessionBridge

        init() throws {
            bridge = SessionBridge(
                eventLoop: channel.eventLoop, clock: { 0 }, metrics: Metrics())
            let session = session
            // Nobody here answers pings.
            var configuration = WebSocketConfiguration()
            configuration.pingInterval = .seconds(3_600)
            bridge.start { _, _ in session }
            let handler = WebSocketHandler(
                eventLoop: channel.eventLoop, delegate: bridge,
                configuration: configuration)
            try channel.pipeline.syncOperations.addHandlers(handler)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        func receive(_ text: String) throws {
            try channel.writeInbound(ByteBuffer(bytes: ClientFrame.text(text)))
        }

        /// Whether the server has hung up after so long, with this reason.
        func hasHungUp(after seconds: Int64, because reason: Disconnect) throws -> Bool {
            channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
            var sent: [UInt8] = []
            while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
                sent += buffer.readableBytesView
            }
            let close = ServerFrame.close(reason.rawValue, reason.name)
            return sent.count >= close.count && Array(sent.suffix(close.count)) == close
        }
    }

    @Test("without a hello it is closed after 5 s")
    func noHello() throws {
        let bench = try Bench()
        #expect(try !bench.hasHungUp(after: 4, because: .helloMissing))
        #expect(try bench.hasHungUp(after: 1, because: .helloMissing))
    }

    @Test("a hello that came is in time, however long its answer takes, up to a minute")
    func slowWelcome() throws {
        let bench = try Bench()
        _ = try bench.hasHungUp(after: 4, because: .helloMissing)
        try bench.receive("hello")
        #expect(bench.session.received == ["hello"])
        for _ in 0..<59 { #expect(try !bench.hasHungUp(after: 1, because: .helloMissing)) }
        #expect(try bench.hasHungUp(after: 1, because: .tryAgainLater))
    }

    @Test("who is welcome stays")
    func welcome() throws {
        let bench = try Bench()
        try bench.receive("hello")
        bench.bridge.acceptLongMessages()
        for _ in 0..<100 { #expect(try !bench.hasHungUp(after: 1, because: .tryAgainLater)) }
        #expect(!bench.session.isClosed)
    }
}
