import Storage
import Synchronization

/// A database whose disk is full for as long as a test likes: every write fails, reads go on.
package final class FailingDatabase: Database {
    private let whole: any Database
    private let isFull = Mutex(false)

    package init(_ whole: any Database) { self.whole = whole }

    package func setFull(_ full: Bool) { isFull.withLock { $0 = full } }

    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.read(body)
    }

    @discardableResult
    package func write<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        guard !isFull.withLock({ $0 }) else {
            throw DatabaseError(kind: .diskFull, message: "the test's disk is full")
        }
        return try await whole.write(body)
    }

    package func close() async { await whole.close() }
}
