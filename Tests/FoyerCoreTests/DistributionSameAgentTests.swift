import FoundationEssentials
import Testing

@testable import FoyerCore

@Suite("Who comes back is offered to the agent of before (DIST-4)")
struct DistributionSameAgentTests {
    private let now = Instant(milliseconds: 1_000_000)
    private let room = ID<Room>(known: "room")
    private let ana = ID<Agent>(known: "ana")
    private let ben = ID<Agent>(known: "ben")
    private let cleo = ID<Agent>(known: "cleo")
    private let chat = ID<Chat>(known: "chat")

    /// Ana served the customer last; Ben and Cleo are ready.
    private func asked(
        _ status: AgentStatus?, sameAgent: Bool = true, seconds: Int = 20,
        _ change: (inout WaitingChat) -> Void = { _ in }
    ) throws -> Distribution {
        var settings = DistributionSettings()
        settings.lastAgentRingSeconds = seconds
        let room = DistributionRoom(
            id: room, settingsVersion: 1, settings: settings, sameAgent: sameAgent)
        var distribution = Distribution(
            rooms: [room],
            agents: [
                DistributionAgent(
                    id: ana, rooms: [room.id], browser: status,
                    serving: status == .servingCustomer
                        ? [.init(chat: ID(known: "other"), room: room.id)] : []),
                DistributionAgent(id: ben, rooms: [room.id], browser: .waitingNewCall),
                DistributionAgent(id: cleo, rooms: [room.id], browser: .waitingNewCall),
            ])
        var waiting = WaitingChat(
            id: chat, room: room.id, since: now, rank: 0, lastAgent: ana)
        change(&waiting)
        _ = try distribution.handle(.asked(waiting), at: now)
        return distribution
    }

    private func ringing(_ distribution: Distribution) -> [ID<Agent>] {
        distribution.chats.flatMap(\.offers).map(\.agent)
    }

    @Test("a free one rings alone for lastAgentRingSeconds, then all the others")
    func free() throws {
        var distribution = try asked(.waitingNewCall)
        #expect(ringing(distribution) == [ana])
        #expect(distribution.nextDeadline == now.adding(seconds: 20))
        _ = try distribution.handle(.timePassed, at: now.adding(seconds: 20))
        #expect(ringing(distribution) == [ben, cleo])
    }

    @Test("a busy one is waited for", arguments: [AgentStatus.servingCustomer, .hangUp])
    func busy(_ status: AgentStatus) throws {
        var distribution = try asked(status)
        #expect(ringing(distribution) == [])
        #expect(!distribution.chats[0].nobodyFree)
        #expect(distribution.nextDeadline == now.adding(seconds: 20))

        _ = try distribution.handle(.chose(ben, .ready), at: now)
        #expect(ringing(distribution) == [], "who becomes ready meanwhile is not asked")

        _ = try distribution.handle(.timePassed, at: now.adding(seconds: 19))
        #expect(ringing(distribution) == [])
        _ = try distribution.handle(.timePassed, at: now.adding(seconds: 20))
        #expect(ringing(distribution) == [ben, cleo])
    }

    @Test("a busy one rings as soon as it is ready")
    func becomesReady() throws {
        var distribution = try asked(.hangUp)
        let later = now.adding(seconds: 15)
        _ = try distribution.handle(.chose(ana, .ready), at: later)
        #expect(ringing(distribution) == [ana])
        #expect(distribution.chats[0].offers[0].reason == .sameAgent)
        #expect(distribution.nextDeadline == later.adding(seconds: 20))
    }

    @Test(
        "on a break or not logged on, it is passed at once",
        arguments: [nil, .takingBreak]
            as [AgentStatus?])
    func away(_ status: AgentStatus?) throws {
        #expect(ringing(try asked(status)) == [ben, cleo])
    }

    @Test("whoever is waited for and goes on a break, or leaves, is waited for no longer")
    func leaves() throws {
        var rests = try asked(.hangUp)
        _ = try rests.handle(.chose(ana, .takeBreak), at: now)
        #expect(ringing(rests) == [ben, cleo])

        var leaves = try asked(.hangUp)
        _ = try leaves.handle(.loggedOff(ana, .browser, waitingAgain: []), at: now)
        #expect(ringing(leaves) == [ben, cleo])

        var moves = try asked(.hangUp)
        _ = try moves.handle(.agentChanged(DistributionAgent(id: ana, rooms: [])), at: now)
        #expect(ringing(moves) == [ben, cleo])
    }

    @Test("Ask all agents: its ring stays, and the others ring at once")
    func asksAllWhileItRings() throws {
        var distribution = try asked(.waitingNewCall)
        _ = try distribution.handle(.askedAll(chat), at: now.adding(seconds: 5))
        #expect(ringing(distribution) == [ana, ben, cleo])
        #expect(distribution.chats[0].offers[0].expiresAt == now.adding(seconds: 20))
        #expect(distribution.chats[0].stage == .desktop)
    }

