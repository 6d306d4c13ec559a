import FoyerCore

/// One history: a virtual clock, the engine, and the reference model that judges it.
struct World {
    private(set) var engine: SimulatedEngine
    private(set) var model = ReferenceModel()
    private(set) var digest = Digest()
    var counts = TransitionCounts()
    private(set) var eventCount = 0
    private(set) var mostWaiting = 0
    var now = Instant(milliseconds: 1_700_000_000_000)
    var random: SimulationRandom
    let plan: WorldPlan
    /// Each chat's last turn, by number; also how many chats there were.
    var turns: [Int] = []
    /// The last numbers of offer and explanation of each chat, by number.
    private(set) var offersMade: [Int] = []
    private(set) var explanationsMade: [Int] = []

    init(seed: UInt64, mutation: Mutation?) {
        random = SimulationRandom(seed: seed)
        plan = WorldPlan(&random)
        let start = Distribution(rooms: plan.rooms, agents: plan.agents)
        engine = SimulatedEngine(start, mutation: mutation)
        model.rooms = plan.rooms.map { ReferenceModel.Room($0) }
        model.people = plan.agents.map { agent in
            var serves = [Bool](repeating: false, count: plan.rooms.count)
            for room in agent.rooms { serves[room.number] = true }
            return ReferenceModel.Person(
                rooms: serves, isAdministrator: agent.isAdministrator, most: agent.maxChats)
        }
    }

    /// What the simulated server and screens can see.
    var distribution: Distribution { engine.distribution }

    /// Lets an event happen to engine and model alike, and checks every promise.
    mutating func happen(_ event: DistributionEvent) throws(Violation) {
        eventCount += 1
        let before = engine.distribution
        let expected = model.apply(event, at: now.milliseconds)
        let effects: [DistributionEffect]
        do {
            effects = try engine.handle(event, at: now)
        } catch {
            try checkRefusal(error, of: event, expected: expected, before: before)
            return
        }
        guard expected == nil else {
            throw Violation(
                .asTheReferenceModel,
                "\(event) should be refused as \(String(describing: expected))")
        }
        counts.count(event, effects, before: before, after: engine.distribution)
        note(event, effects)
        let after = engine.distribution
        try Invariants(
            before: before, after: after, model: model, event: event, effects: effects, now: now
        ).check()
        try EffectLedger(
            before: before, after: after, event: event, effects: effects,
            checksColumns: eventCount % 4 == 0
        ).check()
        mostWaiting = max(mostWaiting, after.chats.count)
    }

    private mutating func checkRefusal(
        _ refusal: DistributionRefusal, of event: DistributionEvent, expected: DistributionRefusal?,
        before: Distribution
    ) throws(Violation) {
        counts.count(refusal)
        digest.mix("\(refusal)")
        guard refusal == expected else {
            throw Violation(
                .asTheReferenceModel,
                "\(event) was refused as \(refusal), not \(String(describing: expected))")
        }
        guard engine.distribution == before else {
            throw Violation(.refusalChangesNothing, "\(event), refused as \(refusal)")
        }
    }

    /// What rows would keep: the trace, and the numbers that later turns continue from.
    private mutating func note(_ event: DistributionEvent, _ effects: [DistributionEffect]) {
        digest.mix(event.trigger.rawValue)
        digest.mix(UInt64(bitPattern: now.milliseconds))
        for effect in effects {
            digest.mix(effect)
            switch effect {
            case .offered(let chat, let offer): offersMade[chat.number] = offer.number
            case .explained(let chat, let explanation):
                explanationsMade[chat.number] = explanation.number
            default: break
            }
        }
    }

    /// A customer's new chat.
    mutating func newChat() -> WaitingChat {
        let number = turns.count
        turns.append(1)
        offersMade.append(0)
        explanationsMade.append(0)
        let room = random.pick(plan.rooms)?.id ?? Name.rooms[0]
        let priority = distribution.rooms.first { $0.id == room }?.settings.priorityMinutes ?? 0
        return WaitingChat(
            id: Name.chats[number], room: room, since: now,
            rank: WaitingChat.rank(asked: now, priorityMinutes: priority),
            onlyAgent: random.percent(10) ? random.pick(plan.agents)?.id : nil,
            lastAgent: random.percent(15) ? random.pick(plan.agents)?.id : nil)
    }

    /// The next turn of a chat whose agent was lost (CHAT-8).
    mutating func nextTurn(of served: DistributionAgent.Served) -> WaitingChat {
        let number = served.chat.number
        turns[number] += 1
        return WaitingChat(
            id: served.chat, room: served.room, turn: turns[number], since: now,
            rank: WaitingChat.rankAtHead(asked: now),
            lastAgent: random.percent(15) ? random.pick(plan.agents)?.id : nil,
            offersMade: offersMade[number], explanationsMade: explanationsMade[number])
    }
}
