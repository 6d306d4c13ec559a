/// What a client sent, after the frames have been taken apart.
package enum WebSocketInput: Equatable, Sendable {
    /// A whole message: valid UTF-8, its fragments joined.
    case text([UInt8])
    case ping([UInt8])
    case pong([UInt8])
    /// The last input of a connection; the code is nil when the frame held none (1005).
    case close(code: UInt16?, reason: String)
}
