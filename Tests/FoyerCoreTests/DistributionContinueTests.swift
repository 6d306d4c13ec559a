import Testing

@testable import FoyerCore

@Suite("A customer who comes back continues with the same agent (CHAT-6)")
struct DistributionContinueTests {
    private let now = Instant(milliseconds: 1_000_000)
    private let room = ID<Room>(known: "room")
    private let ana = ID<Agent>(known: "ana")
    private let ben = ID<Agent>(known: "ben")

    private func distribution(ana anaStatus: AgentStatus?) -> Distribution {
        Distribution(
            rooms: [
                DistributionRoom(id: room, settingsVersion: 1, settings: DistributionSettings())
            ],
            agents: [
                DistributionAgent(id: ana, rooms: [room], browser: anaStatus),
                DistributionAgent(id: ben, rooms: [room], browser: .waitingNewCall),
            ])
    }

    private func chat(lastAgent: ID<Agent>?) -> WaitingChat {
        WaitingChat(id: ID(known: "chat"), room: room, since: now, rank: 0, lastAgent: lastAgent)
    }

    @Test("that agent rings first and alone, then everybody")
    func sameAgentFirst() throws {
        var distribution = distribution(ana: .waitingNewCall)

        _ = try distribution.handle(.asked(chat(lastAgent: ana)), at: now)
        #expect(distribution.chats[0].offers.map(\.agent) == [ana])
        #expect(distribution.chats[0].offers.map(\.reason) == [.sameAgent])

        _ = try distribution.handle(.timePassed, at: now.adding(seconds: 30))
        #expect(distribution.chats[0].offers.map(\.agent) == [ben])
    }

    @Test("another agent who becomes ready meanwhile does not ring")
    func anotherBecomesReady() throws {
        var distribution = distribution(ana: .waitingNewCall)
        _ = try distribution.handle(.chose(ben, .takeBreak), at: now)
        _ = try distribution.handle(.asked(chat(lastAgent: ana)), at: now)

        _ = try distribution.handle(.chose(ben, .ready), at: now)
        #expect(distribution.chats[0].offers.map(\.agent) == [ana])
    }

    @Test(
        "an agent who is on a break is passed at once", arguments: [nil, AgentStatus.takingBreak])
    func unavailable(_ status: AgentStatus?) throws {
        var distribution = distribution(ana: status)
        _ = try distribution.handle(.asked(chat(lastAgent: ana)), at: now)
        #expect(distribution.chats[0].offers.map(\.agent) == [ben])
    }

    @Test("who has nobody to continue with rings at everybody")
    func nobody() throws {
        var distribution = distribution(ana: .waitingNewCall)
        _ = try distribution.handle(.asked(chat(lastAgent: nil)), at: now)
        #expect(distribution.chats[0].offers.map(\.agent) == [ana, ben])
    }

    /// The simulator found this: the agents were considered one by one, in order of id.
    @Test("that agent rings first and alone, also when a room's settings free several at once")
    func severalFreedAtOnce() throws {
        let other = ID<Room>(known: "other")
        var busy = DistributionRoom(
            id: other, settingsVersion: 1, settings: DistributionSettings(),
            simultaneousChats: false)
        let open = DistributionRoom(
            id: room, settingsVersion: 1, settings: DistributionSettings(), simultaneousChats: true)
        let agents = [ana, ben].map { agent in
            DistributionAgent(
                id: agent, rooms: [other, room], browser: .servingCustomer,
                serving: [.init(chat: ID(known: "of-\(agent)"), room: other)])
        }
        var distribution = Distribution(rooms: [busy, open], agents: agents)
        _ = try distribution.handle(.asked(chat(lastAgent: ben)), at: now)
        #expect(distribution.chats[0].offers == [])

        busy.simultaneousChats = true
        _ = try distribution.handle(.roomChanged(busy), at: now)
        #expect(distribution.chats[0].offers.map(\.agent) == [ben])
    }
}
