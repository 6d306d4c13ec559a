import FoyerAPI
import FoyerRealtime
import NIOCore

/// A session's socket, loop and timers in a test's hands: a command is done, and its end told, when
/// the test says so and in the order it likes.
package final class ManualDoor: SessionDoor {
    /// A command under way: its work is done first, and told to the session second.
    private enum Command {
        case asked(() async -> () -> Void)
        case done(() -> Void)
    }

    private let clock: ManualClock
    private var commands: [Command] = []
    private var timers: [() -> Void] = []
    private var unread: [JSONValue] = []

    package private(set) var closeReason: Disconnect?
    package private(set) var takesLongMessages = false

    package init(clock: ManualClock) { self.clock = clock }

    // MARK: For the session

    package func send(_ frame: ByteBuffer) {
        // A socket that closes sends nothing more.
        guard closeReason == nil else { return }
        unread.append(JSONValue(frame: frame))
    }

    package func sendLiveOnly(_ frame: ByteBuffer) { send(frame) }

    package func whenQuiet(_ body: @escaping () -> Void) { body() }

    package func close(_ reason: Disconnect) { closeReason = closeReason ?? reason }

    package func acceptLongMessages() { takesLongMessages = true }

    package func perform<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output,
        then done: @escaping (Result<Output, any Error>) -> Void
    ) {
        commands.append(
            .asked {
                do {
                    let output = try await work()
                    return { done(.success(output)) }
                } catch {
                    return { done(.failure(error)) }
                }
            })
    }

    package func after(_ delay: TimeAmount, _ body: @escaping () -> Void) { timers.append(body) }

    package var nowMilliseconds: Int64 { clock.read() }

    // MARK: For the test

    /// What was sent since the last call.
    package func take() -> [JSONValue] {
        defer { unread = [] }
        return unread
    }

    package var commandCount: Int { commands.count }

    package var timerCount: Int { timers.count }

    /// Whether the command's work is done and its end not told yet.
    package func isDone(_ position: Int) -> Bool {
        if case .done = commands[position] { true } else { false }
    }

    /// Does the command's next half: the work, or the telling of its end.
    package func goOn(_ position: Int) async {
        switch commands[position] {
        case .asked(let work):
            let end = await work()
            commands[position] = .done(end)
        case .done(let end):
            commands.remove(at: position)
            end()
        }
    }

    /// Lets all timers fire that are set now.
    package func fireTimers() {
        let due = timers
        timers = []
        for body in due { body() }
    }
}

extension JSONValue {
    /// The text of one whole unmasked WebSocket frame.
    fileprivate init(frame: ByteBuffer) {
        let bytes = Array(frame.readableBytesView)
        let headerCount = bytes.count < 2 ? 0 : bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10
        do {
            self = try JSONValue(
                parsing: Array(bytes.dropFirst(headerCount)), limits: JSONLimits())
        } catch {
            self = .string("not JSON: \(error)")
        }
    }
}
