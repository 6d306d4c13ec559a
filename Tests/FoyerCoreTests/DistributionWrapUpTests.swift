import Testing

@testable import FoyerCore

@Suite("An agent is ready by itself after a chat, where the room says so (ST-2)")
struct DistributionWrapUpTests {
    private func company(_ seconds: Int = 20) -> DistributionFixture {
        var room = DistributionRoom.plain("r1")
        room.settings.wrapUpSeconds = seconds
        return DistributionFixture(agents: [.waiting("a1"), .waiting("a2")], rooms: [room])
    }

    /// The only agent who is ready has just hung up.
    private func afterChat(_ seconds: Int = 20) throws -> DistributionFixture {
        var company = company(seconds)
        try company.happen(.chose("a2", .takeBreak))
        try company.ask("c1")
        try company.answer("c1", by: "a1")
        try company.happen(.ended("c1", by: .agent))
        return company
    }

    @Test("when the time is over, and not before; who waits rings then")
    func ready() throws {
        var company = try afterChat()
        #expect(company.agent("a1")?.readyAt == company.now.adding(seconds: 20))
        #expect(company.distribution.nextDeadline == company.now.adding(seconds: 20))
        try company.ask("c2")
        try company.pass(seconds: 19)
        #expect(company.agent("a1")?.browser == .hangUp)
        try company.pass(seconds: 1)
        #expect(company.agent("a1")?.browser == .waitingNewCall)
        #expect(company.agent("a1")?.readyAt == nil)
        #expect(company.ringing("c2") == ["a1"])
    }

    @Test("without the setting, or with an absurd one, only by choosing", arguments: [0, -5, .min])
    func off(_ seconds: Int) throws {
        var company = try afterChat(seconds)
        #expect(company.agent("a1")?.readyAt == nil)
        #expect(company.distribution.nextDeadline == nil)
        try company.pass(seconds: 100_000)
        #expect(company.agent("a1")?.browser == .hangUp)
    }

    @Test("whoever chooses a break before stays on it", arguments: AgentChoice.allCases)
    func chooses(_ choice: AgentChoice) throws {
        var company = try afterChat()
        try company.happen(.chose("a1", choice))
        #expect(company.agent("a1")?.readyAt == nil)
        #expect(company.effects.contains(.agentChanged("a1")))
        let status = company.agent("a1")?.browser
        try company.pass(seconds: 20)
        #expect(company.agent("a1")?.browser == status)
    }

    @Test("whoever logs off is not made ready")
    func logsOff() throws {
        var company = try afterChat()
        try company.happen(.loggedOff("a1", .browser, waitingAgain: []))
        #expect(company.agent("a1")?.readyAt == nil)
        try company.pass(seconds: 20)
        #expect(company.agent("a1")?.isLoggedOn == false)
    }

    @Test("it applies to every channel")
    func channels() throws {
        var company = try afterChat()
        try company.happen(.loggedOn("a1", .mobile))
        #expect(company.agent("a1")?.mobile == .hangUp)
        try company.pass(seconds: 20)
        #expect(company.agent("a1")?.mobile == .waitingNewCall)
    }

    @Test("while another chat is served nothing begins; the room of the last one counts")
    func lastChat() throws {
        var quick = DistributionRoom.plain("r1")
        quick.settings.wrapUpSeconds = 5
        var slow = DistributionRoom.plain("r2")
        slow.settings.wrapUpSeconds = 50
        quick.simultaneousChats = true
        slow.simultaneousChats = true
        let agent = DistributionAgent(
            id: "a1", rooms: ["r1", "r2"], browser: .servingCustomer,
            serving: [.init(chat: "c1", room: "r1"), .init(chat: "c2", room: "r2")])
        var company = DistributionFixture(agents: [agent], rooms: [quick, slow])
        try company.happen(.ended("c1", by: .customer))
        #expect(company.agent("a1")?.readyAt == nil)
        try company.happen(.ended("c2", by: .customer))
        #expect(company.agent("a1")?.readyAt == company.now.adding(seconds: 50))
    }

    @Test("of several who become ready together the agent of before comes first")
    func together() throws {
        var room = DistributionRoom.plain("r1")
        room.settings.wrapUpSeconds = 20
        let agents = ["a1", "a2"].map { name in
            DistributionAgent(
                id: ID(known: name), rooms: ["r1"], browser: .servingCustomer,
                serving: [.init(chat: ID(known: "of-\(name)"), room: "r1")])
        }
        var company = DistributionFixture(agents: agents, rooms: [room])
        try company.happen(.ended("of-a1", by: .customer))
        try company.happen(.ended("of-a2", by: .customer))
        try company.happen(
            .asked(
                WaitingChat(id: "c1", room: "r1", since: company.now, rank: 0, lastAgent: "a2")))
        try company.pass(seconds: 20)
        #expect(company.ringing("c1") == ["a2"])
    }
}
