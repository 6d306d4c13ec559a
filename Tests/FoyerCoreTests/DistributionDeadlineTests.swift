import FoyerCore
import Testing

/// What time does to offers, waits and tired agents.
@Suite struct DistributionDeadlineTests {
    @Test("three missed rings in a row send the agent on a break, and the other offers end")
    func missedRings() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        for chat in ["c1", "c2", "c3"] as [ID<Chat>] {
            try company.ask(chat)
            company.seconds += 1
        }
        company.seconds = 29
        try company.ask("c4")

        try company.pass(seconds: 1)
        try company.pass(seconds: 1)
        #expect(company.agent("a1")?.missedRings == 2)
        try company.pass(seconds: 1)

        #expect(company.agent("a1")?.browser == .takingBreak)
        #expect(company.effects.contains(.wentOnBreak("a1")))
        #expect(company.endings == ["c3 a1 expired", "c4 a1 agentUnavailable"])
    }

    @Test("chats that ring out at the same moment are one missed ring")
    func oneMoment() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        for chat in ["c1", "c2", "c3"] as [ID<Chat>] { try company.ask(chat) }

        try company.pass(seconds: 30)

        #expect(company.endings.count == 3)
        #expect(company.agent("a1")?.missedRings == 1)
    }

    @Test("missed rings count the same when the clock is looked at late")
    func lateLook() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        for chat in ["c1", "c2", "c3"] as [ID<Chat>] {
            try company.ask(chat)
            company.seconds += 1
        }

        try company.pass(seconds: 3_600)

        #expect(company.agent("a1")?.browser == .takingBreak)
    }

    @Test("an answer, a rejection and ready end the row of missed rings")
    func rowEnds() throws {
        for happening in 0..<3 {
            var company = DistributionFixture(agents: [.waiting("a1")])
            try company.ask("c1")
            try company.pass(seconds: 30)
            #expect(company.agent("a1")?.missedRings == 1)
            try company.ask("c2")
            switch happening {
            case 0: try company.answer("c2", by: "a1")
            case 1: try company.reject("c2", by: "a1")
            default: try company.happen(.chose("a1", .ready))
            }
            #expect(company.agent("a1")?.missedRings == 0)
            #expect(company.effects.contains(.agentChanged("a1")))
        }
    }

    @Test("who serves a chat is not sent on a break")
    func servingStays() throws {
        var company = DistributionFixture(
            agents: [.waiting("a1")], rooms: [.plain("r1", several: true)])
        try company.ask("c1")
        try company.answer("c1", by: "a1")
        for chat in ["c2", "c3", "c4"] as [ID<Chat>] {
            try company.ask(chat)
            try company.pass(seconds: 30)
        }

        #expect(company.agent("a1")?.missedRings == 3)
        #expect(company.agent("a1")?.browser == .servingCustomer)
    }

    @Test("a chat that waits as long as its room allows ends unanswered")
    func waitLimit() throws {
        var company = DistributionFixture(rooms: [.plain("r1") { $0.waitLimitSeconds = 20 }])
        try company.ask("c1")
        #expect(company.distribution.nextDeadline == Instant(milliseconds: 20_000))

        try company.pass(seconds: 19)
        #expect(company.effects == [])
        try company.pass(seconds: 1)

        #expect(company.endings == ["c1 a1 waitLimit", "c1 a2 waitLimit"])
        #expect(company.effects.contains(.unanswered("c1")))
        #expect(company.explanations.map(\.outcome) == [.unanswered])
        #expect(company.distribution.chats == [])
    }

    @Test("after a restart open offers ring for their full time, and wait limits begin anew")
    func restart() throws {
        var company = DistributionFixture(
            agents: [.waiting("a1")], rooms: [.plain("r1") { $0.waitLimitSeconds = 60 }])
        try company.ask("c1")
        company.seconds = 1_000

        try company.happen(.restarted)

        #expect(company.offer(of: "c1", to: "a1")?.expiresAt == Instant(milliseconds: 1_030_000))
        let renewed = company.effects.contains { effect in
            if case .offerRenewed("c1", let offer) = effect { offer.number == 1 } else { false }
        }
        #expect(renewed)
        try company.pass(seconds: 59)
        #expect(company.chat("c1")?.nobodyFree == true)
        try company.pass(seconds: 1)
        #expect(company.effects.contains(.unanswered("c1")))
    }

    @Test("a clock that steps back ends nothing early and breaks nothing")
    func clockStepsBack() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        company.seconds = 1_000
        try company.ask("c1")

        try company.pass(seconds: -500)

        #expect(company.effects == [])
        try company.answer("c1", by: "a1")
        #expect(company.agent("a1")?.serving.map(\.chat) == ["c1"])
    }
}