    @Test("Ask all agents ends the waiting for a busy one")
    func asksAllWhileBusy() throws {
        var distribution = try asked(.hangUp)
        _ = try distribution.handle(.askedAll(chat), at: now)
        #expect(ringing(distribution) == [ben, cleo])
        _ = try distribution.handle(.chose(ana, .ready), at: now)
        #expect(ringing(distribution) == [ben, cleo, ana], "one of many now")
    }

    @Test("agentsAtOnce counts the others alone beside the agent of before")
    func someAtATime() throws {
        var distribution = try asked(.waitingNewCall)
        var room = distribution.rooms[0]
        room.settings.agentsAtOnce = 1
        _ = try distribution.handle(.roomChanged(room), at: now)
        _ = try distribution.handle(.askedAll(chat), at: now)
        #expect(ringing(distribution) == [ana, ben])
    }

    @Test("without the setting nobody waits for a busy one, and it rings first where it is free")
    func settingOff() throws {
        #expect(ringing(try asked(.hangUp, sameAgent: false)) == [ben, cleo])
        #expect(ringing(try asked(.waitingNewCall, sameAgent: false)) == [ana])
        var distribution = try asked(.hangUp)
        var room = distribution.rooms[0]
        room.sameAgent = false
        _ = try distribution.handle(.roomChanged(room), at: now)
        #expect(ringing(distribution) == [ben, cleo])
    }

    @Test("a busy one is waited for once, and not again when all others let it ring out")
    func onlyOnce() throws {
        var distribution = try asked(.hangUp)
        _ = try distribution.handle(.timePassed, at: now.adding(seconds: 20))
        _ = try distribution.handle(.timePassed, at: now.adding(seconds: 50))
        #expect(distribution.chats[0].nobodyFree)
    }

    @Test("who rang and answers another chat instead is not waited for: all are asked")
    func answersAnother() throws {
        var distribution = try asked(.waitingNewCall)
        let other = ID<Chat>(known: "second")
        let own = WaitingChat(id: other, room: room, since: now, rank: 1, onlyAgent: ana)
        _ = try distribution.handle(.asked(own), at: now)
        _ = try distribution.handle(.answered(other, offer: 1, by: ana), at: now)
        #expect(ringing(distribution) == [ben, cleo])
    }

    @Test("beside the last agent's ring the others ring as soon as one has rings left")
    func fullOfRings() throws {
        var settings = DistributionSettings()
        settings.agentsAtOnce = 1
        let first = DistributionRoom(
            id: room, settingsVersion: 1, settings: settings, sameAgent: true)
        var distribution = Distribution(
            rooms: [first],
            agents: [
                DistributionAgent(id: ana, rooms: [room], browser: .waitingNewCall),
                DistributionAgent(id: ben, rooms: [room], browser: .waitingNewCall),
            ], ringsPerAgentMax: 1)
        let busy = ID<Chat>(known: "a-busy")
        _ = try distribution.handle(
            .asked(WaitingChat(id: busy, room: room, since: now, rank: 0, onlyAgent: ben)), at: now)
        _ = try distribution.handle(
            .asked(WaitingChat(id: chat, room: room, since: now, rank: 1, lastAgent: ana)), at: now)
        _ = try distribution.handle(.askedAll(chat), at: now)
        #expect(ringing(distribution) == [ben, ana])
        _ = try distribution.handle(.left(busy), at: now)
        #expect(ringing(distribution) == [ana, ben])
    }

    @Test("time in which no server ran does not count")
    func restart() throws {
        var distribution = try asked(.hangUp)
        let later = now.adding(seconds: 1_000)
        _ = try distribution.handle(.restarted, at: later)
        #expect(ringing(distribution) == [])
        #expect(distribution.nextDeadline == later.adding(seconds: 20))
    }

    @Test("an absurd number of seconds is a second")
    func absurd() throws {
        let distribution = try asked(.hangUp, seconds: .min)
        #expect(distribution.nextDeadline == now.adding(seconds: 1))
    }

    @Test("the waiting is explained once, and the stored inputs give the choice again")
    func explained() throws {
        var distribution = try asked(.takingBreak)
        _ = try distribution.handle(.left(chat), at: now)
        _ = try distribution.handle(.chose(ana, .ready), at: now)
        let other = ID<Chat>(known: "second")
        _ = try distribution.handle(
            .asked(WaitingChat(id: other, room: room, since: now, rank: 0, onlyAgent: ana)), at: now
        )
        _ = try distribution.handle(
            .answered(other, offer: 1, by: ana), at: now)
        let waiting = WaitingChat(id: chat, room: room, since: now, rank: 0, lastAgent: ana)
        let effects = try distribution.handle(.asked(waiting), at: now)
        let told = effects.compactMap { effect in
            if case .explained(_, let explanation) = effect { explanation } else { nil }
        }
        let explanation = try #require(told.first)
        #expect(told.count == 1)
        #expect(explanation.outcome == .waitsForLastAgent(ana))
        #expect(explanation.inputs?.choice() == explanation.choice)
        #expect(explanation.sentences.last?.key == "explain.waitsForLastAgent")
        let stored = try JSONEncoder().encode(explanation)
        let read = try JSONDecoder().decode(Distribution.Explanation.self, from: stored)
        #expect(read == explanation)
        #expect(read.inputs?.choice() == read.choice)
    }
}
