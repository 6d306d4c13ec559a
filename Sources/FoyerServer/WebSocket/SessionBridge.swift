import FoyerAPI
import FoyerRealtime
import NIOCore

/// The bridge between a socket's event loop and the commands: the only place besides `main` that
/// starts tasks (tidy rule).
final class SessionBridge: SessionDoor, WebSocketDelegate {
    private let eventLoop: any EventLoop
    private let clock: @Sendable () -> Int64
    private let metrics: Metrics
    private var socket: WebSocketConnection?
    private var session: (any Session)?
    /// The first message is the hello, or the session closes: what comes of it, and when, is the
    /// server's affair. In a crowd that returns it may take longer than the hello may.
    private var hasHello = false
    private var isWelcome = false

    init(eventLoop: any EventLoop, clock: @escaping @Sendable () -> Int64, metrics: Metrics) {
        self.eventLoop = eventLoop
        self.clock = clock
        self.metrics = metrics
    }

    /// Makes the session that this socket speaks with.
    func start(_ make: (any SessionDoor, any Receiver) -> any Session) {
        let mailbox = Mailbox(bridge: self, eventLoop: eventLoop)
        session = make(self, mailbox)
    }

    // MARK: From the socket

    func opened(_ socket: WebSocketConnection) {
        self.socket = socket
        metrics.socketOpened()
        after(TimeAmount(WireLimit.helloTimeout)) { [weak self] in
            guard let self, !self.hasHello else { return }
            self.close(.helloMissing)
        }
    }

    func received(text: [UInt8]) {
        if !hasHello { awaitWelcome() }
        session?.received(text)
    }

    /// A client that is kept waiting for ever would never come back to a node that serves it.
    private func awaitWelcome() {
        hasHello = true
        after(TimeAmount(WireLimit.welcomeTimeout)) { [weak self] in
            guard let self, !self.isWelcome else { return }
            self.close(.tryAgainLater)
        }
    }

    func outboundBudgetExceeded() { close(.slowConsumer) }

    func shuttingDown() { close(.shuttingDown) }

    func closed(_ end: WebSocketEnd) {
        socket = nil
        metrics.socketClosed(end)
        let session = session
        self.session = nil
        session?.closed()
    }

    func receive(_ delivery: Delivery) { session?.receive(delivery) }

    // MARK: For the session

    func send(_ frame: ByteBuffer) { socket?.send(frame) }

    func sendLiveOnly(_ frame: ByteBuffer) { socket?.sendLiveOnly(frame) }

    func whenQuiet(_ body: @escaping () -> Void) { socket?.whenQuiet(body) }

    func close(_ reason: Disconnect) { socket?.close(code: reason.rawValue, reason: reason.name) }

    func acceptLongMessages() {
        isWelcome = true
        socket?.messageBytesMax = WireLimit.messageBytesMax
    }

    var nowMilliseconds: Int64 { clock() }

    func perform<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output,
        then done: @escaping (Result<Output, any Error>) -> Void
    ) {
        let eventLoop = eventLoop
        let done = NIOLoopBound(done, eventLoop: eventLoop)
        Task {
            let result: Result<Output, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { done.value(result) }
        }
    }

    func after(_ delay: TimeAmount, _ body: @escaping () -> Void) {
        eventLoop.assumeIsolated().scheduleTask(in: delay, body)
    }
}

/// Brings deliveries from any thread to the bridge's event loop, in order.
private final class Mailbox: Receiver {
    private let eventLoop: any EventLoop
    private let bridge: NIOLoopBound<Weak>

    private struct Weak {
        weak var bridge: SessionBridge?
    }

    init(bridge: SessionBridge, eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.bridge = NIOLoopBound(Weak(bridge: bridge), eventLoop: eventLoop)
    }

    func receive(_ delivery: Delivery) {
        eventLoop.execute { [bridge] in bridge.value.bridge?.receive(delivery) }
    }
}
