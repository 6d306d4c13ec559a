import Foundation
import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

/// On PostgreSQL between two nodes, on SQLite within the one.
@Suite("Races for a chat")
struct AnswerRaceTests {
    /// Between two nodes much more can happen than within one, and the file's engine is the
    /// memory's: fewer rounds tell as much there. `FOYER_TEST_ROUNDS` says another number.
    private static func rounds(_ engine: Engine) -> Int {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["FOYER_TEST_ROUNDS"].flatMap { Int($0) } ?? 500
        return switch engine {
        case .postgreSQL: rounds
        case .sqliteMemory: rounds / 5
        case .sqliteFile: rounds / 10
        }
    }

    @Test("asking beside ready: no chat waits beside an idle agent", arguments: Engine.allCases)
    func askAndReady(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            var race = ReadyRace(first, second, room: room, agent: bert)
            for round in 1...Self.rounds(engine) {
                #expect(try await race.isSound(), "round \(round)")
            }
            prove("\(engine): \(Self.rounds(engine)) rounds of asking beside ready, no chat waits")
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
            prove("\(engine): \(Self.rounds(engine)) rounds of two agents' answers, one won each")
        }
    }

    @Test(
        "one agent answers two chats: one is served, nobody is over capacity",
        arguments: Engine.allCases)
    func twoChats(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            var race = CapacityRace(first, second, room: room, agent: bert)
            for round in 1...Self.rounds(engine) {
                #expect(try await race.isSound(), "round \(round)")
            }
            prove("\(engine): \(Self.rounds(engine)) rounds of two answers of one agent, one won")
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
}
