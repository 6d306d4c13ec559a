import Storage
import Synchronization

/// A database whose disk is full for as long as a test likes: every write fails, reads go on.
package final class FailingDatabase: Database {
    private let whole: any Database
    private let isFull = Mutex(false)
    private let refused = Mutex(0)

    package init(_ whole: any Database) { self.whole = whole }

    /// Writes that failed.
    package var refusedCount: Int { refused.withLock { $0 } }

    package func setFull(_ full: Bool) { isFull.withLock { $0 = full } }

    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.read(body)
    }

    @discardableResult
    package func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        guard !isFull.withLock({ $0 }) else {
            refused.withLock { $0 += 1 }
            throw DatabaseError(kind: .diskFull, message: "the test's disk is full")
        }
        return try await whole.write(manner, body)
    }

    package func close() async { await whole.close() }
}
