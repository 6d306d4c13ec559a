import Synchronization

/// What could not be swept, so that it is told of once and not at each try.
final class UnsweptRows: Sendable {
    /// Of more than so many nobody needs to be told.
    private static let countMax = 1_000

    private let told = Mutex<Set<String>>([])

    func isNew(_ row: String) -> Bool {
        told.withLock { $0.count < Self.countMax && $0.insert(row).inserted }
    }
}
