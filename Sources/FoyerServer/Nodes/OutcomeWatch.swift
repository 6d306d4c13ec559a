import NIOConcurrencyHelpers
import Storage

/// A database that tells when nobody knows whether a write was committed: its hints are lost, and
/// nodes must read.
final class OutcomeWatch: Database {
    private let whole: any Database
    private let unknown = NIOLockedValueBox<(@Sendable () -> Void)?>(nil)

    init(_ whole: any Database) { self.whole = whole }

    /// `body` is called after each write with an unknown outcome, before its caller goes on.
    func onUnknownOutcome(_ body: @escaping @Sendable () -> Void) {
        unknown.withLockedValue { $0 = body }
    }

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.read(body)
    }

    @discardableResult
    func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        do {
            return try await whole.write(manner, body)
        } catch let error as DatabaseError where error.kind == .unknownOutcome {
            // A lease has no hints: its next renewal makes good what is unknown of the last.
            if manner != .atOnce { unknown.withLockedValue { $0 }?() }
            throw error
        }
    }

    var freeBytes: Int64? { whole.freeBytes }

    func close() async { await whole.close() }
}
