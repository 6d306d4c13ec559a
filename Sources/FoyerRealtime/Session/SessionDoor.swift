import FoyerAPI
import NIOCore

/// What a session can do to the world: its socket, its commands, its timers.
///
/// Bound to one event loop, like the session. The server's bridge implements it on a WebSocket,
/// tests on a list of frames.
package protocol SessionDoor: AnyObject {
    func send(_ frame: ByteBuffer)

    /// For frames that may be dropped when the reader is slow.
    func sendLiveOnly(_ frame: ByteBuffer)

    /// Calls `body` once little waits to be sent, at once if so: for what is long and asked for.
    /// Of a socket that is gone nothing is called any more.
    func whenQuiet(_ body: @escaping () -> Void)

    func close(_ reason: Disconnect)

    /// After hello, longer messages are taken.
    func acceptLongMessages()

    /// Runs `work` off the loop, then `done` on it; `done` is called also when the session has
    /// closed.
    func perform<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output,
        then done: @escaping (Result<Output, any Error>) -> Void)

    func after(_ delay: TimeAmount, _ body: @escaping () -> Void)

    /// Milliseconds since 1970, for `welcome` and the pace of previews.
    var nowMilliseconds: Int64 { get }
}

/// A session's protocol, fed by the bridge on its event loop.
package protocol Session: AnyObject {
    /// One whole text message.
    func received(_ bytes: [UInt8])
    func receive(_ delivery: Delivery)
    /// The socket is gone. Called once.
    func closed()
}
