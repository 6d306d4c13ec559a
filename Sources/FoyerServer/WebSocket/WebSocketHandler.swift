import FoyerAPI
import NIOCore

/// Takes a client's frames apart and keeps the connection alive; the last handler of a WebSocket's
/// pipeline. What may be left of HTTP behind it can send and half-close nothing any more.
package final class WebSocketHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundIn = Never
    package typealias OutboundOut = ByteBuffer

    private let connection: WebSocketConnection
    private var decoder: WebSocketFrameDecoder
    private var heartbeat: Heartbeat
    private let pingInterval: Duration
    private var timer: Scheduled<Void>?
    // After a violation nothing that comes is looked at.
    private var isDiscarding = false

    package init(
        eventLoop: any EventLoop, delegate: any WebSocketDelegate,
        configuration: WebSocketConfiguration = WebSocketConfiguration()
    ) {
        connection = WebSocketConnection(
            eventLoop: eventLoop, delegate: delegate, configuration: configuration)
        decoder = WebSocketFrameDecoder(messageBytesMax: configuration.messageBytesMax)
        heartbeat = Heartbeat(
            interval: configuration.pingInterval, pongTimeout: configuration.pongTimeout)
        pingInterval = configuration.pingInterval
    }

    // MARK: Life

    package func handlerAdded(context: ChannelHandlerContext) {
        schedule(after: pingInterval)
        connection.attach(to: context)
    }

    package func handlerRemoved(context: ChannelHandlerContext) { end() }

    package func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Resets and the like: `closed` follows with the cause recorded before, or as lost.
        context.close(promise: nil)
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: connection.shutDown()
        case ChannelEvent.inputClosed: connection.inputClosed()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    package func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        promise?.fail(ChannelError.ioOnClosedChannel)
    }

    package func close(
        context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
    ) {
        guard mode != .output else { return promise?.succeed() ?? () }
        context.close(mode: mode, promise: promise)
    }

    private func end() {
        isDiscarding = true
        timer?.cancel()
        timer = nil
        connection.detach()
    }

    // MARK: Input

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDiscarding else { return }
        Self.unwrapInboundIn(data).withUnsafeReadableBytes { decoder.append($0) }
        var pongsLeft = WireLimit.pongsPerReadMax
        // RFC 6455, section 5.5.3: of a flood the latest ping is enough to answer.
        var unanswered: [UInt8]?
        do throws(WebSocketViolation) {
            while let input = try nextInput() {
                switch input {
                case .text(let text): connection.deliver(text: text)
                case .ping(let payload) where pongsLeft > 0:
                    pongsLeft -= 1
                    answer(ping: payload)
                case .ping(let payload): unanswered = payload
                case .pong: heartbeat.pongReceived()
                case .close(let code, let reason):
                    connection.closeReceived(code: code, reason: reason)
                }
            }
        } catch {
            isDiscarding = true
            connection.close(for: error)
        }
        if let unanswered { answer(ping: unanswered) }
    }

    private func answer(ping payload: [UInt8]) {
        connection.send(ByteBuffer(bytes: WebSocketFrames.pong(payload)))
    }

    package func channelReadComplete(context: ChannelHandlerContext) { connection.readCompleted() }

    private func nextInput() throws(WebSocketViolation) -> WebSocketInput? {
        decoder.messageBytesMax = connection.messageBytesMax
        return try decoder.next()
    }

    // MARK: Heartbeat

    private func schedule(after delay: Duration) {
        timer = connection.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
            self.timerFired()
        }
    }

    private func timerFired() {
        guard connection.isOpen else { return }
        switch heartbeat.timerFired() {
        case .sendPing(let timeout):
            connection.send(ByteBuffer(bytes: WebSocketFrames.ping()))
            schedule(after: timeout)
        case .wait(let delay): schedule(after: delay)
        case .disconnect: connection.closeForMissedPongs()
        }
    }
}

@available(*, unavailable)
extension WebSocketHandler: Sendable {}
