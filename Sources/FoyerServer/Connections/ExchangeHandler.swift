import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// How long a client may take to send a request and to read its answer.
package struct ExchangeTimeouts: Sendable {
    package var request = HTTPLimit.requestTimeout
    package var linger = HTTPLimit.lingerTimeout
    package var stall = HTTPLimit.stallTimeout

    package init() {}
}

/// Closes an HTTP connection whose client sends too slowly, never stops sending, or never reads:
/// each holds memory and an open file, and Hummingbird's idle timeout knows only who is silent.
final class ExchangeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let timeouts: ExchangeTimeouts
    private var watch = ExchangeWatch()
    private var requestTimer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?
    /// Told once when the peer hangs up or will send no more: whoever makes it wait may stop.
    private var onPeerGone: (@Sendable () -> Void)?
    private var peerIsGone = false

    init(timeouts: ExchangeTimeouts) { self.timeouts = timeouts }

    func handlerRemoved(context: ChannelHandlerContext) { cancelTimers() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { tellPeerGone() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        tellPeerGone()
        cancelTimers()
        context.fireChannelInactive()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head: watch.headRead()
        case .body(let bytes):
            guard watch.bodyRead(byteCount: bytes.readableBytes) else {
                return context.close(promise: nil)
            }
        case .end:
            watch.endRead()
            requestTimer?.cancel()
            requestTimer = nil
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most requests come whole, and need no timer.
        if watch.isReading, requestTimer == nil {
            requestTimer = close(context, after: timeouts.request)
        }
        context.fireChannelReadComplete()
    }

    // MARK: Answers

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        if case .end = Self.unwrapOutboundIn(data) {
            onPeerGone = nil
            watch.answered()
            if watch.isLingering {
                requestTimer?.cancel()
                requestTimer = close(context, after: timeouts.linger)
            }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTimer?.cancel()
        stallTimer = context.channel.isWritable ? nil : close(context, after: timeouts.stall)
        context.fireChannelWritabilityChanged()
    }

    /// Calls `act` when the peer hangs up or will send no more; at once when it has.
    func whenPeerIsGone(_ act: @escaping @Sendable () -> Void) {
        if peerIsGone { act() } else { onPeerGone = act }
    }

    private func tellPeerGone() {
        peerIsGone = true
        onPeerGone?()
        onPeerGone = nil
    }

    // MARK: Timers

    private func close(_ context: ChannelHandlerContext, after delay: Duration) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
            context.close(promise: nil)
        }
    }

    private func cancelTimers() {
        requestTimer?.cancel()
        stallTimer?.cancel()
        (requestTimer, stallTimer) = (nil, nil)
    }
}

@available(*, unavailable)
extension ExchangeHandler: Sendable {}
