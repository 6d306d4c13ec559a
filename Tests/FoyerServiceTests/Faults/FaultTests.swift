import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite("Faults below and beside the service")
struct FaultTests {
    @Test(
        "a closed database is an error of the database, for every kind of command",
        arguments: Engine.allCases)
    func closed(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let draft = try await house.form(in: room)
            await house.database.close()

            let commands: [@Sendable () async throws -> Void] = [
                { _ = try await house.service.askForAgent(draft, roomToken: room.token) },
                { try await house.send("Hello", in: customer.chat, as: customer.asker) },
                { try await house.service.endChat(customer.chat, by: .agent(bert)) },
                { try await house.service.disconnectCustomer(customer.connection) },
                {
                    _ = try await house.service.transcript(
                        of: customer.chat, after: nil, for: customer.asker)
                },
                { _ = try await house.service.desk(of: bert) },
                { _ = try await house.service.passTime() },
                { try await house.service.restart() },
                { _ = try await house.logOn("bert@example.com") },
                { try await house.service.probe() },
            ]
            for command in commands {
                let error = await #expect(throws: DatabaseError.self) { try await command() }
                #expect(error?.kind == .closed)
            }
        }
    }

    @Test("a server that is not there is an error of the database")
    func noServer() async throws {
        let database = try PostgreSQLDatabase(
            address: "postgresql://foyer@127.0.0.1:1/none", options: .small)
        let house = ServiceFixture(database: database, clock: ManualClock())
        let first = await #expect(throws: DatabaseError.self) { try await house.service.probe() }
        #expect(first?.kind == .connection)
        let second = await #expect(throws: DatabaseError.self) {
            try await house.service.authenticate(token: "x")
        }
        #expect(second?.kind == .connection)
        await database.close()
    }

    @Test(
        "a clock that steps back turns no deadline and no order around", arguments: Engine.allCases)
    func clockStepsBack(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let first = try await house.customer(asksIn: room)
            let expiry = house.clock.now.adding(seconds: 30)

            house.clock.advance(seconds: -86_400)
            let second = try await house.customer(asksIn: room)
            let cards = try await house.service.desk(of: bert).waiting
            #expect(
                cards.count == 2 && cards.allSatisfy { $0.offers.values.first?.expiresAt == expiry }
            )
            #expect(try await house.service.passTime() == expiry)
            try await house.answer(first.chat, by: bert)
            let entries = try await house.entries(of: first.chat, for: first.asker)
            #expect(entries.map(\.at) == entries.map(\.at).sorted())

            // The next process believes the clock as it is then, and nothing is lost.
            let next = house.another()
            try await next.service.restart()
            #expect(try await next.life(of: first) == .served(turn: 1, by: bert.agent))
            #expect(try await next.life(of: second) == .waiting(turn: 1))
            _ = try await next.service.passTime()
            try await next.send("Still there?", in: first.chat, as: first.asker)
        }
    }

    @Test(
        "a full disk refuses writes, loses nothing acknowledged, and reads go on",
        arguments: [Engine.sqliteMemory, .sqliteFile])
    func diskFull(_ engine: Engine) async throws {
        var options = SQLiteOptions()
        options.pagesMax = 160
        try await engine.withService(sqlite: options) { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let body = String(repeating: "x", count: 8_000)
            var sent: [Entry] = []
            var error: DatabaseError?
            for _ in 0..<200 where error == nil {
                do {
                    sent.append(try await house.send(body, in: customer.chat, as: customer.asker))
                } catch let full as DatabaseError {
                    error = full
                }
            }
            #expect(error?.kind == .diskFull)
            #expect(!sent.isEmpty)
            let entries = try await house.entries(of: customer.chat, for: customer.asker)
            #expect(Array(entries.dropFirst(4)) == sent)
            let last = try await house.service.customerChat(customer.chat, for: customer.id)
            #expect(last.life == .served(turn: 1, by: bert.agent))
        }
    }

    @Test("a failed command leaves no false memory behind", arguments: Engine.allCases)
    func rolledBack(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: customer.chat, at: bert))
            struct Interrupted: Error {}
            // The engine has answered and its memory is kept; then the transaction fails.
            await #expect(throws: Interrupted.self) {
                try await house.database.write { transaction in
                    try house.service.distribute(in: administrator.company, transaction) { work in
                        try work.handle(.answered(customer.chat, offer: offer, by: bert.agent))
                    }
                    throw Interrupted()
                }
            }
            #expect(try await house.life(of: customer) == .waiting(turn: 1))
            #expect(try await house.status(of: bert) == [.waitingNewCall, nil])
            try await house.service.answerOffer(offer, of: customer.chat, by: bert)
            #expect(try await house.life(of: customer) == .served(turn: 1, by: bert.agent))
        }
    }

    @Test("one company's broken row does not stop the time of another", arguments: Engine.allCases)
    func brokenRow(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let rival = try await house.otherCompany()
            let broken = try await house.customer(
                asksIn: try await house.general(for: administrator))
            let whole = try await house.customer(asksIn: try await house.general(for: rival))
            try await house.service.disconnectCustomer(broken.connection)
            try await house.service.disconnectCustomer(whole.connection)
            try await house.database.write { transaction in
                _ = try transaction.run("UPDATE chat SET search = '{' WHERE id = \(broken.chat)")
            }
            let next = house.another()
            house.clock.advance(seconds: 60)
            let due = try await next.service.passTime()
            #expect(try await next.life(of: whole) == .abandoned(.customerLost))
            #expect(try await next.life(of: broken) == .waiting(turn: 1))
            #expect(due == house.clock.now.adding(seconds: 60))

            try await house.database.write { transaction in
                _ = try transaction.run("UPDATE chat SET search = '' WHERE id = \(broken.chat)")
            }
            house.clock.advance(seconds: 60)
            _ = try await next.service.passTime()
            #expect(try await next.life(of: broken) == .abandoned(.customerLost))
        }
    }

    @Test("the probe writes; secrets survive a restart", arguments: Engine.allCases)
    func probe(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            try await house.service.probe()
            try await house.service.probe()
            let room = try await house.general(for: administrator)
            let draft = try await house.form(in: room)
            let next = house.another()
            try await next.service.restart()
            _ = try await next.service.askForAgent(draft, roomToken: room.token)
        }
    }
}
