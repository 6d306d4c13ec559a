import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Offers are answered and rejected")
struct AnswerTests {
    @Test(
        "the first to answer gets the chat, the greeting follows, the other hears taken",
        arguments: Engine.allCases)
    func answer(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let atCleo = try #require(try await house.offer(of: customer.chat, at: cleo))

            try await house.answer(customer.chat, by: bert)

            #expect(try await house.life(of: customer) == .served(turn: 1, by: bert.agent))
            #expect(try await house.status(of: bert) == [.servingCustomer, nil])
            #expect(try await house.status(of: cleo) == [.waitingNewCall, nil])
            await #expect(throws: Refusal.offerTaken) {
                try await house.service.answerOffer(atCleo, of: customer.chat, by: cleo)
            }
            await #expect(throws: Refusal.offerTaken) {
                try await house.service.rejectOffer(atCleo, of: customer.chat, by: cleo)
            }
            let entries = try await house.entries(of: customer.chat, for: customer.asker)
            #expect(entries.map(\.seq) == [1, 2, 3, 4])
            #expect(entries[2].content == .answered(agentName: "Bert", agent: bert.agent))
            #expect(entries[3].content == .text("Hello, this is Bert. How may I help you?"))
            #expect(entries[3].from == .agent(bert.agent))
        }
    }

    @Test(
        "who has no greeting is greeted in the customer's language by the house",
        arguments: Engine.allCases)
    func greeting(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            for (greeting, language, said) in [
                ("", "zh-Hant-TW", "您好"), ("", "ar-EG", "مرحبًا"), ("", "de", "Hello, this is Bert"),
                ("Grüezi!", "ar", "Grüezi!"),
            ] {
                try await house.service.editProfile(name: nil, greeting: greeting, of: bert)
                try await house.service.choose(.ready, by: bert)
                var draft = try await house.form(in: room)
                draft.language = language
                let asked = try await house.service.askForAgent(draft, roomToken: room.token)
                try await house.answer(asked.chat, by: bert)
                let entries = try await house.entries(of: asked.chat, for: .agent(bert))
                guard case .text(let text) = entries.last?.content else {
                    Issue.record("no greeting")
                    continue
                }
                #expect(text.hasPrefix(said) && (text.contains("Bert") || !greeting.isEmpty))
                try await house.service.endChat(asked.chat, by: .agent(bert))
            }
        }
    }

    @Test(
        "the winner's answer repeated is no error and changes nothing", arguments: Engine.allCases)
    func answerTwice(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: customer.chat, at: bert))

            try await house.service.answerOffer(offer, of: customer.chat, by: bert)
            try await house.service.answerOffer(offer, of: customer.chat, by: bert)

            #expect(try await house.entries(of: customer.chat, for: customer.asker).count == 4)
        }
    }

    @Test("answering withdraws the agent's other offers", arguments: Engine.allCases)
    func othersWithdrawn(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let first = try await house.customer(asksIn: room)
            let second = try await house.customer(asksIn: room)
            let other = try #require(try await house.offer(of: second.chat, at: bert))

            try await house.answer(first.chat, by: bert)

            await #expect(throws: Refusal.offerGone) {
                try await house.service.answerOffer(other, of: second.chat, by: bert)
            }
            #expect(try await house.service.customerChat(second.chat, for: second.id).ringing == 0)
        }
    }

    @Test(
        "an expired offer cannot be answered, and rings again only after ready",
        arguments: Engine.allCases)
    func expired(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: customer.chat, at: bert))

            house.clock.advance(seconds: 30)
            // Before anybody looked at the deadline: the lease is over by itself.
            await #expect(throws: Refusal.offerGone) {
                try await house.service.answerOffer(offer, of: customer.chat, by: bert)
            }
            _ = try await house.service.passTime()

            let seen = try await house.service.customerChat(customer.chat, for: customer.id)
            #expect(seen.ringing == 0 && seen.nobodyFree)
            try await house.service.choose(.takeBreak, by: bert)
            try await house.service.choose(.ready, by: bert)
            #expect(try await house.offer(of: customer.chat, at: bert) != nil)
        }
    }

    @Test(
        "who rejects is not asked again in this turn; the others still ring",
        arguments: Engine.allCases)
    func reject(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: customer.chat, at: bert))

            try await house.service.rejectOffer(offer, of: customer.chat, by: bert)

            #expect(try await house.offer(of: customer.chat, at: bert) == nil)
            #expect(try await house.offer(of: customer.chat, at: cleo) != nil)
            try await house.service.choose(.ready, by: bert)
            #expect(try await house.offer(of: customer.chat, at: bert) == nil)
            await #expect(throws: Refusal.offerGone) {
                try await house.service.rejectOffer(offer, of: customer.chat, by: bert)
            }
        }
    }

    @Test("an offer of a cancelled chat is gone", arguments: Engine.allCases)
    func cancelled(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: customer.chat, at: bert))
            try await house.service.cancelChat(customer.chat, by: customer.id)
            await #expect(throws: Refusal.offerGone) {
                try await house.service.answerOffer(offer, of: customer.chat, by: bert)
            }
        }
    }

    @Test(
        "a chat that waited rings at the agent who becomes ready, oldest first",
        arguments: Engine.allCases)
    func waitsForReady(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let first = try await house.customer(asksIn: room)
            house.clock.advance(seconds: 1)
            let second = try await house.customer(asksIn: room)
            #expect(try await house.service.customerChat(second.chat, for: second.id).place == 2)

            let bert = try await house.readyAgent("Bert", by: administrator)
            let cards = try await house.service.desk(of: bert).waiting
            #expect(cards.map(\.chat) == [first.chat, second.chat])
            #expect(cards.allSatisfy { $0.offers.count == 1 && !$0.nobodyFree })
            #expect(cards.allSatisfy { $0.offers.values.first?.reason == .nowFree })
        }
    }

    @Test("explanations say why, in order", arguments: Engine.allCases)
    func explanations(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            let bert = try await house.readyAgent("Bert", by: administrator)
            try await house.answer(customer.chat, by: bert)

            let why = try await house.service.explanations(of: customer.chat, for: bert)
            #expect(why.map(\.trigger) == [.asked, .loggedOn, .answered])
            #expect(why.map(\.number) == [1, 2, 3])
            #expect(
                why.map(\.outcome) == [
                    .nobodyFree, .offered([bert.agent]), .served(by: bert.agent),
                ])
            #expect(
                why.allSatisfy {
                    $0.inputs.map { inputs in inputs.choice() } ?? $0.choice == $0.choice
                })
        }
    }
}

