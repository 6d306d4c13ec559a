import FoyerCore
import Testing

/// Coarse guards: the figures are in `docs/distribution.md`, measured in a release build.
@Suite(.serialized) struct DistributionSpeedTests {
    @Test("a chat with 10,000 candidates is decided, rings out and is decided again")
    func tenThousandCandidates() throws {
        let agents = (0..<10_000).map {
            DistributionAgent.waiting(ID(known: "agent-\(100_000 + $0)"))
        }
        var company = DistributionFixture(agents: agents)
        let clock = ContinuousClock()

        let asked = try clock.measure { try company.ask("c1") }
        #expect(company.chat("c1")?.offers.count == 10_000)
        let rangOut = try clock.measure {
            try company.pass(seconds: 30)
            for _ in 1..<10_000 / Distribution.ringsEndedAtOnceMax {
                try company.happen(.timePassed)
            }
        }
        #expect(company.chat("c1")?.nobodyFree == true)

        #expect(asked < .seconds(30))
        #expect(rangOut < .seconds(30))
    }

    @Test("a ready agent is offered the oldest of 2,000 chats without looking at anybody else")
    func manyChats() throws {
        var company = DistributionFixture(agents: (0..<50).map { .away(ID(known: "a\($0 + 10)")) })
        for number in 0..<2_000 { try company.ask(ID(known: "c\(number)")) }

        let ready = try ContinuousClock().measure { try company.happen(.loggedOn("a10", .browser)) }

        let ringing = company.distribution.chats.map(\.offers.count)
        #expect(ringing.prefix(Limit.ringsPerAgentMax).allSatisfy { $0 == 1 })
        #expect(ringing.reduce(0, +) == Limit.ringsPerAgentMax)
        #expect(ready < .seconds(30))
    }
}
