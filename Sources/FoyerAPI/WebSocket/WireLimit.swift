/// How much the wire carries. Names end in unit and `Max`; times are durations.
package enum WireLimit {
    // MARK: JSON

    /// Arrays and objects open at the same time.
    package static let jsonDepthMax = 16
    /// Length of a text that is read into a `JSONValue`.
    package static let jsonBytesMax = 256 * 1024
    /// Values of all kinds in one text.
    package static let jsonValueCountMax = 10_000

    /// The largest whole number that every JSON reader keeps exact (RFC 8259, section 6).
    package static let wholeNumberMax: Int64 = 9_007_199_254_740_991

    /// Tokens and the secrets of links are shorter by far.
    package static let tokenCharactersMax = 200
    /// Chats that one `hello` takes up again.
    package static let haveCountMax = 100
    /// Writing frames of one session that wait for the one before.
    package static let pendingFramesMax = 64
    /// Frames of one session that were not understood: a client that errs does not err as often.
    package static let wrongFramesMax = 100

    // MARK: WebSocket, inbound

    /// A whole message before the session said hello.
    package static let helloMessageBytesMax = 1024
    /// A whole message of a session, all its fragments together.
    package static let messageBytesMax = 64 * 1024
    /// Frames of one message. Browsers send one; libraries send one per write.
    package static let messageFragmentsMax = 128
    /// RFC 6455, section 5.5.
    package static let controlPayloadBytesMax = 125
    /// Pings of one read that are answered one by one; of more only the latest is.
    package static let pongsPerReadMax = 16
    /// What a control payload leaves beside the two bytes of the code.
    package static let closeReasonBytesMax = controlPayloadBytesMax - 2
    /// What a connection begins to read into, and keeps; under load it grows to `messageBytesMax`.
    package static let readBufferBytes = 512
    /// Memory that an idle connection keeps for its next frame.
    package static let frameBufferBytesKeptMax = 512

    // MARK: WebSocket, outbound

    /// Bytes that wait for a slow reader before it is closed.
    package static let outboundBytesMax = 256 * 1024
    /// Frames that wait for a slow reader before it is closed.
    package static let outboundFramesMax = 1_000

    // MARK: WebSocket, time

    /// Until the first frame, which is `hello`.
    package static let helloTimeout = Duration.seconds(5)
    /// From the hello to the welcome, which may stand in line: a client then does better elsewhere.
    package static let welcomeTimeout = Duration.seconds(60)
    /// Between two pings.
    package static let pingInterval = Duration.seconds(25)
    /// Between a ping and its pong.
    package static let pongTimeout = Duration.seconds(10)
    /// Between our close frame and the peer's.
    package static let closeTimeout = Duration.seconds(2)
}
