import FoyerCore

/// One history: a virtual clock, the engine, and the reference model that judges it.
struct World {
    private(set) var engine: SimulatedEngine
    private(set) var model = ReferenceModel()
    private(set) var truth: Truth
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
    /// What happened last and was not refused.
    private(set) var lastEvent: DistributionEvent?
    /// Offers that rang a while ago, as screens show them that hear late.
    var rungBefore: [(chat: ID<Chat>, offer: LiveOffer)] = []
    let scope: WorldScope
    /// What happened, in a history that is told again.
    var told: [Story.Step] = []
    var formerChats: [Int: Int] = [:]
    /// Customers who were lost while they were served, and by whom.
    var lostCustomers: [(chat: Int, room: ID<Room>, agent: ID<Agent>)] = []
    /// Chats whose customers asked all agents.
    private var askedAll = Flags()
    /// Every chat as it was first asked for, by number.
    private var asked: [WaitingChat] = []
    private let mutation: Mutation?
    /// A promise that is not checked, to prove that nothing else stands for it.
    private let ignored: Violation.Promise?

    init(
        seed: UInt64, mutation: Mutation?, ignoring ignored: Violation.Promise? = nil,
        scope: WorldScope = .everything
    ) {
        random = SimulationRandom(seed: seed)
        self.scope = scope
        plan = WorldPlan(scope, &random)
        self.mutation = mutation
        self.ignored = ignored
        truth = Truth(plan)
        let rooms = plan.rooms.map { mutation?.asBothSee($0) ?? $0 }
        let agents = plan.agents.map { mutation?.asBothSee($0) ?? $0 }
        engine = SimulatedEngine(Distribution(rooms: rooms, agents: agents), mutation: mutation)
        model.mutation = mutation
        model.rooms = rooms.map { ReferenceModel.Room($0) }
        model.people = agents.map { agent in
            var serves = [Bool](repeating: false, count: plan.rooms.count)
            for room in agent.rooms { serves[room.number] = true }
            return ReferenceModel.Person(
                rooms: serves, isAdministrator: agent.isAdministrator, most: agent.maxChats)
        }
    }

    /// What the simulated server and screens can see.
    var distribution: Distribution { engine.distribution }

    var size: WorldSize {
        WorldSize(
            agents: distribution.agents.count, chats: turns.count, rooms: plan.rooms.count)
    }

    /// Lets an event happen to engine and model alike, and checks every promise.
    mutating func happen(_ event: DistributionEvent) throws(Violation) {
        tell(event)
        eventCount += 1
        let before = engine.distribution
        let seen = mutation?.asBothSee(event) ?? event
        let time = mutation?.asBothSee(now) ?? now
        let expected = model.apply(seen, at: time.milliseconds)
        let effects: [DistributionEffect]
        do {
            effects = try engine.handle(seen, at: time)
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
        truth.note(event, effects, before: before)
        let after = engine.distribution
        try Invariants(
            before: before, after: after, model: model, truth: truth, event: event,
            effects: effects, now: now, ignored: ignored
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
        lastEvent = event
        if case .askedAll(let chat) = event { askedAll.insert(chat.number) }
        digest.mix(event.trigger.rawValue)
        digest.mix(UInt64(bitPattern: now.milliseconds))
        for effect in effects {
            digest.mix(effect)
            switch effect {
            case .offered(let chat, let offer):
                offersMade[chat.number] = offer.number
                if rungBefore.count == Self.rungBeforeMax { rungBefore.removeFirst() }
                rungBefore.append((chat, offer))
            case .explained(let chat, let explanation):
                explanationsMade[chat.number] = explanation.number
            default: break
            }
        }
    }

    private static let rungBeforeMax = 24

    /// A customer's new chat.
    mutating func newChat() -> WaitingChat {
        guard scope == .everything else { return newChatOfService() }
        let room = random.pick(plan.rooms)?.id
        return newChat(
            in: room, onlyAgent: random.percent(10) ? random.pick(plan.agents)?.id : nil,
            lastAgent: random.percent(35) ? random.pick(plan.agents)?.id : nil)
    }

    mutating func newChat(
        in room: ID<Room>?, onlyAgent: ID<Agent>? = nil, lastAgent: ID<Agent>? = nil
    ) -> WaitingChat {
        let number = turns.count
        turns.append(1)
        offersMade.append(0)
        explanationsMade.append(0)
        let room = room ?? random.pick(plan.rooms)?.id ?? Name.rooms[0]
        let priority = distribution.rooms.first { $0.id == room }?.settings.priorityMinutes ?? 0
        // Asking is told a millisecond from now.
        let since = scope == .service ? now.adding(milliseconds: 1) : now
        let chat = WaitingChat(
            id: Name.chats[number], room: room, since: since,
            rank: WaitingChat.rank(asked: since, priorityMinutes: priority),
            onlyAgent: onlyAgent, lastAgent: lastAgent)
        asked.append(chat)
        return chat
    }

    /// The next turn of a chat whose agent was lost (CHAT-8).
    mutating func nextTurn(of served: DistributionAgent.Served) -> WaitingChat {
        let number = served.chat.number
        turns[number] += 1
        let first = asked[number]
        let since = scope == .service ? now.adding(milliseconds: 1) : now
        let other = random.percent(15) ? random.pick(plan.agents)?.id : nil
        var chat = WaitingChat(
            id: served.chat, room: served.room, turn: turns[number], since: since,
            rank: WaitingChat.rankAtHead(asked: first.since),
            lastAgent: scope == .service ? lastAgentOfService(served) : other,
            offersMade: offersMade[number], explanationsMade: explanationsMade[number])
        chat.asksAll = askedAll.contains(number)
        return chat
    }

    /// The service offers it first to who was lost, where the room wants the same agent.
    private func lastAgentOfService(_ served: DistributionAgent.Served) -> ID<Agent>? {
        guard distribution.rooms.first(where: { $0.id == served.room })?.sameAgent == true else {
            return nil
        }
        return distribution.agents.first { $0.serving.contains(served) }?.id
    }
}
