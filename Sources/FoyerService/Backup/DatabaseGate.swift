import Storage
import Synchronization

/// A database that can be closed to everybody for as long as its rows are replaced.
///
/// Whoever comes meanwhile is refused as `.replacing`: 503 over HTTP, 1013 on a socket.
package final class DatabaseGate: Database {
    private struct State {
        var isClosed = false
        var insideCount = 0
        /// Who closed it and waits for the others to leave.
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let whole: any Database
    private let state = Mutex(State())

    package init(_ whole: any Database) { self.whole = whole }

    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try enter()
        defer { leave() }
        return try await whole.read(body)
    }

    @discardableResult
    package func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try enter()
        defer { leave() }
        return try await whole.write(manner, body)
    }

    package var freeBytes: Int64? { whole.freeBytes }

    package func close() async { await whole.close() }

    /// Refuses everybody from now on, waits for all that was begun, and opens again after `body`,
    /// which alone has the database.
    ///
    /// One at a time: a second caller is refused as `.replacing`.
    package func whileClosed<Output: Sendable>(
        _ body: (any Database) async throws -> Output
    ) async throws -> Output {
        try state.withLock { state throws(DatabaseError) in
            guard !state.isClosed else { throw Self.refusal }
            state.isClosed = true
        }
        defer { state.withLock { $0.isClosed = false } }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.insideCount > 0 { state.waiting = continuation }
                return state.insideCount == 0
            }
            if isEmpty { continuation.resume() }
        }
        return try await body(whole)
    }

    private func enter() throws(DatabaseError) {
        try state.withLock { state throws(DatabaseError) in
            guard !state.isClosed else { throw Self.refusal }
            state.insideCount += 1
        }
    }

    private func leave() {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.insideCount -= 1
            guard state.insideCount == 0 else { return nil }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    private static let refusal = DatabaseError(
        kind: .replacing, message: "a backup is being restored")
}

extension Service {
    /// The same service, with the same memory, on the database behind its gate.
    package func behindGate(_ whole: any Database) -> Service {
        var service = self
        service.database = whole
        return service
    }
}