@Suite("Chats end")
struct EndTests {
    @Test(
        "who ends decides the agent's status, and the chat is closed for all",
        arguments: Engine.allCases, [Ender.customer, .agent])
    func ends(_ engine: Engine, _ ender: Ender) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let asker = ender == .customer ? customer.asker : .agent(bert)

            try await house.service.endChat(customer.chat, by: asker)

            #expect(try await house.life(of: customer) == .ended(ender))
            let after: AgentStatus = ender == .customer ? .remoteCustomerHangup : .hangUp
            #expect(try await house.status(of: bert) == [after, nil])
            #expect(
                try await house.entries(of: customer.chat, for: .agent(bert)).last?.content
                    == .ended(by: ender))
            for asker in [customer.asker, .agent(bert)] {
                await #expect(throws: Refusal.chatEnded) {
                    try await house.service.endChat(customer.chat, by: asker)
                }
                await #expect(throws: Refusal.chatEnded) {
                    try await house.send("Too late", in: customer.chat, as: asker)
                }
            }
            // Nothing rings until the agent chooses.
            let next = try await house.customer(asksIn: room)
            #expect(try await house.offer(of: next.chat, at: bert) == nil)
            try await house.service.choose(.ready, by: bert)
            #expect(try await house.offer(of: next.chat, at: bert) != nil)
        }
    }

    @Test(
        "a waiting chat cannot be ended, only cancelled; a served one not cancelled",
        arguments: Engine.allCases)
    func wrongWord(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            for asker in [customer.asker, .agent(bert)] {
                await #expect(throws: Refusal.chatNotServed) {
                    try await house.service.endChat(customer.chat, by: asker)
                }
            }
            try await house.answer(customer.chat, by: bert)
            await #expect(throws: Refusal.chatNotWaiting) {
                try await house.service.cancelChat(customer.chat, by: customer.id)
            }
        }
    }

    @Test(
        "an ended chat stays on the desk until it is put away, and its transcript stays",
        arguments: Engine.allCases)
    func putAway(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            await #expect(throws: Refusal.notFound) {
                try await house.service.putChatAway(customer.chat, by: bert)
            }
            try await house.service.endChat(customer.chat, by: .agent(bert))
            #expect(try await house.service.desk(of: bert).chats.map(\.chat.id) == [customer.chat])
            #expect(try await house.service.agentChat(customer.chat, for: bert) != nil)

            try await house.service.putChatAway(customer.chat, by: bert)

            #expect(try await house.service.desk(of: bert).chats.isEmpty)
            #expect(try await house.service.agentChat(customer.chat, for: bert) == nil)
            #expect(
                try await house.service.record(of: customer.chat, for: .agent(bert)).entries.count
                    == 5)
        }
    }
}
