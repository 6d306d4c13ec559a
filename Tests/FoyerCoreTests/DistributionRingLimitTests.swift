import FoyerCore
import Testing

/// At most so many chats ring at one agent, the oldest first, and none is forgotten for it
/// (DIST-6, DIST-7).
@Suite struct DistributionRingLimitTests {
    private static let ringsMax = 2

    private static func company(ringsMax: Int, atOnce: Int = 0) -> DistributionFixture {
        var company = DistributionFixture()
        company.distribution = Distribution(
            rooms: [.plain("r1") { $0.agentsAtOnce = atOnce }],
            agents: [.waiting("a1"), .away("a2"), .waiting("a3")], ringsPerAgentMax: ringsMax)
        return company
    }

    @Test("a ready agent is offered the oldest, and the next as one rings no more")
    func oldestFirst() throws {
        var company = Self.company(ringsMax: Self.ringsMax)
        for chat: ID<Chat> in ["c1", "c2", "c3", "c4"] { try company.ask(chat) }
        try company.happen(.loggedOn("a2", .browser))
        #expect(company.ringing("c1") == ["a1", "a3", "a2"])
        #expect(company.ringing("c2") == ["a1", "a3", "a2"])
        #expect(company.ringing("c3") == [])
        #expect(company.chat("c3")?.nobodyFree == true)

        try company.reject("c1", by: "a2")
        #expect(company.ringing("c3") == ["a2"])
        // Nobody else has become free, so the reason names nobody else.
        #expect(company.explanations.last?.inputs?.agents.map(\.id) == ["a2"])
        #expect(company.explanations.last?.inputs?.ringingElsewhere == [])

        try company.happen(.left("c2"))
        #expect(company.ringing("c3") == ["a2", "a1", "a3"])
        #expect(company.ringing("c4") == ["a2"])
    }

    @Test("of many who are logged on nowhere an explanation names some and counts the others")
    func manyAway() throws {
        let away = (0..<250).map { DistributionAgent.away(ID(known: "b\(1_000 + $0)")) }
        var company = DistributionFixture(agents: [.waiting("a1")] + away)
        try company.ask("c1")
        let explanation = try #require(company.explanations.first)
        #expect(explanation.inputs?.moreAway == 250 - Limit.explainedAwayAgentsMax)
        #expect(explanation.inputs?.agents.count == 1 + Limit.explainedAwayAgentsMax)
        #expect(explanation.inputs?.choice() == explanation.choice)
        let told = explanation.sentences.first { $0.key == "explain.moreAway" }
        #expect(told?.parameters.map(\.value) == [.number(150)])
    }

    /// What is planted into a history to see that the check below sees it.
    private enum Planted: CaseIterable {
        case noLimit, forgetsWhoIsFree
    }

    @Test("random histories keep the limit and leave nobody idle beside a waiting chat")
    func histories() throws {
        for seed in 0..<300 { #expect(try Self.breach(seed: seed, nil) == nil, "seed \(seed)") }
    }

    @Test("a history with a planted bug is seen", arguments: Planted.allCases)
    private func planted(_ bug: Planted) throws {
        let seen = try (0..<50).contains { try Self.breach(seed: $0, bug) != nil }
        #expect(seen)
    }

    /// What the first wrong state of a history is; `nil` when all are right.
    private static func breach(seed: Int, _ planted: Planted?) throws -> String? {
        var random = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func below(_ count: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % count
        }
        var company = company(
            ringsMax: planted == .noLimit ? .max : ringsMax, atOnce: seed % 3 == 0 ? 1 : 0)
        for number in 0..<80 {
            let agents: [ID<Agent>] = ["a1", "a2", "a3"]
            let agent = agents[below(3)]
            let ringing = company.distribution.chats.first { chat in
                chat.offers.contains { $0.agent == agent }
            }
            let event: DistributionEvent? =
                switch below(8) {
                case 0, 1, 2:
                    .asked(.asking(ID(known: "c\(100 + number)"), in: "r1", at: company.now))
                case 3: .chose(agent, .ready)
                case 4: .chose(agent, .takeBreak)
                case 5:
                    company.agent(agent)?.serving.first.map { .ended($0.chat, by: .customer) }
                        ?? .loggedOn(agent, .browser)
                case 6: ringing.map { .left($0.id) } ?? .timePassed
                default:
                    ringing.map { chat in
                        let offer = chat.offers.first { $0.agent == agent }?.number ?? 0
                        return below(2) == 0
                            ? .answered(chat.id, offer: offer, by: agent)
                            : .rejected(chat.id, offer: offer, by: agent)
                    }
                }
            company.seconds += below(12)
            let before = company.distribution
            for event in [.timePassed, event].compactMap({ $0 }) {
                do { try company.happen(event) } catch { continue }  // refused: nothing happened
            }
            if planted == .forgetsWhoIsFree, number % 7 == 0 {
                company.distribution = Distribution(
                    rooms: before.rooms, agents: company.distribution.agents,
                    chats: company.distribution.chats.map { chat in
                        var chat = chat
                        chat.offers = before.chats.first { $0.id == chat.id }?.offers ?? []
                        return chat
                    }, ringsPerAgentMax: ringsMax)
            }
            if let breach = breach(of: company.distribution) { return breach }
        }
        return nil
    }

    private static func breach(of distribution: Distribution) -> String? {
        let counted = Distribution(
            rooms: distribution.rooms, agents: distribution.agents, chats: distribution.chats,
            ringsPerAgentMax: distribution.ringsPerAgentMax)
        guard counted == distribution else { return "the rings are counted wrong" }
        for agent in distribution.agents {
            let rings = distribution.chats.filter { chat in
                chat.offers.contains { $0.agent == agent.id }
            }
            if rings.count > ringsMax { return "\(agent.id) rings \(rings.count) times" }
            guard agent.browser == .waitingNewCall, rings.count < ringsMax else { continue }
            for chat in distribution.chats where !rings.contains(chat) {
                let isKeptOut =
                    chat.rejectedBy.contains(agent.id) || chat.expiredAt.contains(agent.id)
                    || (distribution.rooms[0].settings.agentsAtOnce > 0 && !chat.offers.isEmpty)
                if !isKeptOut { return "\(chat.id) waits beside \(agent.id)" }
            }
        }
        return nil
    }
}
