import FoyerAPI

/// What a connection tells its owner, always on the channel's event loop.
///
/// The connection holds its delegate until `closed`; a delegate may hold the connection.
package protocol WebSocketDelegate: AnyObject {
    /// The 101 has been sent. Called once and first.
    func opened(_ socket: WebSocketConnection)

    /// A whole message, valid UTF-8. Not called any more once closing has begun, by whomever.
    func received(text: [UInt8])

    /// All that one read brought has been handed over; what is sent now leaves with the same flush.
    func tick()

    /// A frame that had to be sent found the outbound budget used up and was lost, as will be all
    /// later ones. Unless the delegate closes now, the connection closes with `slowConsumer`.
    func outboundBudgetExceeded()

    /// The server drains. Unless the delegate closes now, the connection closes with `goingAway`.
    func shuttingDown()

    /// The connection is gone. Called once and last.
    func closed(_ end: WebSocketEnd)
}

extension WebSocketDelegate {
    package func tick() {}
    package func outboundBudgetExceeded() {}
    package func shuttingDown() {}
}

/// What ended a connection: the first cause, whatever followed.
package enum WebSocketEnd: Equatable, Sendable {
    /// The peer sent a close frame first; the code is nil when the frame held none.
    case byPeer(code: UInt16?, reason: String)
    case byServer(code: UInt16)
    case violation(WebSocketViolation)
    case missedPongs
    /// Closed or reset without a close frame.
    case lost
}

/// Limits and times of one connection.
package struct WebSocketConfiguration: Sendable {
    package var messageBytesMax = WireLimit.helloMessageBytesMax
    package var outboundBytesMax = WireLimit.outboundBytesMax
    package var outboundFramesMax = WireLimit.outboundFramesMax
    package var pingInterval = WireLimit.pingInterval
    package var pongTimeout = WireLimit.pongTimeout
    package var closeTimeout = WireLimit.closeTimeout

    package init() {}
}
