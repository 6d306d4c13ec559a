/// How a peer broke RFC 6455 or a limit of ours; the raw value is the metric's label.
package enum WebSocketViolation: String, Error, Sendable, CaseIterable {
    case reservedBits
    case reservedOpcode
    case unmaskedFrame
    case binaryMessage
    case controlFrameFragmented
    case controlFrameTooLong
    case lengthNotMinimal
    case messageTooBig
    case tooManyFragments
    case continuationWithoutStart
    case messageInterrupted
    case invalidUTF8
    case closeFrameTruncated
    case invalidCloseCode

    /// What the close frame says to the peer.
    package var closeCode: UInt16 {
        switch self {
        case .reservedBits, .reservedOpcode, .unmaskedFrame, .controlFrameFragmented,
            .controlFrameTooLong, .lengthNotMinimal, .continuationWithoutStart, .messageInterrupted,
            .closeFrameTruncated, .invalidCloseCode:
            WebSocketCloseCode.protocolError
        case .binaryMessage: WebSocketCloseCode.unsupportedData
        case .invalidUTF8: WebSocketCloseCode.invalidPayload
        case .tooManyFragments: WebSocketCloseCode.policyViolation
        case .messageTooBig: WebSocketCloseCode.messageTooBig
        }
    }
}
