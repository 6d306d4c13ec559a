import FoyerCore
import FoyerService
import Storage

extension Engine {
    /// Runs `body` on two nodes of one company: on PostgreSQL two services with pools and memories
    /// of their own, on SQLite the one service twice, since there is only one.
    ///
    /// `planting`: a bug in the statements of both.
    package func withTwoNodes<Output>(
        planting bug: SQLBug? = nil,
        _ body: (ServiceFixture, ServiceFixture, LoggedOn) async throws -> Output
    ) async throws -> Output {
        guard self == .postgreSQL else {
            return try await withService { house, administrator in
                try await body(house, house, administrator)
            }
        }
        let clock = ManualClock()
        return try await withSchema { address in
            let databases = try (0..<2).map { _ in
                try PostgreSQLDatabase(address: address, clock: clock.read, options: .small)
            }
            let result: Result<Output, any Error>
            do {
                try await Migrator.ofThisCheckout().apply(to: databases[0])
                let nodes = databases.map { database in
                    bug.map { BentDatabase(database, by: $0) as any Database } ?? database
                }
                let first = ServiceFixture(database: nodes[0], clock: clock)
                try await first.service.restart()
                let administrator = try await first.setUp()
                let second = first.another(on: nodes[1])
                result = .success(try await body(first, second, administrator))
            } catch { result = .failure(error) }
            for database in databases { await database.close() }
            return try result.get()
        }
    }
}
