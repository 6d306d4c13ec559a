import FoyerAPI
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// HTTP/1.1 whose requests may become a WebSocket if the router answers one with 101.
///
/// Where the first request asks, as a browser's does, the WebSocket is served by its handlers
/// alone: neither a task nor an async channel stays behind it. Proxies and libraries also ask on a
/// connection that they used before: there both stay, idle, until it closes. Whatever else the
/// router answers is sent as ordinary HTTP, after which the connection closes.
package struct RoutedChannel: HTTPChannelHandler {
    package struct Configuration: Sendable {
        /// Only requests below it may upgrade; elsewhere `Upgrade` is ignored, as RFC 9110 section
        /// 7.8 allows.
        package var webSocketPath = "/ws/"
        /// A connection that says nothing, or whose handshake is not answered, closes after this.
        package var idleTimeout = Duration.seconds(35)
        /// How long a refused handshake waits for the client to hang up.
        package var closeTimeout = Duration.seconds(2)
        /// Limits of request heads.
        package var decoder = NIOHTTPDecoderLimitConfiguration()
        package var exchange = ExchangeTimeouts()
        /// Counts connections and refuses too many, where given.
        package var counts: ConnectionCounts?
        /// Hears of what `counts` takes in and refuses.
        package var door: DoorWatch?
        /// Encrypts the connection, where given.
        package var tls: TLSIdentity?
        /// Handlers between HTTP/1.1's own and HTTPTypes' parts, such as a compressor; not on
        /// WebSockets.
        package var httpHandlers: @Sendable () -> [any ChannelHandler] = { [] }

        package init() {}
    }

    package struct Value: ServerChildChannelValue {
        package let channel: any Channel
        let use: EventLoopFuture<ConnectionUse>
    }

    package let responder: Responder
    private let configuration: Configuration

    package init(
        responder: @escaping Responder, configuration: Configuration = Configuration()
    ) {
        self.responder = responder
        self.configuration = configuration
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let use = channel.eventLoop.makePromise(of: ConnectionUse.self)
            guard admit(channel) else {
                use.succeed(.closed)
                try channel.pipeline.syncOperations.addHandler(
                    RefusedConnection(isEncrypted: configuration.tls != nil))
                return Value(channel: channel, use: use.futureResult)
            }
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(
                    leftOverBytesStrategy: .forwardBytes,
                    limitConfiguration: configuration.decoder))
            let first = FirstRequestHandler(
                encoder: encoder, decoder: decoder, use: use, configuration: configuration,
                logger: logger)
            do {
                // What a connection reads into stays its own: small until somebody sends more.
                try channel.syncOptions?.setOption(
                    .recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(
                        minimum: WireLimit.readBufferBytes, initial: WireLimit.readBufferBytes,
                        maximum: WireLimit.messageBytesMax))
                let pipeline = channel.pipeline.syncOperations
                if let tls = configuration.tls { try pipeline.addHandler(tls.handler()) }
                try pipeline.addHandlers(encoder, decoder, first)
            } catch {
                use.succeed(.closed)
                throw error
            }
            return Value(channel: channel, use: use.futureResult)
        }
    }

    private func admit(_ channel: any Channel) -> Bool {
        guard let counts = configuration.counts else { return true }
        let peer = channel.remoteAddress?.ipAddress.flatMap(NetworkAddress.init)
        let door = configuration.door
        if let refusal = counts.refusal(of: peer) {
            door?.saw(refusal)
            return false
        }
        door?.connected()
        channel.closeFuture.whenComplete { _ in
            counts.release(peer)
            door?.disconnected()
        }
        return true
    }

    package func handle(value: Value, logger: Logger) async {
        guard let use = try? await value.use.get() else { return }  // the promise never fails
        switch use {
        case .closed: return
        case .http(let channel, let handshake):
            await WebSocketHandshake.$current.withValue(handshake) {
                await handleHTTP(asyncChannel: channel, logger: logger)
            }
        case .handshake(let request, let handler):
            let answer = await answer(to: request, on: value.channel)
            value.channel.eventLoop.execute { handler.value.take(answer) }
        }
    }

    /// Lets the router answer, and collects what it says: refusals are small.
    private func answer(to head: HTTPRequest, on channel: any Channel) async -> HandshakeAnswer {
        let (writer, parts) = NIOAsyncChannelOutboundWriter<HTTPResponsePart>.makeTestingWriter()
        let handshake = WebSocketHandshake(isAsked: true)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        do {
            try await WebSocketHandshake.$current.withValue(handshake) {
                try await responder(request, ResponseWriter(outbound: writer), channel)
            }
        } catch {
            return .failed
        }
        writer.finish()
        var response: HTTPResponse?
        var body = ByteBuffer()
        for await part in parts {
            switch part {
            case .head(let head): response = head
            case .body(var bytes): body.writeBuffer(&bytes)
            case .end: break
            }
        }
        guard let response else { return .failed }
        guard response.status == .switchingProtocols else { return .refused(response, body) }
        guard let make = handshake.maker else { return .failed }
        return .accepted(response, make)
    }
}

/// What a new connection turned out to be for.
enum ConnectionUse: Sendable {
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, WebSocketHandshake)
    case handshake(HTTPRequest, NIOLoopBound<FirstRequestHandler>)
    case closed
}

/// What the router made of a handshake.
enum HandshakeAnswer: Sendable {
    case accepted(HTTPResponse, WebSocketMaker)
    case refused(HTTPResponse, ByteBuffer)
    case failed
}
