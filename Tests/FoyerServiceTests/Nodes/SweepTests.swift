import FoyerCore
import FoyerTestSupport
import Storage
import Synchronization
import Testing

@testable import FoyerService

/// What a lapsed node left behind, where something is broken or moves meanwhile.
@Suite struct SweepTests {
    private static let pastLease: Int64 = Limit.nodeLeaseMilliseconds + 1

    @Test(
        "a broken row keeps nobody else's grace from beginning",
        arguments: Engine.allCases, [Side.customer, .agent])
    func brokenRow(_ engine: Engine, _ side: Side) async throws {
        try await engine.withService { first, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            let cleo = try await first.readyAgent("Cleo", by: administrator)
            let customer = try await first.customer(asksIn: room, servedBy: bert)
            _ = try await first.customer(asksIn: room, servedBy: cleo)
            _ = try await first.customer(asksIn: room)

            let database = StagedDatabase(first.database)
            let second = first.another(on: database)
            try await second.service.restart(as: "b:1", alone: false)
            first.clock.advance(milliseconds: Self.pastLease)
            database.breakWrites(
                of: side == .customer ? customer.chat.rawValue : bert.agent.rawValue)
            try await second.service.sweepNodes()
            #expect(try await first.graces().count == 4)

            database.breakWrites(of: nil)
            try await second.service.sweepNodes()
            #expect(try await first.graces().count == 5)
        }
    }

    @Test(
        "a database that is away ends the sweep, which begins anew", arguments: Engine.allCases)
    func outage(_ engine: Engine) async throws {
        try await engine.withService { first, administrator in
            let room = try await first.general(for: administrator)
            _ = try await first.customer(asksIn: room)
            let full = FailingDatabase(first.database)
            let second = first.another(on: full)
            try await second.service.restart(as: "b:1", alone: false)
            first.clock.advance(milliseconds: Self.pastLease)
            full.setFull(true)
            let error = await #expect(throws: DatabaseError.self) {
                try await second.service.sweepNodes()
            }
            #expect(error?.kind == .diskFull)
            full.setFull(false)
            try await second.service.sweepNodes()
            #expect(try await first.graces().count == 1)
        }
    }

    @Test("two nodes that sweep at once begin a grace once", arguments: Engine.allCases)
    func twoSweeps(_ engine: Engine) async throws {
        try await engine.withService { first, administrator in
            let room = try await first.general(for: administrator)
            _ = try await first.customer(asksIn: room)
            let database = StagedDatabase(first.database)
            let second = first.another(on: database)
            let third = first.another()
            try await second.service.restart(as: "b:1", alone: false)
            try await third.service.restart(as: "c:1", alone: false)
            first.clock.advance(milliseconds: Self.pastLease)
            let began = first.clock.now
            database.afterRead(of: "SELECT DISTINCT chat_id") {
                try await third.service.sweepNodes()
                first.clock.advance(seconds: 10)
            }
            try await second.service.sweepNodes()
            #expect(first.clock.now == began.adding(seconds: 10))
            #expect(try await first.graces() == [began.adding(seconds: 60)])
        }
    }
}

extension ServiceFixture {
    fileprivate func graces() async throws -> [Instant] {
        try await database.read { transaction in
            try transaction.run("SELECT due_at_ms FROM deadline WHERE kind <> 'distribution'")
                .map { try $0.get("due_at_ms") }
        }
    }
}

/// A database that breaks a row, or lets something happen between two transactions.
private final class StagedDatabase: Database {
    private struct Stage {
        var broken: String?
        var interruptions: [String: @Sendable () async throws -> Void] = [:]
    }

    private let whole: any Database
    private let stage = Mutex(Stage())

    init(_ whole: any Database) { self.whole = whole }

    /// Deletions that name the value fail, and only they.
    func breakWrites(of value: String?) { stage.withLock { $0.broken = value } }

    func afterRead(of text: String, _ body: @escaping @Sendable () async throws -> Void) {
        stage.withLock { $0.interruptions[text] = body }
    }

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        let texts = Mutex<[String]>([])
        let output = try await whole.read { transaction in
            try body(
                StagedTransaction(transaction) { sql in texts.withLock { $0.append(sql.text) } })
        }
        let read = texts.withLock { $0 }
        let interruptions = stage.withLock { stage in
            let due = stage.interruptions.filter { text, _ in
                read.contains { $0.contains(text) }
            }
            for text in due.keys { stage.interruptions[text] = nil }
            return due.values.map { $0 }
        }
        for interrupt in interruptions { try await interrupt() }
        return output
    }

    @discardableResult
    func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        let broken = stage.withLock { $0.broken }
        return try await whole.write(manner) { transaction in
            try body(
                StagedTransaction(transaction) { sql throws(DatabaseError) in
                    guard let broken, sql.text.hasPrefix("DELETE FROM connection"),
                        sql.values.contains(.text(broken))
                    else { return }
                    throw DatabaseError(kind: .decoding, message: "broken by the test")
                })
        }
    }

    func close() async { await whole.close() }
}

private final class StagedTransaction: Transaction {
    private let whole: any Transaction
    private let before: (SQL) throws(DatabaseError) -> Void

    init(_ whole: any Transaction, before: @escaping (SQL) throws(DatabaseError) -> Void) {
        self.whole = whole
        self.before = before
    }

    var nowMilliseconds: Int64 { whole.nowMilliseconds }

    func run(_ sql: SQL) throws(DatabaseError) -> [Row] {
        try before(sql)
        return try whole.run(sql)
    }

    func afterCommit(_ hook: @escaping @Sendable () -> Void) { whole.afterCommit(hook) }

    func liftTimeLimits() throws(DatabaseError) { try whole.liftTimeLimits() }

    func refuseOtherProcesses() throws(DatabaseError) { try whole.refuseOtherProcesses() }

    func empty(_ tables: [BackupTable]) throws(DatabaseError) { try whole.empty(tables) }
}
