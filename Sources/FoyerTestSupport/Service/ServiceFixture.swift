import FoyerCore
import FoyerService
import Logging
import Storage

/// A service on a database of its own, with a clock that the test moves and hints that it reads.
package struct ServiceFixture: Sendable {
    package static let password = "correct horse battery"

    package let service: Service
    package let database: any Database
    package let clock: ManualClock
    package let announcer: RecordingAnnouncer

    /// Wires a service to a migrated database, as a start of the server does.
    package init(
        database: any Database, clock: ManualClock,
        announcer: RecordingAnnouncer = RecordingAnnouncer()
    ) {
        var options = Service.Options()
        options.puzzleBits = 4
        self.database = database
        self.clock = clock
        self.announcer = announcer
        service = Service(
            database: database, announcer: announcer, passwords: PasswordHasher(cost: .cheapest),
            options: options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The same service with a limit on customers' texts, which other tests do without.
    package func limited(
        messagesPerMinute: Int, on other: (any Database)? = nil
    ) -> Service {
        var options = Service.Options()
        options.messagesPerMinute = messagesPerMinute
        return Service(database: other ?? database, announcer: announcer, options: options)
    }

    /// Another service on the same database with a memory of its own: a second node, or the next
    /// start.
    package func another(on other: (any Database)? = nil) -> ServiceFixture {
        ServiceFixture(database: other ?? database, clock: clock)
    }
}

extension Engine {
    /// Runs `body` on a migrated, started service without a company.
    package func withEmptyService<Output>(
        sqlite: SQLiteOptions = SQLiteOptions(), _ body: (ServiceFixture) async throws -> Output
    ) async throws -> Output {
        let clock = ManualClock()
        return try await withDatabase(clock: clock.read, sqlite: sqlite) { database in
            try await Migrator.ofThisCheckout().apply(to: database)
            let fixture = ServiceFixture(database: database, clock: clock)
            try await fixture.service.restart()
            return try await body(fixture)
        }
    }

    /// Runs `body` on a service with a company, and its administrator logged on but not connected.
    package func withService<Output>(
        sqlite: SQLiteOptions = SQLiteOptions(),
        _ body: (ServiceFixture, LoggedOn) async throws -> Output
    ) async throws -> Output {
        try await withEmptyService(sqlite: sqlite) { fixture in
            let administrator = try await fixture.setUp()
            return try await body(fixture, administrator)
        }
    }
}
