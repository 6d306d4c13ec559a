import FoyerTestSupport
import Storage
import Synchronization
import Testing

@testable import FoyerServer

@Suite struct OutcomeWatchTests {
    @Test(
        "a write of which nobody knows whether it was committed is told of",
        arguments: [
            (DatabaseError.Kind.unknownOutcome, true), (.connection, false), (.busy, false),
        ])
    func told(_ kind: DatabaseError.Kind, isTold: Bool) async throws {
        try await Engine.sqliteMemory.withDatabase { whole in
            let watch = OutcomeWatch(whole)
            let count = Mutex(0)
            watch.onUnknownOutcome { count.withLock { $0 += 1 } }
            let failing: @Sendable (any Transaction) throws -> Void = { _ in
                throw DatabaseError(kind: kind, message: "of the test")
            }
            await #expect(throws: DatabaseError.self) { try await watch.write(failing) }
            await #expect(throws: DatabaseError.self) { try await watch.writeAtOnce(failing) }
            await #expect(throws: DatabaseError.self) {
                try await watch.write(lockingOnly: "row", failing)
            }
            await #expect(throws: DatabaseError.self) { try await watch.read(failing) }
            #expect(count.withLock { $0 } == (isTold ? 2 : 0))
        }
    }
}
