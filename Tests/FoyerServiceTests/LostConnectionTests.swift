import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Lost connections")
struct LostConnectionTests {
    @Test("a waiting customer lost longer than the grace abandons", arguments: Engine.allCases)
    func waitingCustomerLost(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            try await house.service.disconnectCustomer(customer.connection)

            house.clock.advance(milliseconds: 59_999)
            let due = try await house.service.passTime()
            #expect(due == house.clock.now.adding(milliseconds: 1))
            #expect(try await house.life(of: customer) == .waiting(turn: 1))

            house.clock.advance(milliseconds: 1)
            #expect(try await house.service.passTime() == nil)
            #expect(try await house.life(of: customer) == .abandoned(.customerLost))
        }
    }

    @Test(
        "a screen that was lost while nothing could be written has its grace all the same",
        arguments: Engine.allCases)
    func lostWhileFull(_ engine: Engine) async throws {
        try await engine.withService { whole, administrator in
            let database = FailingDatabase(whole.database)
            let house = whole.another(on: database)
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let served = try await house.customer(asksIn: room, servedBy: bert)
            let waiting = try await house.customer(asksIn: room)
            let desk = try #require(try await house.desks(of: bert).first)

            database.setFull(true)
            await #expect(throws: DatabaseError.self) {
                try await house.service.disconnectCustomer(waiting.connection)
            }
            await #expect(throws: DatabaseError.self) {
                try await house.service.disconnectAgent(bert, connection: desk)
            }
            _ = try? await house.service.passTime()
            database.setFull(false)
            _ = try await house.service.passTime()

            house.clock.advance(seconds: 60)
            _ = try await house.service.passTime()
            #expect(try await house.life(of: waiting) == .abandoned(.customerLost))
            #expect(try await house.life(of: served) == .waiting(turn: 2))
            #expect(try await house.status(of: bert) == [nil, nil])
        }
    }

    @Test(
        "a break outlasts the grace: the same log-on comes back to it, a new one is ready (ST-1)",
        arguments: Engine.allCases)
    func breakOutlasts(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.readyAgent("Bert", by: administrator)
            func leave() async throws {
                for desk in try await house.desks(of: bert) {
                    try await house.service.disconnectAgent(bert, connection: desk)
                }
                house.clock.advance(seconds: 60)
                _ = try await house.service.passTime()
                #expect(try await house.status(of: bert) == [nil, nil])
            }
            try await house.service.choose(.takeBreak, by: bert)
            try await leave()
            _ = try await house.service.connectAgent(bert)
            #expect(try await house.status(of: bert) == [.takingBreak, nil])

            try await house.service.choose(.ready, by: bert)
            try await leave()
            _ = try await house.service.connectAgent(bert)
            #expect(try await house.status(of: bert) == [.waitingNewCall, nil])

            try await house.service.choose(.takeBreak, by: bert)
            try await leave()
            let again = try await house.logOn(bert.email)
            _ = try await house.service.connectAgent(again)
            #expect(try await house.status(of: bert) == [.waitingNewCall, nil])
        }
    }

    @Test("a customer who never connects abandons too", arguments: Engine.allCases)
    func neverConnected(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let draft = try await house.form(in: room)
            let asked = try await house.service.askForAgent(draft, roomToken: room.token)
            house.clock.advance(seconds: 60)
            _ = try await house.service.passTime()
            let record = try await house.service.record(of: asked.chat, for: .agent(administrator))
            #expect(record.chat.life == .abandoned(.customerLost))
        }
    }

    @Test(
        "a served customer lost longer than the grace hung up, and continues with the same agent",
        arguments: Engine.allCases)
    func servedCustomerLost(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.disconnectCustomer(customer.connection)
            #expect(
                try await house.service.agentChat(customer.chat, for: bert)?.customerConnected
                    == false)

            house.clock.advance(seconds: 60)
            _ = try await house.service.passTime()

            #expect(try await house.life(of: customer) == .ended(.customerLost))
            #expect(try await house.status(of: bert) == [.remoteCustomerHangup, nil])
            let again = try await house.customer(asksIn: room, token: customer.token)
            #expect(again.id == customer.id)
            let lastAgent: String? = try await house.database.read { transaction in
                try transaction.run(
                    "SELECT last_agent_id FROM chat WHERE id = \(again.chat.rawValue)"
                )
                .first?.get("last_agent_id")
            }
            #expect(lastAgent == bert.agent.rawValue)
        }
    }

    @Test(
        "coming back within the grace ends it, with two screens the last one counts",
        arguments: Engine.allCases)
    func customerComesBack(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.disconnectCustomer(customer.connection)
            house.clock.advance(seconds: 59)
            _ = try await house.service.passTime()

            let first = try await house.service.connectCustomer(
                roomToken: room.token, token: customer.token)
            let second = try await house.service.connectCustomer(
                roomToken: room.token, token: customer.token)
            #expect(first.chat == customer.chat)
            try await house.service.disconnectCustomer(first)
            house.clock.advance(seconds: 3_600)
            _ = try await house.service.passTime()
            #expect(try await house.life(of: customer) == .served(turn: 1, by: bert.agent))

            try await house.service.disconnectCustomer(second)
            try await house.service.disconnectCustomer(second)
            house.clock.advance(seconds: 60)
            _ = try await house.service.passTime()
            #expect(try await house.life(of: customer) == .ended(.customerLost))
        }
    }

    @Test(
        "an agent lost longer than the grace: the chat waits at the head, both are told",
        arguments: Engine.allCases)
    func agentLost(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let waiting = try await house.customer(asksIn: room)
            house.clock.advance(seconds: 5)
            let bert = try await house.agent("Bert", by: administrator)
            let connection = try await house.service.connectAgent(bert)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.disconnectAgent(bert, connection: connection)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).agentConnected
                    == false)

            house.clock.advance(seconds: 60)
            _ = try await house.service.passTime()

            #expect(try await house.life(of: customer) == .waiting(turn: 2))
            #expect(try await house.status(of: bert) == [nil, nil])
            #expect(
                try await house.entries(of: customer.chat, for: customer.asker).last?.content
                    == .waitsAgain)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).place == 1)
            #expect(try await house.service.customerChat(waiting.chat, for: waiting.id).place == 2)

            // Another agent takes the second turn; numbers of offers go on.
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            try await house.answer(customer.chat, by: cleo)
            #expect(try await house.life(of: customer) == .served(turn: 2, by: cleo.agent))
            await #expect(throws: Refusal.notFound) {
                try await house.send("I am back", in: customer.chat, as: .agent(bert))
            }
            #expect(
                try await house.entries(of: customer.chat, for: customer.asker).map(\.seq)
                    == Array(1...7))
        }
    }

    @Test("an agent who comes back within the grace serves on", arguments: Engine.allCases)
    func agentComesBack(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.agent("Bert", by: administrator)
            let connection = try await house.service.connectAgent(bert)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.disconnectAgent(bert, connection: connection)
            house.clock.advance(seconds: 59)
            _ = try await house.service.passTime()
            _ = try await house.service.connectAgent(bert)
            house.clock.advance(seconds: 600)
            _ = try await house.service.passTime()

            #expect(try await house.life(of: customer) == .served(turn: 1, by: bert.agent))
            #expect(try await house.status(of: bert) == [.servingCustomer, nil])
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).agentConnected
            )
        }
    }

    @Test("time in which no server ran does not count", arguments: Engine.allCases)
    func restart(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let served = try await house.customer(asksIn: room, servedBy: bert)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let waiting = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: waiting.chat, at: cleo))

            // Nobody says good-bye: the process was killed, and is back after an hour.
            house.clock.advance(seconds: 3_600)
            let next = house.another()
            try await next.service.restart()
            let due = try await next.service.passTime()
            #expect(due == house.clock.now.adding(seconds: 30))
            #expect(try await next.offer(of: waiting.chat, at: cleo) == offer)

            house.clock.advance(seconds: 29)
            _ = try await next.service.passTime()
            #expect(try await next.life(of: served) == .served(turn: 1, by: bert.agent))
            try await next.service.answerOffer(offer, of: waiting.chat, by: cleo)

            // Whoever does not come back within the grace is lost as ever.
            _ = try await next.service.connectAgent(bert)
            _ = try await next.service.connectCustomer(roomToken: room.token, token: served.token)
            house.clock.advance(seconds: 31)
            _ = try await next.service.passTime()
            #expect(try await next.life(of: served) == .served(turn: 1, by: bert.agent))
            #expect(try await next.status(of: cleo) == [nil, nil])
            #expect(try await next.life(of: waiting) == .abandoned(.customerLost))
        }
    }

    @Test("two screens that close at the same time begin the grace", arguments: Engine.allCases)
    func bothCloseAtOnce(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.agent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            for _ in 0..<20 {
                let screens = [
                    try await house.service.connectCustomer(
                        roomToken: room.token, token: customer.token),
                    try await house.service.connectCustomer(
                        roomToken: room.token, token: customer.token),
                ]
                try await house.service.disconnectCustomer(customer.connection)
                let desks = [
                    try await house.service.connectAgent(bert),
                    try await house.service.connectAgent(bert),
                ]
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for screen in screens {
                        tasks.addTask { try await house.service.disconnectCustomer(screen) }
                    }
                    for desk in desks {
                        tasks.addTask {
                            try await house.service.disconnectAgent(bert, connection: desk)
                        }
                    }
                    try await tasks.waitForAll()
                }
                let kinds: [String] = try await house.database.read { transaction in
                    try transaction.run(
                        "SELECT kind FROM deadline WHERE kind <> 'distribution' ORDER BY kind"
                    )
                    .map { try $0.get("kind") }
                }
                #expect(kinds == ["agentGrace", "customerGrace"])
            }
        }
    }

    @Test(
        "a reload, old screen out and new one in at once, never leaves a grace running",
        arguments: Engine.allCases)
    func reloadAtOnce(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.agent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            var screen = customer.connection
            var desk = try await house.service.connectAgent(bert)
            for _ in 0..<20 {
                let (oldScreen, oldDesk) = (screen, desk)
                async let newScreen = house.service.connectCustomer(
                    roomToken: room.token, token: customer.token)
                async let newDesk = house.service.connectAgent(bert)
                async let screenGone: Void = house.service.disconnectCustomer(oldScreen)
                async let deskGone: Void = house.service.disconnectAgent(bert, connection: oldDesk)
                _ = try await (screenGone, deskGone)
                screen = try await newScreen
                desk = try await newDesk
            }
            house.clock.advance(seconds: 7_200)
            _ = try await house.service.passTime()
            #expect(try await house.life(of: customer) == .waiting(turn: 1))
            #expect(try await house.status(of: bert)[0] != nil)
        }
    }
}

extension ServiceFixture {
    fileprivate func desks(of agent: LoggedOn) async throws -> [ID<Connection>] {
        try await database.read { transaction in
            try transaction.run("SELECT id FROM connection WHERE agent_id = \(agent.agent)")
                .map { try $0.get("id") }
        }
    }
}
