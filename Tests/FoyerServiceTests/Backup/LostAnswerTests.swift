import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Synchronization
import Testing

/// A database whose answer to one commit is lost, as that of a PostgreSQL whose connection breaks.
private final class LostAnswerDatabase: Database {
    private let whole: any Database
    private let isCommitted: Bool
    private let isArmed = Mutex(false)

    init(_ whole: any Database, isCommitted: Bool) {
        (self.whole, self.isCommitted) = (whole, isCommitted)
    }

    func loseNext() { isArmed.withLock { $0 = true } }

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output { try await whole.read(body) }

    @discardableResult
    func write<Output: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        let loses = isArmed.withLock { isArmed in
            defer { isArmed = false }
            return isArmed
        }
        guard loses else { return try await whole.write(manner, body) }
        let lost = DatabaseError(kind: .unknownOutcome, message: "the answer was lost")
        let isCommitted = isCommitted
        try await whole.write(manner) { transaction in
            _ = try body(transaction)
            if !isCommitted { throw lost }
        }
        throw lost
    }

    func close() async { await whole.close() }
}

@Suite("A restore whose commit is not answered")
struct LostAnswerTests {
    /// Restores over `LostAnswerDatabase`; `true` when the rows of the backup are in place.
    private func restore(
        _ engine: Engine, isCommitted: Bool, beforehand: SQL = "DELETE FROM one_time_link"
    ) async throws -> Bool {
        try await withFolder { folder in
            try await engine.withService { house, administrator in
                let made = try await house.makeBackup(at: "\(folder)/backup")
                _ = try await house.service.createRoom(named: "Later", by: administrator)
                let database = LostAnswerDatabase(house.database, isCommitted: isCommitted)
                let other = house.another(on: database)
                try await other.service.restart(as: "a:1")
                try await house.database.write { try $0.run(beforehand) }
                database.loseNext()
                try await other.restoreBackup(at: "\(folder)/backup")
                return try await house.digests() == made.tables
            }
        }
    }

    @Test("is found to be done", arguments: Engine.allCases)
    func committed(_ engine: Engine) async throws {
        #expect(try await restore(engine, isCommitted: true))
    }

    @Test("is found to be not done", arguments: Engine.allCases)
    func notCommitted(_ engine: Engine) async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await restore(engine, isCommitted: false)
        }
        #expect(error?.kind == .connection)
    }

    @Test("is told as unknown where nobody can say", arguments: Engine.allCases)
    func unknown(_ engine: Engine) async throws {
        // The node's own row is gone, whoever took it out.
        await #expect(throws: BackupProblem.outcomeUnknown) {
            try await restore(engine, isCommitted: false, beforehand: "DELETE FROM node")
        }
    }
}
