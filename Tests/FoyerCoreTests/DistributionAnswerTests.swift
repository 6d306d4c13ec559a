import FoyerCore
import Testing

/// Offers and chats, from ringing to the end.
@Suite struct DistributionAnswerTests {
    @Test("exactly one wins; the others' offers are taken")
    func oneWinner() throws {
        var company = DistributionFixture()
        try company.ask("c1")
        let second = company.offer(of: "c1", to: "a2")?.number ?? 0

        try company.answer("c1", by: "a1")

        #expect(company.endings == ["c1 a1 accepted", "c1 a2 taken"])
        #expect(company.chat("c1") == nil)
        #expect(company.agent("a1")?.serving.map(\.chat) == ["c1"])
        #expect(company.agent("a2")?.browser == .waitingNewCall)
        #expect(throws: DistributionRefusal.offerTaken) {
            try company.happen(.answered("c1", offer: second, by: "a2"))
        }
    }

    @Test("the same answer twice is one answer")
    func doubledAnswer() throws {
        var company = DistributionFixture()
        try company.ask("c1")
        try company.happen(.answered("c1", offer: 1, by: "a1"))
        let before = company.distribution

        try company.happen(.answered("c1", offer: 1, by: "a1"))

        #expect(company.effects == [])
        #expect(company.distribution == before)
    }

    @Test("answering withdraws the agent's other offers in the same step")
    func otherOffers() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        try company.ask("c1")
        try company.ask("c2")

        try company.answer("c1", by: "a1")

        #expect(company.endings == ["c1 a1 accepted", "c2 a1 agentUnavailable"])
        #expect(company.chat("c2")?.nobodyFree == true)
    }

    /// What can be tried with offer 1 of chat `c1` at agent `a1`, in each state of it.
    enum OfferState: CaseIterable {
        case live, runOut, expired, rejected, withdrawn, customerLeft, takenByOther, chatEnded

        var refusal: DistributionRefusal? {
            switch self {
            case .live: nil
            case .runOut, .expired, .rejected, .withdrawn, .customerLeft, .chatEnded: .offerGone
            case .takenByOther: .offerTaken
            }
        }
    }

    @Test("an offer is answered and rejected while it is live only", arguments: OfferState.allCases)
    func offerTable(state: OfferState) throws {
        var company = DistributionFixture()
        try company.ask("c1")
        switch state {
        case .live: break
        case .runOut: company.seconds = 30
        case .expired: try company.pass(seconds: 30)
        case .rejected: try company.reject("c1", by: "a1")
        case .withdrawn: try company.happen(.chose("a1", .takeBreak))
        case .customerLeft: try company.happen(.left("c1"))
        case .takenByOther: try company.answer("c1", by: "a2")
        case .chatEnded:
            try company.answer("c1", by: "a2")
            try company.happen(.ended("c1", by: .agent))
        }
        for event in [
            DistributionEvent.answered("c1", offer: 1, by: "a1"),
            .rejected("c1", offer: 1, by: "a1"),
        ] {
            var copy = company
            let before = company.distribution
            do {
                try copy.happen(event)
                #expect(state.refusal == nil)
            } catch {
                #expect(error == state.refusal)
                #expect(copy.distribution == before)
            }
        }
    }

    @Test("nobody answers another's offer, nor does who is unknown")
    func wrongAgent() throws {
        var company = DistributionFixture()
        try company.ask("c1")

        #expect(throws: DistributionRefusal.offerGone) {
            try company.happen(.answered("c1", offer: 1, by: "a2"))
        }
        #expect(throws: DistributionRefusal.unknownAgent) {
            try company.happen(.answered("c1", offer: 1, by: "a9"))
        }
    }

    /// Where a chat can be, and what may happen to it there.
    enum ChatState: CaseIterable { case unknown, waiting, nobodyFree, served, ended }

    static let table: [(ChatState, DistributionEvent, DistributionRefusal?)] = [
        (.unknown, .left("c1"), .unknownChat), (.waiting, .left("c1"), nil),
        (.nobodyFree, .left("c1"), nil),
        (.served, .left("c1"), .unknownChat), (.ended, .left("c1"), .unknownChat),
        (.unknown, .askedAll("c1"), .unknownChat), (.waiting, .askedAll("c1"), nil),
        (.nobodyFree, .askedAll("c1"), nil), (.served, .askedAll("c1"), .unknownChat),
        (.ended, .askedAll("c1"), .unknownChat),
        (.unknown, .ended("c1", by: .agent), .unknownChat),
        (.waiting, .ended("c1", by: .agent), .unknownChat),
        (.nobodyFree, .ended("c1", by: .agent), .unknownChat),
        (.served, .ended("c1", by: .agent), nil),
        (.ended, .ended("c1", by: .agent), .unknownChat),
    ]

    @Test("each state of a chat allows what the table says", arguments: table)
    func chatTable(state: ChatState, event: DistributionEvent, refusal: DistributionRefusal?) throws
    {
        var company = DistributionFixture(agents: state == .nobodyFree ? [] : [.waiting("a1")])
        if state != .unknown { try company.ask("c1") }
        if state == .served || state == .ended { try company.answer("c1", by: "a1") }
        if state == .ended { try company.happen(.ended("c1", by: .agent)) }
        let before = company.distribution
        do {
            try company.happen(event)
            #expect(refusal == nil)
        } catch {
            #expect(error == refusal)
            #expect(company.distribution == before)
        }
    }

    @Test("a customer who leaves ends the chat's offers")
    func customerLeaves() throws {
        var company = DistributionFixture()
        try company.ask("c1")

        try company.happen(.left("c1"))

        #expect(company.endings == ["c1 a1 customerLeft", "c1 a2 customerLeft"])
        #expect(company.distribution.nextDeadline == nil)
    }

    @Test("the end of one of several chats frees capacity and leaves the agent serving")
    func endOfOneOfSeveral() throws {
        var company = DistributionFixture(
            agents: [.waiting("a1")], rooms: [.plain("r1", several: true, maxChats: 2)])
        for chat in ["c1", "c2"] as [ID<Chat>] {
            try company.ask(chat)
            try company.answer(chat, by: "a1")
        }
        try company.ask("c3")
        #expect(company.ringing("c3") == [])

        try company.happen(.ended("c1", by: .customer))
        #expect(company.agent("a1")?.browser == .servingCustomer)
        #expect(company.ringing("c3") == ["a1"])
        try company.happen(.ended("c2", by: .customer))
        #expect(company.agent("a1")?.browser == .remoteCustomerHangup)
        #expect(company.endings == ["c3 a1 agentUnavailable"], "who hung up chooses first")
    }

    @Test("Ask all agents is remembered, once")
    func askAll() throws {
        var company = DistributionFixture()
        try company.ask("c1")

        try company.happen(.askedAll("c1"))
        #expect(company.effects == [.searchChanged("c1")])
        try company.happen(.askedAll("c1"))
        #expect(company.effects == [])
    }
}
