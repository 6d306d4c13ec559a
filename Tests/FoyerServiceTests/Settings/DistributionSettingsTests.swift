import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Distribution and phones obey their settings")
struct DistributionSettingsTests {
    @Test("desktopRingSeconds is how long an offer rings", arguments: Engine.allCases)
    func ringSeconds(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("distribution.desktopRingSeconds", .wholeNumber(7))], in: room, by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let card = try await house.service.desk(of: bert).waiting.first
            #expect(card?.offers.values.first?.expiresAt == house.clock.now.adding(seconds: 7))
            house.clock.advance(milliseconds: 6_999)
            _ = try await house.service.passTime()
            #expect(try await house.offer(of: customer.chat, at: bert) != nil)
            house.clock.advance(milliseconds: 1)
            _ = try await house.service.passTime()
            #expect(try await house.offer(of: customer.chat, at: bert) == nil)
        }
    }

    @Test("agentsAtOnce rings one after another", arguments: Engine.allCases)
    func agentsAtOnce(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("distribution.agentsAtOnce", .wholeNumber(1))], in: room, by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let customer = try await house.customer(asksIn: room)
            func ringing() async throws -> [Bool] {
                [
                    try await house.offer(of: customer.chat, at: bert) != nil,
                    try await house.offer(of: customer.chat, at: cleo) != nil,
                ]
            }
            let first = try await ringing()
            #expect(first.filter { $0 }.count == 1)
            house.clock.advance(seconds: 30)
            _ = try await house.service.passTime()
            #expect(try await ringing() == first.map { !$0 })
        }
    }

    @Test(
        "after maxRounds the customer hears that nobody is free, and stays",
        arguments: Engine.allCases)
    func maxRounds(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("distribution.maxRounds", .wholeNumber(2))], in: room, by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).nobodyFree
                    == false)
            house.clock.advance(seconds: 30)
            _ = try await house.service.passTime()
            // Who let it ring is not asked again in the second round either (DIST-6).
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).nobodyFree)
            #expect(try await house.life(of: customer) == .waiting(turn: 1))
            let why = try await house.service.explanations(of: customer.chat, for: bert)
            #expect(why.last?.round == 2 && why.last?.outcome == .nobodyFree)
        }
    }

    @Test("waitLimitSeconds ends the wait as unanswered", arguments: Engine.allCases)
    func waitLimit(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("distribution.waitLimitSeconds", .wholeNumber(45))], in: room, by: administrator)
            let customer = try await house.customer(asksIn: room)
            house.clock.advance(seconds: 44)
            #expect(try await house.service.passTime() == house.clock.now.adding(seconds: 1))
            #expect(try await house.life(of: customer) == .waiting(turn: 1))
            house.clock.advance(seconds: 1)
            #expect(try await house.service.passTime() == nil)
            #expect(try await house.life(of: customer) == .unanswered)
            #expect(
                try await house.entries(of: customer.chat, for: customer.asker).last?.content
                    == .unanswered)
            await #expect(throws: Refusal.chatEnded) {
                try await house.send("Hello?", in: customer.chat, as: customer.asker)
            }
        }
    }

    @Test("priorityMinutes puts a room's chats ahead", arguments: Engine.allCases)
    func priority(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let urgent = try await house.service.createRoom(named: "Urgent", by: administrator)
            try await house.publish(
                [("distribution.priorityMinutes", .wholeNumber(5))], in: urgent, by: administrator)
            let ordinary = try await house.customer(asksIn: room)
            house.clock.advance(seconds: 299)
            let hurried = try await house.customer(asksIn: urgent)
            _ = try await house.service.connectAgent(administrator)
            let waiting = try await house.service.desk(of: administrator).waiting.map(\.chat)
            #expect(waiting == [hurried.chat, ordinary.chat])
        }
    }

    @Test("agentRole and hidePreview stand in what both sides see", arguments: Engine.allCases)
    func roleAndPreview(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let plain = try await house.customer(asksIn: room, servedBy: bert)
            var seen = try await house.service.customerChat(plain.chat, for: plain.id)
            #expect(seen.agentRole == "Agent" && seen.preview && seen.agentName == "Bert")
            try await house.service.endChat(plain.chat, by: plain.asker)
            try await house.service.choose(.ready, by: bert)
            try await house.publish(
                [("phones.agentRole", .text("Adviser")), ("phones.hidePreview", .flag(true))],
                in: room,
                by: administrator)
            let hidden = try await house.customer(asksIn: room, servedBy: bert)
            seen = try await house.service.customerChat(hidden.chat, for: hidden.id)
            #expect(seen.agentRole == "Adviser" && !seen.preview)
            let pane = try #require(try await house.service.agentChat(hidden.chat, for: bert))
            #expect(pane.agentRole == "Adviser" && !pane.preview)
        }
    }

    @Test(
        "a side whose text button is off cannot write", arguments: Engine.allCases,
        ["customer", "agent"])
    func textButton(_ engine: Engine, _ side: String) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("phones.textButton.\(side)", .flag(false))], in: room, by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let (off, on) =
                side == "customer"
                ? (customer.asker, Asker.agent(bert)) : (Asker.agent(bert), customer.asker)
            await #expect(throws: Refusal.actionOff) {
                try await house.send("Hello", in: customer.chat, as: off)
            }
            #expect(try await house.send("Hello", in: customer.chat, as: on).seq == 5)
            let seen = try await house.service.customerChat(customer.chat, for: customer.id)
            #expect(seen.textButton == (side != "customer"))
            #expect(
                try await house.service.agentChat(customer.chat, for: bert)?.textButton
                    == (side != "agent"))
        }
    }

    @Test(
        "simultaneous chats up to maxChats of the rooms or of the agent",
        arguments: Engine.allCases, [nil, 1, 2])
    func simultaneous(_ engine: Engine, _ own: Int?) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("phones.simultaneousChats", .flag(true)), ("phones.maxChats", .wholeNumber(3))],
                in: room, by: administrator)
            let bert = try await house.readyAgent("Bert", maxChats: own, by: administrator)
            let most = own ?? 3
            for _ in 0..<most { _ = try await house.customer(asksIn: room, servedBy: bert) }
            let next = try await house.customer(asksIn: room)
            #expect(try await house.offer(of: next.chat, at: bert) == nil)
            #expect(try await house.service.desk(of: bert).chats.count == most)
        }
    }

    @Test("lostConnectionSeconds is the grace of both sides", arguments: Engine.allCases)
    func grace(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("phones.lostConnectionSeconds", .wholeNumber(5))], in: room, by: administrator)
            let bert = try await house.agent("Bert", by: administrator)
            let connection = try await house.service.connectAgent(bert)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            _ = house.announcer.take()
            try await house.service.disconnectAgent(bert, connection: connection)
            try await house.service.disconnectCustomer(customer.connection)
            let due = house.clock.now.adding(seconds: 5)
            let told = house.announcer.take().compactMap { hint -> Instant? in
                if case .deadlineSet(let instant) = hint { instant } else { nil }
            }
            #expect(told == [due, due])
            #expect(try await house.service.passTime() == due)
            house.clock.advance(seconds: 5)
            _ = try await house.service.passTime()
            #expect(try await house.status(of: bert) == [nil, nil])
            #expect(try await house.life(of: customer) != .served(turn: 1, by: bert.agent))
        }
    }

    @Test(
        "statistics.details switches the details off, the summary stays", arguments: Engine.allCases
    )
    func details(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [("statistics.details", .flag(false))], in: room, by: administrator)
            await #expect(throws: Refusal.actionOff) {
                try await house.service.statistics(roomToken: room.token, details: true)
            }
            _ = try await house.service.statistics(roomToken: room.token, details: false)
        }
    }
}
