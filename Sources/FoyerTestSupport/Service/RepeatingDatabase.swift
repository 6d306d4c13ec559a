import Storage
import Synchronization

/// A database that runs each write's body twice, the first time in vain, as after a deadlock; it
/// remembers in which manner each write came.
package final class RepeatingDatabase: Database {
    private struct InVain: Error {}

    private let whole: any Database
    private let seen = Mutex<[WriteManner]>([])

    package init(_ whole: any Database) { self.whole = whole }

    package var manners: [WriteManner] { seen.withLock { $0 } }

    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.read(body)
    }

    @discardableResult
    package func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        seen.withLock { $0.append(manner) }
        do {
            try await whole.write(manner) { transaction in
                _ = try body(transaction)
                throw InVain()
            }
        } catch is InVain {}
        return try await whole.write(manner, body)
    }

    package func close() async { await whole.close() }
}
