import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("The agent of before (DIST-4)")
struct SameAgentTests {
    /// A room that offers who comes back to who served them last; Bert has served a customer.
    private struct Scene {
        let house: ServiceFixture
        let room: RoomRow
        let bert, cleo: LoggedOn
        let known: AskingCustomer

        init(_ house: ServiceFixture, _ administrator: LoggedOn) async throws {
            self.house = house
            room = try await house.general(for: administrator)
            try await house.publish(
                [("assignment.sameAgent", .flag(true))], in: room, by: administrator)
            bert = try await house.readyAgent("Bert", by: administrator)
            known = try await house.customer(asksIn: room, servedBy: bert)
            cleo = try await house.readyAgent("Cleo", by: administrator)
            house.clock.advance(seconds: 1)
            try await house.service.endChat(known.chat, by: .customer(known.id))
        }

        func comesBack() async throws -> AskingCustomer {
            house.clock.advance(seconds: 1)
            return try await house.customer(asksIn: room, token: known.token)
        }

        func seen(by customer: AskingCustomer) async throws -> CustomerChat {
            try await house.service.customerChat(customer.chat, for: customer.id)
        }

        func rings(_ customer: AskingCustomer, at agent: LoggedOn) async throws -> Bool {
            try await house.offer(of: customer.chat, at: agent) != nil
        }
    }

    @Test("free: it rings there alone, and the customer is told who", arguments: Engine.allCases)
    func free(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            try await house.service.choose(.ready, by: scene.bert)
            let back = try await scene.comesBack()
            #expect(try await scene.rings(back, at: scene.bert))
            #expect(try await !scene.rings(back, at: scene.cleo))
            let chat = try await scene.seen(by: back)
            #expect(chat.lastAgent?.name == "Bert")
            #expect(chat.lastAgent?.isBusy == false)

            try await house.service.askAllAgents(back.chat, by: back.id)
            #expect(try await scene.rings(back, at: scene.bert))
            #expect(try await scene.rings(back, at: scene.cleo))
            #expect(try await scene.seen(by: back).lastAgent == nil)
        }
    }

    @Test("busy: waited for until it is ready or the time is over", arguments: Engine.allCases)
    func busy(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let back = try await scene.comesBack()
            let chat = try await scene.seen(by: back)
            #expect(chat.lastAgent?.name == "Bert")
            #expect(chat.lastAgent?.isBusy == true)
            #expect(chat.ringing == 0 && !chat.nobodyFree)

            // What is kept of it is known to another server, too.
            let due = try await house.another(on: house.database).service.passTime()
            #expect(due == house.clock.now.adding(seconds: 30))
            house.clock.advance(seconds: 30)
            _ = try await house.service.passTime()
            #expect(try await scene.rings(back, at: scene.cleo))
            #expect(try await scene.seen(by: back).lastAgent == nil)
        }
    }

    @Test("another room, or nobody before: everybody rings", arguments: Engine.allCases)
    func elsewhere(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            try await house.service.choose(.ready, by: scene.bert)
            let stranger = try await house.customer(asksIn: scene.room)
            #expect(try await scene.rings(stranger, at: scene.cleo))
            #expect(try await scene.seen(by: stranger).lastAgent == nil)

            let other = try await house.service.createRoom(named: "Other", by: administrator)
            try await house.publish(
                [("assignment.sameAgent", .flag(true))], in: other, by: administrator)
            let there = try await house.customer(asksIn: other, token: scene.known.token)
            #expect(try await scene.seen(by: there).lastAgent == nil)
        }
    }

    @Test(
        "when its agent is lost, the chat is not kept for the one before, nor asked one by one",
        arguments: Engine.allCases)
    func agentLost(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let back = try await scene.comesBack()
            try await house.service.askAllAgents(back.chat, by: back.id)
            try await house.answer(back.chat, by: scene.cleo)
            let dora = try await house.readyAgent("Dora", by: administrator)
            try await house.service.logOff(scene.cleo)
            #expect(try await house.life(of: back) == .waiting(turn: 2))
            #expect(try await scene.rings(back, at: dora), "and not kept for Bert, who is busy")
            try await house.service.choose(.ready, by: scene.bert)
            #expect(try await scene.rings(back, at: scene.bert))
            #expect(try await scene.rings(back, at: dora))

            // Cleo served last, although that chat was never answered again.
            try await house.service.cancelChat(back.chat, by: back.id)
            let cleo = try await house.logOn("cleo@example.com")
            _ = try await house.service.connectAgent(cleo)
            let next = try await scene.comesBack()
            #expect(try await scene.seen(by: next).lastAgent?.name == "Cleo")
        }
    }

    @Test("who is served, or gone, asks nobody", arguments: Engine.allCases)
    func tooLate(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let back = try await scene.comesBack()
            try await house.service.askAllAgents(back.chat, by: back.id)
            try await house.service.askAllAgents(back.chat, by: back.id)
            try await house.answer(back.chat, by: scene.cleo)
            await #expect(throws: Refusal.chatNotWaiting) {
                try await house.service.askAllAgents(back.chat, by: back.id)
            }
            await #expect(throws: Refusal.chatEnded) {
                try await house.service.askAllAgents(scene.known.chat, by: back.id)
            }
        }
    }
}
