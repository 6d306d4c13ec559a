import FoyerCore
import Synchronization

/// Time that stands still until a test moves it.
package final class ManualClock: Sendable {
    private let milliseconds: Mutex<Int64>

    package init(milliseconds: Int64 = 1_750_000_000_000) {
        self.milliseconds = Mutex(milliseconds)
    }

    package var now: Instant { Instant(milliseconds: read()) }

    /// As databases take a clock: `clock: clock.read`.
    package func read() -> Int64 { milliseconds.withLock { $0 } }

    package func advance(seconds: Int) { advance(milliseconds: Int64(seconds) * 1_000) }

    /// A negative number steps back, as a clock that was set right does.
    package func advance(milliseconds step: Int64) { milliseconds.withLock { $0 += step } }
}
