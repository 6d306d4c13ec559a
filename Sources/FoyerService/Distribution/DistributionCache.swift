import FoyerCore
import Synchronization

/// A company's distribution as this node left it, valid while the company's row still names that
/// transaction (decision 0006).
///
/// A transaction leaves its result here before it commits: if it rolls back, the row never names it
/// and the entry is never used.
final class DistributionCache: Sendable {
    private struct Entry {
        let stamp: Int64
        let distribution: Distribution
    }

    private static let companiesMax = 10_000
    private let kept = Mutex<[ID<Company>: Entry]>([:])

    func distribution(of company: ID<Company>, after stamp: Int64) -> Distribution? {
        kept.withLock { kept in
            guard let entry = kept[company], entry.stamp == stamp else { return nil }
            return entry.distribution
        }
    }

    func forget() { kept.withLock { $0.removeAll() } }

    func keep(_ distribution: Distribution, of company: ID<Company>, after stamp: Int64) {
        kept.withLock { kept in
            if kept.count >= Self.companiesMax { kept.removeAll() }
            kept[company] = Entry(stamp: stamp, distribution: distribution)
        }
    }
}
