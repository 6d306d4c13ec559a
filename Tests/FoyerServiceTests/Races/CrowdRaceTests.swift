import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

/// Two hundred at once, of whom exactly one may win; and what happens where nobody locks.
@Suite("Races of a crowd")
struct CrowdRaceTests {
    private static let crowd = 200
    private static func rounds(_ engine: Engine) -> Int { engine == .sqliteFile ? 4 : 20 }

    @Test("two hundred starts of one customer at once are one chat", arguments: Engine.allCases)
    func starts(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            // Known before: a fresh customer's first form alone may make the customer.
            let known = try await first.customer(asksIn: room)
            try await first.service.cancelChat(known.chat, by: known.id)
            let token = known.token
            for round in 1...Self.rounds(engine) {
                var drafts: [FormDraft] = []
                for _ in 0..<Self.crowd / 2 {
                    let draft = try await first.form(in: room, customer: token)
                    // Every form comes twice.
                    drafts += [draft, draft]
                }
                let outcomes = try await Self.atOnce { [drafts] number in
                    let node = number.isMultiple(of: 3) ? first : second
                    return try await node.service.askForAgent(
                        drafts[number], roomToken: room.token
                    ).chat
                }
                let chats = Set(outcomes.compactMap(\.output))
                #expect(chats.count == 1, "round \(round)")
                #expect(outcomes.count { $0.isSuccess } == 2, "round \(round)")
                let others = outcomes.filter { ![nil, .chatAlreadyOpen].contains($0.refusal) }
                #expect(others.isEmpty, "round \(round): \(others)")
                let connection = try await first.service.connectCustomer(
                    roomToken: room.token, token: token)
                #expect(chats == [connection.chat])
                try await second.service.cancelChat(connection.chat, by: connection.customer)
            }
            prove("\(engine): \(Self.rounds(engine)) rounds of 200 starts, one chat each")
        }
    }

    @Test("two hundred answers at once have one winner", arguments: Engine.allCases)
    func answers(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            var agents: [LoggedOn] = []
            for number in 1...20 {
                agents.append(try await first.readyAgent("Agent\(number)", by: administrator))
            }
            var token: String?
            for round in 1...Self.rounds(engine) {
                let customer = try await first.customer(asksIn: room, token: token)
                token = customer.token
                var offers: [(agent: LoggedOn, offer: Int)] = []
                for agent in agents {
                    let offer = try await first.offer(of: customer.chat, at: agent)
                    offers.append((agent, try #require(offer)))
                }
                let outcomes = try await Self.atOnce { [offers] number in
                    let (agent, offer) = offers[number % offers.count]
                    let node = number.isMultiple(of: 3) ? first : second
                    try await node.service.answerOffer(offer, of: customer.chat, by: agent)
                    return agent.agent
                }
                let winners = outcomes.compactMap(\.output)
                // The winner's ten answers are one.
                #expect(winners.count == 10 && Set(winners).count == 1, "round \(round)")
                #expect(outcomes.allSatisfy { [nil, .offerTaken].contains($0.refusal) })
                let entries = try await first.entries(of: customer.chat, for: customer.asker)
                #expect(entries.count == 4, "round \(round)")
                let winner = try #require(agents.first { $0.agent == winners.first })
                try await first.service.endChat(customer.chat, by: .agent(winner))
                try await first.service.choose(.ready, by: winner)
            }
            prove("\(engine): \(Self.rounds(engine)) rounds of 200 answers, one winner each")
        }
    }

    @Test(
        "of two hundred who end and send at once one ends, and nothing is sent after",
        arguments: Engine.allCases)
    func endsAndSends(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            var token: String?
            for round in 1...Self.rounds(engine) {
                let customer = try await first.customer(asksIn: room, token: token)
                token = customer.token
                try await first.answer(customer.chat, by: bert)
                let outcomes = try await Self.atOnce { number -> Entry? in
                    let node = number.isMultiple(of: 3) ? first : second
                    let asker = number.isMultiple(of: 5) ? customer.asker : .agent(bert)
                    if number.isMultiple(of: 2) {
                        return try await node.send("Text \(number)", in: customer.chat, as: asker)
                    }
                    try await node.service.endChat(customer.chat, by: asker)
                    return nil
                }
                #expect(outcomes.count { $0 == .success(nil) } == 1, "round \(round)")
                #expect(outcomes.allSatisfy { [nil, .chatEnded].contains($0.refusal) })
                let entries = try await second.entries(of: customer.chat, for: customer.asker)
                #expect(entries.map(\.seq) == (1...entries.count).map(Int64.init), "round \(round)")
                let isEnd = entries.map { if case .ended = $0.content { true } else { false } }
                #expect(isEnd.last == true && isEnd.count { $0 } == 1, "round \(round)")
                let sent = outcomes.compactMap(\.output).compactMap(\.self)
                #expect(Set(sent.map(\.seq)).isSubset(of: entries.map(\.seq)))
                #expect(entries.count == 5 + sent.count, "round \(round)")
                try await first.service.choose(.ready, by: bert)
            }
            prove("\(engine): \(Self.rounds(engine)) rounds of 200 ends and sends, one end each")
        }
    }

    @Test(
        "where nobody locks the company's row, both races are lost within 500 rounds",
        .enabled(if: Engine.postgreSQLAddress != nil))
    func notLocked() async throws {
        let ready = try await roundLost { first, second, room, agent in
            ReadyRace(first, second, room: room, agent: agent)
        } isSound: {
            try await $0.isSound()
        }
        let capacity = try await roundLost { first, second, room, agent in
            CapacityRace(first, second, room: room, agent: agent)
        } isSound: {
            try await $0.isSound()
        }
        let lost = [try #require(ready), try #require(capacity)]
        prove("company row not locked: caught in rounds \(lost[0]) and \(lost[1])")
    }

    /// The first round that a race loses without the lock; `nil` when it wins them all.
    private func roundLost<Race>(
        _ make: (ServiceFixture, ServiceFixture, RoomRow, LoggedOn) -> Race,
        isSound: (inout Race) async throws -> Bool
    ) async throws -> Int? {
        try await Engine.postgreSQL.withTwoNodes(planting: .companyNotLocked) {
            first, second, administrator in
            let room = try await first.general(for: administrator)
            let agent = try await first.readyAgent("Bert", by: administrator)
            var race = make(first, second, room, agent)
            for round in 1...500 {
                do {
                    guard try await isSound(&race) else { return round }
                } catch let error as DatabaseError where error.kind == .unique {
                    // The schema caught what the lock did not.
                    return round
                }
            }
            return nil
        }
    }

    /// Does it two hundred times at once; a refusal is an outcome, any other error is thrown.
    private static func atOnce<Output: Sendable>(
        _ command: @escaping @Sendable (Int) async throws -> Output
    ) async throws -> [Result<Output, Refusal>] {
        try await withThrowingTaskGroup(of: Result<Output, Refusal>.self) { tasks in
            for number in 0..<crowd {
                tasks.addTask { try await outcome { try await command(number) } }
            }
            var outcomes: [Result<Output, Refusal>] = []
            for try await outcome in tasks { outcomes.append(outcome) }
            return outcomes
        }
    }
}
