/// The close codes that the protocol itself needs (RFC 6455, section 7.4.1), and Foyer's two about
/// dead links.
package enum WebSocketCloseCode {
    package static let normal: UInt16 = 1000
    package static let goingAway: UInt16 = 1001
    package static let protocolError: UInt16 = 1002
    package static let unsupportedData: UInt16 = 1003
    package static let invalidPayload: UInt16 = 1007
    package static let policyViolation: UInt16 = 1008
    package static let messageTooBig: UInt16 = 1009
    package static let slowConsumer: UInt16 = 4001
    package static let missedPongs: UInt16 = 4002

    /// Whether a peer may put the code into a close frame: registered ones and the ranges left to
    /// programs.
    package static func isSendable(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
