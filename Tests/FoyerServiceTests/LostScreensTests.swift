import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite struct LostScreensTests {
    /// Three waiting customers whose screens are gone while nothing can be written.
    private func withLostScreens(
        _ engine: Engine, _ body: (ServiceFixture, FailingDatabase) async throws -> Void
    ) async throws {
        try await engine.withService { whole, administrator in
            let database = FailingDatabase(whole.database)
            let house = whole.another(on: database)
            let room = try await house.general(for: administrator)
            var customers: [AskingCustomer] = []
            for _ in 0..<3 { customers.append(try await house.customer(asksIn: room)) }
            database.setFull(true)
            for customer in customers {
                await #expect(throws: DatabaseError.self) {
                    try await house.service.disconnectCustomer(customer.connection)
                }
            }
            try await body(house, database)
        }
    }

    @Test("one failure of the database ends the round, and no screen is forgotten")
    func outage() async throws {
        try await withLostScreens(.sqliteMemory) { house, database in
            let before = database.refusedCount
            await #expect(throws: DatabaseError.self) { try await house.service.passTime() }
            #expect(database.refusedCount == before + 1)
            #expect(house.service.lostScreens.count == 3)

            database.setFull(false)
            _ = try await house.service.passTime()
            #expect(house.service.lostScreens.count == 0)
            house.clock.advance(seconds: 60)
            #expect(try await house.service.passTime() == nil)
        }
    }

    @Test(
        "what will never succeed is not kept in mind",
        arguments: [
            (DatabaseError.Kind.connection, true), (.overloaded, true), (.busy, true),
            (.unknownOutcome, true), (.decoding, false), (.check, false), (.other, false),
        ])
    func kept(_ kind: DatabaseError.Kind, isKept: Bool) async throws {
        try await withLostScreens(.sqliteMemory) { house, _ in
            let screen = try #require(house.service.lostScreens.takeAll().first)
            await #expect(throws: DatabaseError.self) {
                try await house.service.remembering(screen) {
                    throw DatabaseError(kind: kind, message: "of the test")
                }
            }
            #expect(house.service.lostScreens.count == (isKept ? 1 : 0))
            await #expect(throws: Refusal.notFound) {
                try await house.service.remembering(screen) { throw Refusal.notFound }
            }
            #expect(house.service.lostScreens.count == (isKept ? 1 : 0))
        }
    }
}
