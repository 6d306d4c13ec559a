import FoyerAPI
import FoyerRealtime
import NIOCore

/// A session on an event loop with a client instead of a socket: what the server's bridge does,
/// without HTTP.
///
/// Everything but `say`, `cut` and `init` happens on the loop. What comes from other threads hops
/// there; with the bug planted, deliveries do not.
final class LoopDoor: SessionDoor, @unchecked Sendable {  // bound to its loop, unless planted
    private let eventLoop: any EventLoop
    private let heard: AsyncStream<String>.Continuation
    private var session: (any Session)?
    private var isOpen = true

    private final class Mailbox: Receiver {
        private let door: Weak
        private let isPlanted: Bool

        private struct Weak: @unchecked Sendable {  // read on the loop, unless planted
            weak var door: LoopDoor?
        }

        init(_ door: LoopDoor, isPlanted: Bool) {
            self.door = Weak(door: door)
            self.isPlanted = isPlanted
        }

        func receive(_ delivery: Delivery) {
            guard !isPlanted else {
                door.door?.session?.receive(delivery)
                return
            }
            guard let loop = door.door?.eventLoop else { return }
            loop.execute { [door] in door.door?.session?.receive(delivery) }
        }
    }

    /// `heard` gets the kind of each frame that is sent to the client.
    init(
        on eventLoop: any EventLoop, planted: Bool, heard: AsyncStream<String>.Continuation,
        _ make: @escaping @Sendable (any SessionDoor, any Receiver) -> any Session
    ) {
        self.eventLoop = eventLoop
        self.heard = heard
        let mailbox = Mailbox(self, isPlanted: planted)
        eventLoop.execute { self.session = make(self, mailbox) }
    }

    // MARK: The client

    func say(_ text: String) {
        eventLoop.execute { self.session?.received(Array(text.utf8)) }
    }

    func cut() {
        eventLoop.execute {
            let session = self.session
            self.session = nil
            self.isOpen = false
            session?.closed()
            self.heard.finish()
        }
    }

    // MARK: For the session

    func send(_ frame: ByteBuffer) {
        guard isOpen else { return }
        heard.yield(Self.kind(of: frame))
    }

    func sendLiveOnly(_ frame: ByteBuffer) { send(frame) }

    func whenQuiet(_ body: @escaping () -> Void) { body() }

    func close(_ reason: Disconnect) { cut() }

    func acceptLongMessages() {}

    func perform<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output,
        then done: @escaping (Result<Output, any Error>) -> Void
    ) {
        let done = OnLoop(body: done)
        Task {
            let result: Result<Output, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { done.body(result) }
        }
    }

    func after(_ delay: TimeAmount, _ body: @escaping () -> Void) {
        let body = OnLoop(body: { (_: Void) in body() })
        eventLoop.scheduleTask(in: delay) { body.body(()) }
    }

    var nowMilliseconds: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000) }

    private struct OnLoop<Input>: @unchecked Sendable {  // made and called on one loop
        let body: (Input) -> Void
    }

    /// The `t` of a whole unmasked frame, which is its JSON's first field.
    private static func kind(of frame: ByteBuffer) -> String {
        let parts = String(decoding: frame.readableBytesView, as: UTF8.self).split(
            separator: "\"", maxSplits: 4)
        return parts.count > 3 ? String(parts[3]) : ""
    }
}
