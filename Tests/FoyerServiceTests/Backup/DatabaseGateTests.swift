import FoyerService
import FoyerTestSupport
import Storage
import Synchronization
import Testing

@Suite("The gate of the database")
struct DatabaseGateTests {
    @Test(
        "while it is closed everybody is refused, and afterwards nobody", arguments: Engine.allCases
    )
    func closed(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let gate = DatabaseGate(database)
            try await gate.whileClosed { whole in
                await #expect(throws: DatabaseError.self) { try await gate.read { _ in } }
                await #expect(throws: DatabaseError.self) { try await gate.write { _ in } }
                await #expect(throws: DatabaseError.self) { try await gate.whileClosed { _ in } }
                try await whole.write { _ in }
            }
            try await gate.read { _ in }
            try await gate.write { _ in }
        }
    }

    @Test("a write keeps its manner: a shared commit is shared behind the gate")
    func manners() async throws {
        try await Engine.sqliteMemory.withDatabase { database in
            let repeating = RepeatingDatabase(database)
            let gate = DatabaseGate(repeating)
            try await gate.write { _ in }
            try await gate.write(lockingOnly: "row") { _ in }
            try await gate.writeAtOnce { _ in }
            #expect(repeating.manners == [.inTurn, .sharing(row: "row"), .atOnce])
        }
    }

    @Test("it opens again after a failure")
    func failing() async throws {
        try await Engine.sqliteMemory.withDatabase { database in
            let gate = DatabaseGate(database)
            await #expect(throws: CancellationError.self) {
                try await gate.whileClosed { _ in throw CancellationError() }
            }
            try await gate.write { _ in }
        }
    }

    @Test("whoever is inside is waited for", arguments: Engine.allCases)
    func waits(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let gate = DatabaseGate(database)
            let counts = Counts()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<50 {
                    tasks.addTask {
                        for _ in 0..<20 { try await write(through: gate, counts) }
                    }
                }
                for _ in 0..<20 {
                    try await gate.whileClosed { _ in
                        #expect(counts.begun.withLock { $0 } == counts.committed.withLock { $0 })
                    }
                    await Task.yield()
                }
                try await tasks.waitForAll()
            }
            #expect(counts.committed.withLock { $0 } > 0)
        }
    }

    private func write(through gate: DatabaseGate, _ counts: Counts) async throws {
        do {
            try await gate.write { transaction in
                counts.begun.withLock { $0 += 1 }
                transaction.afterCommit { counts.committed.withLock { $0 += 1 } }
            }
        } catch let error as DatabaseError where error.kind == .replacing {
            await Task.yield()
        }
    }
}

private final class Counts: Sendable {
    let begun = Mutex(0)
    let committed = Mutex(0)
}
