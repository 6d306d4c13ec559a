import FoyerCore
import FoyerService
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import Storage

/// Does what is due: sleeps until the earliest deadline it knows, at most two seconds, and is woken
/// when a nearer one is set.
package struct DeadlineRunner: ServiceLifecycle.Service {
    private static let sleepMax = Duration.seconds(2)
    let service: FoyerService.Service
    let alarm: Alarm
    let clock: @Sendable () -> Int64
    let logger: Logger

    package func run() async throws {
        await withGracefulShutdownHandler {
            while !Task.isShuttingDownGracefully && !Task.isCancelled {
                // Whatever is set from here on rings: it may come after the reading of the next
                // one.
                alarm.expect(nil)
                let next = await passTime()
                alarm.expect(next)
                let wait = next.map { max(0, $0.milliseconds - clock()) } ?? .max
                await alarm.wait(atMost: min(Self.sleepMax, .milliseconds(min(wait, 2_000))))
            }
        } onGracefulShutdown: {
            alarm.ring()
        }
    }

    private func passTime() async -> Instant? {
        do {
            return try await service.passTime()
        } catch let error as DatabaseError where error.kind == .replacing {
            // What was due is no more, or begins anew with the backup.
            return nil
        } catch {
            // Deadlines are rows: what could not be done now is done at the next round.
            logger.error("Deadlines could not be passed", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

/// Wakes one sleeper, early if rung.
package final class Alarm: Sendable {
    private struct State {
        var sleeper: CheckedContinuation<Void, Never>?
        var hasRung = false
        var expected = Int64.max
        var round = 0
    }

    private let state = NIOLockedValueBox(State())
    private let eventLoop: any EventLoop

    package init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// A deadline was set: rings if it is nearer than the one that is waited for.
    package func set(_ due: Instant) {
        let isNearer = state.withLockedValue { state in
            guard due.milliseconds < state.expected else { return false }
            state.expected = due.milliseconds
            return true
        }
        if isNearer { ring() }
    }

    func expect(_ due: Instant?) {
        state.withLockedValue { $0.expected = due?.milliseconds ?? .max }
    }

    func ring() {
        let sleeper = state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
            guard let sleeper = state.sleeper else {
                state.hasRung = true
                return nil
            }
            state.sleeper = nil
            return sleeper
        }
        sleeper?.resume()
    }

    func wait(atMost delay: Duration) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let round = state.withLockedValue { state -> Int? in
                if state.hasRung {
                    state.hasRung = false
                    return nil
                }
                state.sleeper = continuation
                state.round += 1
                return state.round
            }
            guard let round else { return continuation.resume() }
            eventLoop.scheduleTask(in: TimeAmount(delay)) { self.timeOut(round) }
        }
    }

    /// Only the sleeper of this round is woken: an old timer may fire late.
    private func timeOut(_ round: Int) {
        let sleeper = state.withLockedValue { state -> CheckedContinuation<Void, Never>? in
            guard state.round == round else { return nil }
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.resume()
    }
}
