import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Looks at the requests of a connection: HTTP goes on as Hummingbird speaks it, a handshake is put
/// to the router. When the first request is one, Hummingbird's handlers are never there.
///
/// NIO's own upgrade handler is not used: it has no idle timeout before the first request, ignores
/// quiescing, and traps on states that it holds impossible.
final class FirstRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case waiting
        case readingHandshake(HTTPRequest)
        case asking
        case http
        case finished
    }

    private var state = State.waiting
    private let encoder: HTTPResponseEncoder
    private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
    private let configuration: RoutedChannel.Configuration
    private let logger: Logger
    // Nil once it is known what the connection is for.
    private var use: EventLoopPromise<ConnectionUse>?
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var isQuiescing = false
    private var later = LaterHandshake()
    // Closes idle connections; gone once there is a WebSocket, which has its own heartbeat.
    private var idleHandler: HTTPConnectionStateHandler?
    private var exchange: ExchangeHandler?

    init(
        encoder: HTTPResponseEncoder, decoder: ByteToMessageHandler<HTTPRequestDecoder>,
        use: EventLoopPromise<ConnectionUse>, configuration: RoutedChannel.Configuration,
        logger: Logger
    ) {
        self.encoder = encoder
        self.decoder = decoder
        self.use = use
        self.configuration = configuration
        self.logger = logger
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        closeAfter(configuration.idleTimeout)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (state, event) {
        case (.http, is ChannelShouldQuiesceEvent):
            isQuiescing = true
            context.fireUserInboundEventTriggered(event)
        case (.http, _): context.fireUserInboundEventTriggered(event)
        case (.waiting, is ChannelShouldQuiesceEvent): context.close(promise: nil)
        case (_, is ChannelShouldQuiesceEvent): isQuiescing = true
        case (_, ChannelEvent.inputClosed): context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What is not HTTP is answered here: Hummingbird would answer a request that never was,
        // which its compressor holds impossible.
        switch (state, error) {
        case (.waiting, HTTPParserError.headerOverflow): refuse(.requestHeaderFieldsTooLarge)
        case (.waiting, is HTTPParserError): refuse(.badRequest)
        case (.http, is HTTPParserError) where later.isIdle: refuse(.badRequest)
        case (.http, is HTTPParserError): context.close(promise: nil)
        case (.http, _): context.fireErrorCaught(error)
        case (.waiting, _), (.readingHandshake, _), (.asking, _), (.finished, _):
            context.close(promise: nil)
        }
    }

    private func end() {
        timer?.cancel()
        timer = nil
        use?.succeed(.closed)
        use = nil
        context = nil
    }

    private func closeAfter(_ delay: Duration) {
        guard let eventLoop = context?.eventLoop else { return }
        timer?.cancel()
        timer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
            self.context?.close(promise: nil)
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, Self.unwrapInboundIn(data)) {
        case (.waiting, .head(let head)) where isHandshake(head):
            let request = try? HTTPRequest(head, secure: false, splitCookie: false)  // malformed
            guard let request else {
                return refuse(.badRequest)
            }
            state = .readingHandshake(request)
        case (.waiting, .head(let head)):
            becomeHTTP(context)
            later.requested()
            forward(head, context)
        case (.readingHandshake, .body): refuse(.badRequest)
        case (.readingHandshake(let request), .end): ask(request, context)
        case (.http, let part) where later.isAsked:
            // Only its end belongs to a handshake; whatever else comes would be read as frames.
            guard case .end = part, later.ended() else { return context.close(promise: nil) }
            context.fireChannelRead(data)
        case (.http, .head(let head)) where later.isIdle && isHandshake(head) && !hasBody(head):
            later.asked()
            // What is sent before the answer would be kept without limit.
            setReading(false)
            context.fireChannelRead(data)
        case (.http, .head(let head)):
            later.requested()
            forward(head, context)
        case (.http, _): context.fireChannelRead(data)
        case (.waiting, _), (.readingHandshake, _), (.asking, _), (.finished, _): break
        }
    }

    private func isHandshake(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1
            && head.uri.hasPrefix(configuration.webSocketPath)
            && head.headers.lists("upgrade", "websocket")
            && head.headers.lists("connection", "upgrade")
    }

    private func hasBody(_ head: HTTPRequestHead) -> Bool {
        let length = head.headers["content-length"]
        return head.headers.contains(name: "transfer-encoding")
            || !length.allSatisfy { $0 == "0" }
    }

    /// NIO's decoder reads nothing after a request that asks for any upgrade, so that one must be
    /// the last.
    private func forward(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = head
        if head.headers.lists("connection", "upgrade") {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }

    private func becomeHTTP(_ context: ChannelHandlerContext) {
        state = .http
        timer?.cancel()
        timer = nil
        do {
            let pipeline = context.pipeline.syncOperations
            let idleHandler = HTTPConnectionStateHandler(
                idleTimeout: configuration.idleTimeout, logger: logger)
            let exchange = ExchangeHandler(timeouts: configuration.exchange)
            (self.idleHandler, self.exchange) = (idleHandler, exchange)
            try pipeline.addHandlers(configuration.httpHandlers())
            try pipeline.addHandlers(
                HTTP1ToHTTPServerCodec(secure: false), exchange, idleHandler)
            let channel = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: context.channel,
                configuration: .init(isOutboundHalfClosureEnabled: true))
            use?.succeed(.http(channel, later.handshake))
            use = nil
        } catch {
            context.close(promise: nil)
        }
    }

    // MARK: Handshakes

    private func ask(_ request: HTTPRequest, _ context: ChannelHandlerContext) {
        state = .asking
        closeAfter(configuration.idleTimeout)
        // What is sent before the answer would be kept without limit.
        setReading(false)
        use?.succeed(.handshake(request, NIOLoopBound(self, eventLoop: context.eventLoop)))
        use = nil
    }

    func take(_ answer: HandshakeAnswer) {
        guard case .asking = state else { return }
        switch answer {
        case .accepted(let response, let make):
            becomeWebSocket(HTTPResponseHead(response), make, promise: nil)
        case .refused(let response, let body): refuse(response, body)
        case .failed: refuse(.internalServerError)
        }
    }

    private func becomeWebSocket(
        _ head: HTTPResponseHead, _ make: WebSocketMaker, promise: EventLoopPromise<Void>?
    ) {
        guard let context else { return }
        state = .finished
        timer?.cancel()
        timer = nil
        var head = head
        // RFC 9110, section 8.6.
        head.headers.remove(name: "content-length")
        head.headers.remove(name: "transfer-encoding")
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: promise)
        let pipeline = context.pipeline.syncOperations
        pipeline.removeHandler(encoder, promise: nil)
        if let idleHandler { pipeline.removeHandler(idleHandler, promise: nil) }
        if let exchange { pipeline.removeHandler(exchange, promise: nil) }
        do {
            // Before what may be left of HTTP, which hears of nothing but the end.
            try pipeline.addHandler(make(context.eventLoop), position: .after(self))
        } catch {
            return context.close(promise: nil)
        }
        if isQuiescing { context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        setReading(true)
        pipeline.removeHandler(self, promise: nil)
        // Hands over the frames that came right behind the handshake.
        pipeline.removeHandler(decoder, promise: nil)
    }

    private func refuse(_ status: HTTPResponse.Status) {
        refuse(HTTPResponse(status: status), ByteBuffer())
    }

    private func refuse(_ response: HTTPResponse, _ body: ByteBuffer) {
        guard let context else { return }
        state = .finished
        setReading(false)
        use?.succeed(.closed)
        use = nil
        var head = HTTPResponseHead(response)
        head.headers.replaceOrAdd(name: "connection", value: "close")
        head.headers.replaceOrAdd(name: "content-length", value: "\(body.readableBytes)")
        head.headers.remove(name: "transfer-encoding")
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        // Closing whole while input is unread resets the connection, and the client may never see
        // the answer.
        context.close(mode: .output, promise: nil)
        closeAfter(configuration.closeTimeout)
    }

    // MARK: Answers of HTTP

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        // After a refusal of our own nothing of Hummingbird's is sent any more.
        guard case .http = state else { return promise?.succeed() ?? () }
        switch later.answer(Self.unwrapOutboundIn(data)) {
        case .send(let part, let isLast):
            context.write(Self.wrapOutboundOut(part), promise: promise)
            if isLast { refuseLater(context) }
        case .hold: promise?.succeed()
        case .accept(let head, let make): becomeWebSocket(head, make, promise: promise)
        case .close:
            promise?.succeed()
            context.close(promise: nil)
        }
    }

    /// The decoder reads nothing after a handshake, so a refused one is the connection's last.
    private func refuseLater(_ context: ChannelHandlerContext) {
        state = .finished
        context.flush()
        context.close(mode: .output, promise: nil)
        closeAfter(configuration.closeTimeout)
    }

    private func setReading(_ isReading: Bool) {
        let options = context?.channel.syncOptions
        try? options?.setOption(.autoRead, value: isReading)  // fails on a closed channel only
    }
}

extension HTTPHeaders {
    /// Whether a comma-separated header holds the token, whatever its case.
    fileprivate func lists(_ name: String, _ token: String) -> Bool {
        self[canonicalForm: name].contains { $0.lowercased() == token }
    }
}

@available(*, unavailable)
extension FirstRequestHandler: Sendable {}
