import FoyerAPI
import NIOCore

/// The sending half of a WebSocket, bound to its channel's event loop.
///
/// Frames of one event-loop tick are written together and flushed once. A frame counts as pending
/// until the kernel has taken all frames of its tick.
package final class WebSocketConnection {
    private enum Phase: Equatable { case open, closing, closed }

    package let eventLoop: any EventLoop
    /// Length of a whole inbound message; holds for frames that have not started.
    package var messageBytesMax: Int

    private let configuration: WebSocketConfiguration
    private var phase = Phase.open
    private var end: WebSocketEnd?
    // Nil before the handler is in its pipeline and after it has left.
    private var context: ChannelHandlerContext?
    private var delegate: (any WebSocketDelegate)?

    private var budget: OutboundBudget
    private var batch: [ByteBuffer] = []
    private var batchBytes = 0
    private var isFlushScheduled = false
    private var isExceeded = false
    private var afterDraining = AfterDraining.keepOpen
    private var waitForQuiet: [() -> Void] = []
    private var closeDeadline: Scheduled<Void>?

    /// What happens to the channel once nothing waits any more.
    private enum AfterDraining { case keepOpen, closeOutput, close }

    init(
        eventLoop: any EventLoop, delegate: any WebSocketDelegate,
        configuration: WebSocketConfiguration
    ) {
        self.eventLoop = eventLoop
        self.delegate = delegate
        self.configuration = configuration
        messageBytesMax = configuration.messageBytesMax
        budget = OutboundBudget(
            bytesMax: configuration.outboundBytesMax, framesMax: configuration.outboundFramesMax)
    }

    // MARK: For the owner

    /// Neither side has begun to close.
    package var isOpen: Bool { phase == .open }

    /// Bytes given to `send` that the kernel has not taken yet.
    package var pendingBytes: Int { budget.pendingBytes }

    /// Frames given to `send` that the kernel has not taken yet.
    package var pendingFrames: Int { budget.pendingFrames }

    /// Sends one whole encoded frame, such as `WebSocketFrames.text` makes; nothing once closing
    /// has begun.
    package func send(_ frame: ByteBuffer) { enqueue(frame, isLiveOnly: false) }

    /// Sends a frame that may be lost: it is dropped while more than half of the budget is used.
    package func sendLiveOnly(_ frame: ByteBuffer) { enqueue(frame, isLiveOnly: true) }

    /// Calls `body` once little waits to be sent: at once if so, never once the channel has closed.
    package func whenQuiet(_ body: @escaping () -> Void) {
        guard phase != .closed else { return }
        guard !budget.isQuiet || !waitForQuiet.isEmpty else { return body() }
        waitForQuiet.append(body)
    }

    /// Begins to close: nothing is received or sent any more; `closed` follows within the close
    /// timeout.
    package func close(code: UInt16, reason: String = "") {
        beginClosing(.byServer(code: code), WebSocketFrames.close(code: code, reason: reason))
    }

    // MARK: For the handler

    func attach(to context: ChannelHandlerContext) {
        self.context = context
        delegate?.opened(self)
    }

    func deliver(text: [UInt8]) {
        guard phase == .open else { return }
        delegate?.received(text: text)
    }

    /// Ends a burst of input: what it caused leaves now.
    func readCompleted() {
        if phase == .open { delegate?.tick() }
        flush()
    }

    func closeReceived(code: UInt16?, reason: String) {
        beginClosing(.byPeer(code: code, reason: reason), WebSocketFrames.close(code: code))
        drained(then: .close)
    }

    func close(for violation: WebSocketViolation) {
        beginClosing(
            .violation(violation),
            WebSocketFrames.close(code: violation.closeCode, reason: violation.rawValue))
        // Closing whole while input is unread resets the connection, and the peer may never see the
        // code.
        drained(then: .closeOutput)
    }

    func closeForMissedPongs() {
        let code = WebSocketCloseCode.missedPongs
        beginClosing(
            .missedPongs, WebSocketFrames.close(code: code, reason: "missedPongs"))
    }

    func shutDown() {
        guard phase == .open else { return }
        delegate?.shuttingDown()
        close(code: WebSocketCloseCode.goingAway, reason: "shuttingDown")
    }

    /// The peer sends nothing any more.
    func inputClosed() {
        if phase == .closing { return drained(then: .close) }
        end = end ?? .lost
        context?.close(promise: nil)
    }

    func detach() {
        guard phase != .closed else { return }
        phase = .closed
        closeDeadline?.cancel()
        closeDeadline = nil
        context = nil
        batch = []
        waitForQuiet = []
        let delegate = delegate
        self.delegate = nil
        delegate?.closed(end ?? .lost)
    }

    // MARK: Closing

    private func beginClosing(_ end: WebSocketEnd, _ frame: [UInt8]) {
        eventLoop.assertInEventLoop()
        guard phase == .open else { return }
        phase = .closing
        self.end = end
        budget.count(byteCount: frame.count)
        append(ByteBuffer(bytes: frame))
        closeDeadline = eventLoop.assumeIsolated().scheduleTask(
            in: TimeAmount(configuration.closeTimeout)
        ) {
            self.context?.close(promise: nil)
        }
    }

    private func drained(then next: AfterDraining) {
        afterDraining = next
        actWhenDrained()
    }

    private func actWhenDrained() {
        guard budget.pendingFrames == 0 else { return }
        switch afterDraining {
        case .keepOpen: break
        case .closeOutput:
            afterDraining = .keepOpen
            context?.close(mode: .output, promise: nil)
        case .close: context?.close(promise: nil)
        }
    }

    // MARK: Writing

    private func goOnWhenQuiet() {
        guard budget.isQuiet else { return }
        let bodies = waitForQuiet
        waitForQuiet = []
        for body in bodies { body() }
    }

    private func enqueue(_ frame: ByteBuffer, isLiveOnly: Bool) {
        eventLoop.assertInEventLoop()
        guard phase == .open, !isExceeded else { return }
        switch budget.admit(byteCount: frame.readableBytes, isLiveOnly: isLiveOnly) {
        case .send: append(frame)
        case .drop: break
        case .exceeded:
            // Told at the end of the tick: the caller may be in the middle of its table of sockets.
            isExceeded = true
            scheduleFlush()
        }
    }

    private func append(_ frame: ByteBuffer) {
        batch.append(frame)
        batchBytes += frame.readableBytes
        scheduleFlush()
    }

    private func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        eventLoop.assumeIsolated().execute {
            self.isFlushScheduled = false
            self.flush()
        }
    }

    private func flush() {
        if isExceeded, phase == .open {
            delegate?.outboundBudgetExceeded()
            close(code: WebSocketCloseCode.slowConsumer, reason: "slowConsumer")
        }
        guard let context, let last = batch.popLast() else { return }
        let frames = batch
        let (bytes, frameCount) = (batchBytes, frames.count + 1)
        batch = []
        batchBytes = 0
        for frame in frames { context.write(NIOAny(frame), promise: nil) }
        let written = eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.budget.left(bytes: bytes, frames: frameCount)
            self.actWhenDrained()
            self.goOnWhenQuiet()
        }
        context.writeAndFlush(NIOAny(last), promise: written)
    }
}

// Bound to its event loop: other threads reach it by a hop, holding it in a NIOLoopBound.
@available(*, unavailable)
extension WebSocketConnection: Sendable {}
