import Synchronization

/// A clock that stands still rather than go backwards, for all threads of one database.
final class ForwardClock: Sendable {
    private let latest = Atomic<Int64>(.min)

    /// `milliseconds`, or the latest time already given out if that is later.
    func advance(to milliseconds: Int64) -> Int64 {
        latest.max(milliseconds, ordering: .sequentiallyConsistent).newValue
    }
}
