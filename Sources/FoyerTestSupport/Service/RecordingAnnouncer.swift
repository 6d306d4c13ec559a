import FoyerCore
import FoyerService
import Synchronization

/// Keeps the hints of committed changes in order, for tests to read.
package final class RecordingAnnouncer: Announcer {
    private let kept = Mutex<[Hint]>([])

    package init() {}

    package func announce(_ hints: [Hint]) { kept.withLock { $0 += hints } }

    /// What was announced since the last call.
    package func take() -> [Hint] {
        kept.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }
}
