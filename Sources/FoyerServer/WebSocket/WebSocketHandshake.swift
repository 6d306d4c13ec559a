import Crypto
import FoyerAPI
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore

/// Where a route leaves what to install when its 101 goes out.
///
/// Current while a connection's requests are answered; asked only while one of them is a handshake.
/// A task-local, since Hummingbird's `Request` and `Response` carry nothing of ours and a route
/// should not need a special context for it.
final class WebSocketHandshake: Sendable {
    @TaskLocal static var current: WebSocketHandshake?

    private struct State {
        var isAsked = false
        var make: WebSocketMaker?
    }

    private let state: NIOLockedValueBox<State>

    init(isAsked: Bool) { state = NIOLockedValueBox(State(isAsked: isAsked)) }

    /// Whether the request that is answered now asks to become a WebSocket.
    var isAsked: Bool {
        get { state.withLockedValue(\.isAsked) }
        set { state.withLockedValue { $0.isAsked = newValue } }
    }

    func accept(_ make: @escaping WebSocketMaker) { state.withLockedValue { $0.make = make } }

    var maker: WebSocketMaker? { state.withLockedValue(\.make) }
}

/// Makes a connection's handler; called on its event loop, after the 101 and before the first
/// frame.
package typealias WebSocketMaker = @Sendable (any EventLoop) -> WebSocketHandler

/// Why a request cannot become a WebSocket (RFC 6455, section 4.2).
package enum WebSocketHandshakeError: Error, Equatable, HTTPResponseError {
    /// No upgrade was asked for, or not by a request that a connection can end with.
    case upgradeRequired
    case unsupportedVersion
    case invalidKey

    package var status: HTTPResponse.Status {
        switch self {
        case .upgradeRequired, .unsupportedVersion: .upgradeRequired
        case .invalidKey: .badRequest
        }
    }

    package func response(from request: Request, context: some RequestContext) -> Response {
        let message =
            switch self {
            case .upgradeRequired: "This address speaks WebSocket."
            case .unsupportedVersion: "This server speaks WebSocket version 13."
            case .invalidKey: "Sec-WebSocket-Key must be 16 bytes in base64."
            }
        var headers: HTTPFields = [.secWebSocketVersion: "13"]
        if status == .upgradeRequired { headers[.upgrade] = "websocket" }
        var response = Response(APIError(.handshakeWrong, Int(status.code), message))
        response.headers.append(contentsOf: headers)
        return response
    }
}

extension Request {
    /// Answers the handshake and gives the connection to the delegate that is made for it, on its
    /// event loop; whoever calls it has decided that the asker may connect.
    package func webSocket(
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        delegate: @escaping @Sendable (any EventLoop) -> any WebSocketDelegate
    ) throws(WebSocketHandshakeError) -> Response {
        guard let handshake = WebSocketHandshake.current, handshake.isAsked else {
            throw .upgradeRequired
        }
        guard headers[.secWebSocketVersion] == "13" else { throw .unsupportedVersion }
        guard let key = headers[.secWebSocketKey], WebSocketKey.isValid(key) else {
            throw .invalidKey
        }
        handshake.accept { eventLoop in
            WebSocketHandler(
                eventLoop: eventLoop, delegate: delegate(eventLoop), configuration: configuration)
        }
        return Response(
            status: .switchingProtocols,
            headers: [
                .upgrade: "websocket", .connection: "upgrade",
                .secWebSocketAccept: WebSocketKey.answer(to: key),
            ])
    }
}

extension WebSocketKey {
    /// The `Sec-WebSocket-Accept` to a key (RFC 6455, section 4.2.2).
    static func answer(to key: String) -> String {
        let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return base64(Array(Crypto.Insecure.SHA1.hash(data: Array(text.utf8))))
    }
}
