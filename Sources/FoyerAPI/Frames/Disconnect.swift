/// Why the server hung up. 4000–4499: come back and resume. 4500–4999: do not come back by
/// yourself.
package enum Disconnect: UInt16, CaseIterable, Sendable {
    case goingAway = 1001
    case tryAgainLater = 1013
    case shuttingDown = 4000
    case slowConsumer = 4001
    case missedPongs = 4002
    case tooManyPending = 4003
    case helloMissing = 4004
    case invalidToken = 4500
    case loggedOff = 4501
    case protocolError = 4502

    /// The reason in the close frame, the metric's label and the log's field.
    package var name: String { "\(self)" }

    package var invitesReturn: Bool { rawValue < 4500 }
}
