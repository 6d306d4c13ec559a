import Dispatch
import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

/// A node that has more to do than it can keeps its lease.
@Suite(
    .enabled(if: Engine.postgreSQLAddress != nil, "FOYER_TEST_POSTGRES has no server's address"))
struct LeaseUnderLoadTests {
    @Test("a lease is renewed, and taken anew, while every other write is refused")
    func ownLane() async throws {
        try await overloaded {
            $0
        } body: { service, database in
            #expect(try await !service.renewLease(as: "").hadLapsed)
            try await database.writeAtOnce { try $0.run("UPDATE node SET lapsed = 1") }
            #expect(try await service.renewLease(as: "").hadLapsed)
        }
    }

    @Test("a database with one queue for all is caught")
    func oneLane() async throws {
        try await overloaded(OneLane.init) { service, _ in
            let error = await #expect(throws: DatabaseError.self) {
                try await service.renewLease(as: "")
            }
            #expect(error?.kind == .overloaded)
        }
    }

    /// Runs `body` on a node whose one writer is busy and whose queue is full.
    private func overloaded(
        _ wrap: (any Database) -> any Database,
        body: @escaping (Service, any Database) async throws -> Void
    ) async throws {
        var options = PostgreSQLOptions.small
        (options.writerThreads, options.jobsQueuedMax) = (1, 1)
        let clock = ManualClock()
        try await Engine.postgreSQL.withDatabase(clock: clock.read, postgreSQL: options) { whole in
            try await Migrator.ofThisCheckout().apply(to: whole)
            let service = ServiceFixture(database: DatabaseGate(wrap(whole)), clock: clock).service
            try await service.restart(as: "", alone: false)
            let release = DispatchSemaphore(value: 0)
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await whole.write { _ in
                        begin.yield()
                        release.wait()
                    }
                }
                for await _ in begun.prefix(1) {}
                tasks.addTask { try await whole.write { _ in } }
                while (whole as? PostgreSQLDatabase)?.writesWaitingCount == 0 {
                    await Task.yield()
                }
                // Whatever comes of it, the writer goes on.
                defer { release.signal() }
                try await body(service, whole)
            }
        }
    }
}

/// A database as it was before leases had a lane of their own.
private struct OneLane: Database {
    let whole: any Database

    init(_ whole: any Database) { self.whole = whole }

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.read(body)
    }

    @discardableResult
    func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        try await whole.write(body)
    }

    func close() async { await whole.close() }
}
