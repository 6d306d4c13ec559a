import FoyerCore
import FoyerService
import Synchronization

/// Keeps the hints of committed changes in order, for tests to read.
package final class RecordingAnnouncer: Announcer {
    private let kept = Mutex<[Hint]>([])
    private let next: (any Announcer)?

    /// Hands the hints on to `next`, such as the hub of sessions.
    package init(handingOnTo next: (any Announcer)? = nil) { self.next = next }

    package func announce(_ hints: [Hint]) {
        kept.withLock { $0 += hints }
        next?.announce(hints)
    }

    /// What was announced since the last call.
    package func take() -> [Hint] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }
}
