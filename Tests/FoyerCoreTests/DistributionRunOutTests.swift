import FoyerCore
import Testing

/// What an event makes of as many rings as there may be at one agent, among many agents.
@Suite("rings that run out") struct DistributionRunOutTests {
    private static let agents = 50

    @Test("the reasons for an agent's next rings name that agent, not all who ring elsewhere")
    func reasons() throws {
        var company = DistributionFixture(
            agents: (0..<Self.agents).map { .away(ID(known: "a\(1_000 + $0)")) })
        let ringsMax = Limit.ringsPerAgentMax
        for number in 0..<(2 * ringsMax) { try company.ask(ID(known: "c\(1_000 + number)")) }
        for number in 0..<Self.agents {
            company.seconds += 1
            try company.happen(.loggedOn(ID(known: "a\(1_000 + number)"), .browser))
        }
        let expiry = try #require(company.distribution.nextDeadline)
        company.seconds = Int(expiry.milliseconds / 1_000)
        try company.happen(.timePassed)
        #expect(company.endings.count == ringsMax)
        let offered = company.explanations.filter {
            if case .offered = $0.choice.outcome { true } else { false }
        }
        #expect(offered.count == ringsMax)
        let named = offered.map { $0.inputs?.agents.count ?? 0 }.reduce(0, +)
        #expect(named == ringsMax)
        for explanation in offered {
            #expect(explanation.inputs?.choice() == explanation.choice)
        }
        #expect(company.ringing(ID(known: "c\(1_000 + ringsMax)")) == ["a1000"])
        let second = try #require(company.distribution.nextDeadline)
        company.seconds = Int(second.milliseconds / 1_000)
        try company.happen(.timePassed)
        #expect(company.ringing(ID(known: "c\(1_000 + ringsMax)")) == ["a1000", "a1001"])
    }

    @Test("rings that run out together end in portions, each agent's as one miss")
    func portions() throws {
        let (agents, ringsEach) = (12, 60)
        let several = DistributionRoom.plain("r1", several: true) { settings in
            settings.agentsAtOnce = agents
            settings.waitLimitSeconds = 60
        }
        var company = DistributionFixture(
            agents: (0..<agents).map { .waiting(ID(known: "a\(100 + $0)")) }, rooms: [several])
        for number in 0..<ringsEach { try company.ask(ID(known: "c\(100 + number)")) }
        let due = company.distribution.chats.flatMap(\.offers)
        #expect(due.count == agents * ringsEach)
        company.seconds += 1_000
        var portions: [Int] = []
        while let deadline = company.distribution.nextDeadline, deadline <= company.now {
            try company.happen(.timePassed)
            portions.append(company.endings.count)
            // Whole agents, and waits reach their limits only once nothing is due any more.
            #expect(portions.last?.isMultiple(of: ringsEach) == true || portions.count == 2)
            guard portions.count < 10 else { break }
        }
        #expect(portions.first == 540)
        #expect(company.endings.count + 540 >= due.count)
        #expect(company.distribution.chats.isEmpty)
        #expect(company.distribution.agents.allSatisfy { $0.missedRings == 1 })
    }
}
