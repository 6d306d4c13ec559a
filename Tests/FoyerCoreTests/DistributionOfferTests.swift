import FoyerCore
import Testing

/// To whom a waiting chat is offered (DIST-1, DIST-2, DIST-5 to DIST-8).
@Suite struct DistributionOfferTests {
    @Test("every candidate is offered the chat at once, for as long as the room rings")
    func quickestReply() throws {
        var company = DistributionFixture()

        try company.ask("c1")

        #expect(company.ringing("c1") == ["a1", "a2"])
        #expect(
            company.chat("c1")?.offers.map(\.expiresAt) == [
                Instant(milliseconds: 30_000), Instant(milliseconds: 30_000),
            ])
        #expect(company.chat("c1")?.stage == .desktop)
        #expect(company.distribution.nextDeadline == Instant(milliseconds: 30_000))
    }

    @Test("an agent who becomes free while the stage runs is offered the chat, too")
    func lateCandidate() throws {
        var company = DistributionFixture(agents: [.waiting("a1"), .away("a2")])
        try company.ask("c1")
        company.seconds = 10

        try company.happen(.loggedOn("a2", .browser))

        #expect(company.ringing("c1") == ["a1", "a2"])
        #expect(company.offer(of: "c1", to: "a2")?.expiresAt == Instant(milliseconds: 40_000))
    }

    @Test("at most so many ring at once, and the next follows when one ends")
    func agentsAtOnce() throws {
        let room = DistributionRoom.plain("r1") { $0.agentsAtOnce = 2 }
        var company = DistributionFixture(
            agents: ["a1", "a2", "a3", "a4"].map { .waiting($0) }, rooms: [room])

        try company.ask("c1")
        #expect(company.ringing("c1") == ["a1", "a2"])
        try company.reject("c1", by: "a1")
        #expect(company.ringing("c1") == ["a2", "a3"])
        try company.pass(seconds: 30)
        #expect(company.ringing("c1") == ["a4"])
    }

    @Test("when nobody is left the customer is told, stays, and is offered to whoever gets free")
    func nobodyFree() throws {
        var company = DistributionFixture(agents: [.waiting("a1"), .away("a2")])
        try company.ask("c1")
        try company.reject("c1", by: "a1")
        #expect(company.chat("c1")?.nobodyFree == true)
        #expect(company.effects.contains(.searchChanged("c1")))

        try company.happen(.chose("a1", .ready))
        #expect(company.ringing("c1") == [], "who rejected is not asked again, even when ready")
        try company.happen(.loggedOn("a2", .browser))
        #expect(company.ringing("c1") == ["a2"])
        #expect(company.chat("c1")?.nobodyFree == false)
        #expect(company.offer(of: "c1", to: "a2")?.reason == .nowFree)
    }

    @Test("who let an offer expire is asked again only after ready, log-on or a change")
    func expired() throws {
        for event in [
            DistributionEvent.chose("a1", .ready), .agentChanged(.waiting("a1")),
            .roomChanged(.plain("r1")),
            .loggedOn("a1", .mobile),
        ] {
            var company = DistributionFixture(agents: [.waiting("a1")])
            try company.ask("c1")
            try company.pass(seconds: 30)
            #expect(company.endings == ["c1 a1 expired"])
            #expect(company.ringing("c1") == [])

            try company.happen(.loggedOn("a1", .browser))
            #expect(company.ringing("c1") == [], "a reconnect is no log-on")
            try company.happen(event)
            #expect(company.ringing("c1") == ["a1"], "\(event)")
        }
    }

    @Test("chats are considered oldest first, priority minutes added")
    func rank() throws {
        var company = DistributionFixture(agents: [.away("a1")])
        company.seconds = 100
        try company.ask("c1")
        try company.happen(
            .asked(
                WaitingChat(
                    id: "c2", room: "r1", since: company.now,
                    rank: WaitingChat.rank(asked: company.now, priorityMinutes: 1))))
        try company.happen(
            .asked(
                WaitingChat(
                    id: "c3", room: "r1", since: company.now,
                    rank: WaitingChat.rankAtHead(asked: company.now))))

        try company.happen(.loggedOn("a1", .browser))

        let offered = company.effects.compactMap { effect in
            if case .offered(let chat, _) = effect { chat.rawValue } else { nil }
        }
        #expect(offered == ["c3", "c2", "c1"])
    }

    @Test("ranks of absurd settings do not trap")
    func absurdRank() {
        let now = Instant(milliseconds: 5)
        #expect(WaitingChat.rank(asked: now, priorityMinutes: .max) == .min + 5)
        #expect(WaitingChat.rank(asked: now, priorityMinutes: .min) == .max)
        #expect(WaitingChat.rankAtHead(asked: Instant(milliseconds: .min)) == .min)
    }

    @Test("a serving agent is a candidate where every room concerned allows several chats")
    func simultaneous() throws {
        let rooms = [
            DistributionRoom.plain("r1", several: true), .plain("r2", several: true, maxChats: 2),
            .plain("r3"),
        ]
        var company = DistributionFixture(
            agents: [.waiting("a1", rooms: ["r1", "r2", "r3"])], rooms: rooms)
        try company.ask("c1", in: "r1")
        try company.answer("c1", by: "a1")

        try company.ask("c2", in: "r3")
        #expect(company.ringing("c2") == [], "r3 does not allow several")
        try company.ask("c3", in: "r2")
        #expect(company.ringing("c3") == ["a1"])
        try company.ask("c4", in: "r1")
        try company.answer("c3", by: "a1")
        #expect(
            company.endings == ["c3 a1 accepted", "c4 a1 agentUnavailable"], "two is r2's limit")
    }

    @Test("an agent's own limit counts only where all rooms concerned allow several chats")
    func ownLimit() throws {
        var company = DistributionFixture(agents: [.waiting("a1", maxChats: 5)])
        try company.ask("c1")
        try company.answer("c1", by: "a1")
        try company.ask("c2")
        #expect(company.ringing("c2") == [])

        try company.happen(.roomChanged(.plain("r1", several: true)))
        #expect(company.ringing("c2") == ["a1"])
    }

    @Test("without an entitlement only administrators ring, and all again when there is one")
    func entitlements() throws {
        var company = DistributionFixture(
            agents: [.waiting("a1"), .waiting("a2", isAdministrator: true)], entitlementLeft: false)

        try company.ask("c1")
        #expect(company.ringing("c1") == ["a2"])
        #expect(company.offer(of: "c1", to: "a2")?.reason == .onlyAdministrators)
        try company.happen(.entitlementsChanged(left: true))
        #expect(company.ringing("c1") == ["a2", "a1"])
        try company.happen(.entitlementsChanged(left: false))
        #expect(company.endings == ["c1 a1 agentUnavailable"])
    }

    @Test("a private room's chat rings at its agent only")
    func privateRoom() throws {
        var company = DistributionFixture()

        try company.ask("c1", onlyAgent: "a2")

        #expect(company.ringing("c1") == ["a2"])
        #expect(company.offer(of: "c1", to: "a2")?.reason == .privateRoom)
    }

    @Test("an agent on the mobile channel only is no candidate of the desktop stage")
    func mobileOnly() throws {
        var company = DistributionFixture(agents: [.away("a1")])
        try company.happen(.loggedOn("a1", .mobile))

        try company.ask("c1")

        #expect(company.ringing("c1") == [])
        #expect(company.chat("c1")?.nobodyFree == true)
    }

    @Test(
        "rounds without a candidate are spent at once, however many there are",
        arguments: [-3, 0, 1, 2, Int.max])
    func rounds(maxRounds: Int) throws {
        var company = DistributionFixture(
            agents: [], rooms: [.plain("r1") { $0.maxRounds = maxRounds }])

        try company.ask("c1")

        #expect(company.chat("c1")?.nobodyFree == true)
        #expect(company.chat("c1")?.round == max(1, maxRounds))
    }

    @Test("absurd settings neither trap nor ring for ever")
    func absurdSettings() throws {
        let room = DistributionRoom.plain("r1", several: true, maxChats: .min) {
            $0.agentsAtOnce = .min
            $0.desktopRingSeconds = .min
            $0.waitLimitSeconds = .max
        }
        var company = DistributionFixture(agents: [.waiting("a1", maxChats: .min)], rooms: [room])

        try company.ask("c1")

        #expect(company.offer(of: "c1", to: "a1")?.expiresAt == Instant(milliseconds: 1_000))
        try company.answer("c1", by: "a1")
        #expect(company.agent("a1")?.serving.count == 1)
    }

    @Test("a chat is asked for once, in a room that exists")
    func refusals() throws {
        var company = DistributionFixture()
        try company.ask("c1")
        let before = company.distribution

        #expect(throws: DistributionRefusal.alreadyWaiting) { try company.ask("c1") }
        #expect(throws: DistributionRefusal.unknownRoom) { try company.ask("c2", in: "r9") }
        #expect(company.distribution == before)
        try company.answer("c1", by: "a1")
        #expect(throws: DistributionRefusal.alreadyWaiting) { try company.ask("c1") }
    }
}

extension DistributionAgent {
    static func away(_ id: ID<Agent>) -> DistributionAgent {
        DistributionAgent(id: id, rooms: ["r1"])
    }
}
