import FoyerCore
import Testing

/// Log-on, log-off, lost agents, and edits while chats wait.
@Suite struct DistributionAttendanceTests {
    @Test("a break ends the agent's offers; the chat goes on elsewhere")
    func takesBreak() throws {
        var company = DistributionFixture(rooms: [.plain("r1") { $0.agentsAtOnce = 1 }])
        try company.ask("c1")

        try company.happen(.chose("a1", .takeBreak))

        #expect(company.endings == ["c1 a1 agentUnavailable"])
        #expect(company.ringing("c1") == ["a2"])
        try company.happen(.chose("a1", .ready))
        try company.reject("c1", by: "a2")
        #expect(
            company.ringing("c1") == ["a1"], "a withdrawn offer was neither rejected nor expired")
    }

    @Test("a lost agent's chats wait again, before all others, in a new turn")
    func lostAgent() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        try company.ask("c1")
        try company.answer("c1", by: "a1")
        company.seconds = 10
        try company.ask("c2")
        company.seconds = 20
        let again = WaitingChat(
            id: "c1", room: "r1", turn: 2, since: company.now,
            rank: WaitingChat.rankAtHead(asked: company.now), offersMade: 1, explanationsMade: 2)

        try company.happen(.loggedOff("a1", .browser, waitingAgain: [again]))

        #expect(company.distribution.chats.map(\.id) == ["c1", "c2"])
        #expect(company.agent("a1")?.serving == [])
        try company.happen(.loggedOn("a1", .browser))
        #expect(company.offer(of: "c1", to: "a1")?.number == 2, "numbers go on through the turns")
        #expect(company.explanations.first?.turn == 2)
    }

    @Test("no served chat is lost: a log-off that forgets one is refused")
    func forgottenChat() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        try company.ask("c1")
        try company.answer("c1", by: "a1")
        let before = company.distribution

        #expect(throws: DistributionRefusal.unknownChat) {
            try company.happen(.loggedOff("a1", .browser, waitingAgain: []))
        }
        #expect(company.distribution == before)
    }

    @Test(
        "who leaves the browser but not the app keeps the chats and loses the desktop's offers"
    )
    func leavesOneChannel() throws {
        var company = DistributionFixture(
            agents: [.waiting("a1")], rooms: [.plain("r1", several: true)])
        try company.happen(.loggedOn("a1", .mobile))
        try company.ask("c1")
        try company.answer("c1", by: "a1")
        try company.ask("c2")

        try company.happen(.loggedOff("a1", .browser, waitingAgain: []))

        #expect(company.agent("a1")?.serving.map(\.chat) == ["c1"])
        #expect(company.agent("a1")?.mobile == .servingCustomer)
        #expect(company.endings == ["c2 a1 agentUnavailable"])
    }

    @Test("logging off where one is not logged on, or on where one is, changes nothing")
    func doubledHints() throws {
        var company = DistributionFixture()
        try company.ask("c1")
        let before = company.distribution

        try company.happen(.loggedOff("a1", .mobile, waitingAgain: []))
        #expect(company.effects == [])
        try company.happen(.loggedOn("a1", .browser))
        #expect(company.effects == [])
        #expect(company.distribution == before)
    }

    @Test("an agent taken out of the room loses its offers; one added to it gets them")
    func editedAgent() throws {
        var company = DistributionFixture(agents: [.waiting("a1"), .waiting("a2", rooms: [])])
        try company.ask("c1")

        try company.happen(.agentChanged(.waiting("a2")))
        #expect(company.ringing("c1") == ["a1", "a2"])
        try company.happen(.agentChanged(.waiting("a1", rooms: [])))
        #expect(company.endings == ["c1 a1 agentUnavailable"])
    }

    @Test("an edit keeps status and served chats; a new agent is logged on nowhere")
    func editKeepsStatus() throws {
        var company = DistributionFixture(agents: [.waiting("a1")])
        try company.ask("c1")
        try company.answer("c1", by: "a1")

        try company.happen(.agentChanged(DistributionAgent(id: "a1", rooms: ["r2", "r1", "r1"])))
        #expect(company.agent("a1")?.browser == .servingCustomer)
        #expect(company.agent("a1")?.rooms == ["r1", "r2"])
        #expect(company.agent("a1")?.serving.count == 1)
        try company.happen(.agentChanged(.waiting("a0")))
        #expect(company.distribution.agents.map(\.id) == ["a0", "a1"])
        #expect(company.agent("a0")?.isLoggedOn == false)
    }

    @Test("a published room takes effect on the chats that wait in it")
    func editedRoom() throws {
        var company = DistributionFixture(rooms: [.plain("r1") { $0.agentsAtOnce = 1 }])
        try company.ask("c1")

        try company.happen(.roomChanged(.plain("r1")))
        #expect(company.ringing("c1") == ["a1", "a2"])
        try company.happen(.roomChanged(.plain("r0")))
        #expect(company.distribution.rooms.map(\.id) == ["r0", "r1"])
    }

    @Test(
        "a room that no longer allows several chats withdraws its serving agents' other offers"
    )
    func capacityOfOtherRooms() throws {
        let rooms = [DistributionRoom.plain("r1", several: true), .plain("r2", several: true)]
        var company = DistributionFixture(
            agents: [.waiting("a1", rooms: ["r1", "r2"])], rooms: rooms)
        try company.ask("c1", in: "r1")
        try company.answer("c1", by: "a1")
        try company.ask("c2", in: "r2")
        #expect(company.ringing("c2") == ["a1"])

        try company.happen(.roomChanged(.plain("r1")))

        #expect(company.endings == ["c2 a1 agentUnavailable"])
    }

    @Test("ready and break are no choice while serving or not logged on, nor for strangers")
    func choices() throws {
        var company = DistributionFixture(agents: [.waiting("a1"), .away("a2")])
        try company.ask("c1")
        try company.answer("c1", by: "a1")

        for choice in AgentChoice.allCases {
            #expect(throws: DistributionRefusal.serving) {
                try company.happen(.chose("a1", choice))
            }
            #expect(throws: DistributionRefusal.notLoggedOn) {
                try company.happen(.chose("a2", choice))
            }
            #expect(throws: DistributionRefusal.unknownAgent) {
                try company.happen(.chose("a9", choice))
            }
        }
    }
}
