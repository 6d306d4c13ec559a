import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

/// On PostgreSQL between two nodes, on SQLite within the one.
@Suite("Races for a chat")
struct AnswerRaceTests {
    /// The file's engine is the memory's: fewer rounds tell as much there.
    private static func rounds(_ engine: Engine) -> Int { engine == .sqliteFile ? 50 : 500 }

    @Test("asking beside ready: no chat waits beside an idle agent", arguments: Engine.allCases)
    func askAndReady(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            var token: String?
            for round in 1...Self.rounds(engine) {
                try await first.service.choose(.takeBreak, by: bert)
                let draft = try await first.form(in: room, customer: token)
                token = draft.customer
                let (asked, ready) = try await race {
                    try await first.service.askForAgent(draft, roomToken: room.token).chat
                } _: {
                    try await second.service.choose(.ready, by: bert)
                }
                #expect(ready.isSuccess, "round \(round)")
                let chat = try asked.get()
                let offer = try await first.offer(of: chat, at: bert)
                #expect(offer != nil, "round \(round)")
                let connection = try await first.service.connectCustomer(
                    roomToken: room.token, token: draft.customer)
                try await second.service.cancelChat(chat, by: connection.customer)
            }
        }
    }

    @Test(
        "two agents answer one chat: exactly one wins, the other hears taken",
        arguments: Engine.allCases)
    func twoAgents(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            let cleo = try await first.readyAgent("Cleo", by: administrator)
            var token: String?
            var wins = [0, 0]
            for round in 1...Self.rounds(engine) {
                let customer = try await first.customer(asksIn: room, token: token)
                token = customer.token
                let atBert = try #require(try await first.offer(of: customer.chat, at: bert))
                let atCleo = try #require(try await first.offer(of: customer.chat, at: cleo))
                let (left, right) = try await race {
                    try await first.service.answerOffer(atBert, of: customer.chat, by: bert)
                } _: {
                    try await second.service.answerOffer(atCleo, of: customer.chat, by: cleo)
                }
                #expect(left.isSuccess != right.isSuccess, "round \(round)")
                #expect((left.refusal ?? right.refusal) == .offerTaken, "round \(round)")
                wins[left.isSuccess ? 0 : 1] += 1
                let winner = left.isSuccess ? bert : cleo
                #expect(try await second.life(of: customer) == .served(turn: 1, by: winner.agent))
                try await first.service.endChat(customer.chat, by: .agent(winner))
                try await first.service.choose(.ready, by: winner)
            }
            #expect(wins[0] + wins[1] == Self.rounds(engine))
        }
    }

    @Test(
        "one agent answers two chats: one is served, nobody is over capacity",
        arguments: Engine.allCases)
    func twoChats(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            var tokens: [String?] = [nil, nil]
            for round in 1...Self.rounds(engine) {
                let one = try await first.customer(asksIn: room, token: tokens[0])
                let two = try await second.customer(asksIn: room, token: tokens[1])
                tokens = [one.token, two.token]
                let offerOne = try #require(try await first.offer(of: one.chat, at: bert))
                let offerTwo = try #require(try await first.offer(of: two.chat, at: bert))
                let (left, right) = try await race {
                    try await first.service.answerOffer(offerOne, of: one.chat, by: bert)
                } _: {
                    try await second.service.answerOffer(offerTwo, of: two.chat, by: bert)
                }
                #expect(left.isSuccess != right.isSuccess, "round \(round)")
                #expect((left.refusal ?? right.refusal) == .offerGone, "round \(round)")
                let (served, waiting) = left.isSuccess ? (one, two) : (two, one)
                try await second.service.endChat(served.chat, by: served.asker)
                try await first.service.choose(.ready, by: bert)
                // The other one rings again.
                try await second.answer(waiting.chat, by: bert)
                try await first.service.endChat(waiting.chat, by: waiting.asker)
                try await first.service.choose(.ready, by: bert)
            }
        }
    }

    @Test(
        "ending beside sending: the message is in before the end, or refused",
        arguments: Engine.allCases)
    func endAndSend(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            var token: String?
            for round in 1...Self.rounds(engine) {
                let customer = try await first.customer(asksIn: room, token: token)
                token = customer.token
                try await first.answer(customer.chat, by: bert)
                let (sent, ended) = try await race {
                    try await first.send("One more thing", in: customer.chat, as: .agent(bert))
                } _: {
                    try await second.service.endChat(customer.chat, by: customer.asker)
                }
                #expect(ended.isSuccess)
                let entries = try await second.entries(of: customer.chat, for: customer.asker)
                #expect(entries.map(\.seq) == (1...entries.count).map(Int64.init), "round \(round)")
                #expect(entries.last?.content == .ended(by: .customer))
                switch sent {
                case .success(let entry): #expect(entries.dropLast().last == entry)
                case .failure(let refusal): #expect(refusal == .chatEnded && entries.count == 5)
                }
                try await first.service.choose(.ready, by: bert)
            }
        }
    }

    @Test("two hundred answers at once have one winner", arguments: Engine.allCases)
    func twoHundred(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            var agents: [LoggedOn] = []
            for number in 1...20 {
                agents.append(try await first.readyAgent("Agent\(number)", by: administrator))
            }
            let customer = try await first.customer(asksIn: room)
            var offers: [(LoggedOn, Int)] = []
            for agent in agents {
                offers.append(
                    (agent, try #require(try await first.offer(of: customer.chat, at: agent))))
            }
            let outcomes = try await withThrowingTaskGroup(
                of: (ID<Agent>, Result<Void, Refusal>).self
            ) { tasks in
                for number in 0..<200 {
                    let (agent, offer) = offers[number % offers.count]
                    let node = number.isMultiple(of: 3) ? first : second
                    tasks.addTask {
                        let answer = try await FoyerServiceTests.outcome {
                            try await node.service.answerOffer(offer, of: customer.chat, by: agent)
                        }
                        return (agent.agent, answer)
                    }
                }
                var outcomes: [(ID<Agent>, Result<Void, Refusal>)] = []
                for try await outcome in tasks { outcomes.append(outcome) }
                return outcomes
            }
            let winners = outcomes.filter { $0.1.isSuccess }.map(\.0)
            // The winner's ten answers are one.
            #expect(winners.count == 10 && Set(winners).count == 1)
            #expect(outcomes.allSatisfy { $0.1.isSuccess || $0.1.refusal == .offerTaken })
            #expect(try await first.entries(of: customer.chat, for: customer.asker).count == 4)
        }
    }
}
