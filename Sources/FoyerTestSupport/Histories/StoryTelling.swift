import FoyerCore
import FoyerService
import FoyerSimulation
import Storage

/// Tells a history of the simulator to the service through its public door, and to the pure engine
/// with the service's ids; both must decide the same (DIST-9).
///
/// Two nodes share the work, so that each finds its memory out of date and reads the rows.
package struct StoryTelling {
    private struct Desk {
        var loggedOn: [Channel: LoggedOn] = [:]
        /// Where a desk is open now.
        var connected: Set<Channel> = []
        var email = ""
    }

    /// How much was decided.
    package struct Tally: Sendable {
        package var events = 0, offers = 0, winners = 0, explanations = 0

        package init() {}

        package mutating func add(_ other: Tally) {
            events += other.events
            offers += other.offers
            winners += other.winners
            explanations += other.explanations
        }
    }

    private let nodes: [ServiceFixture]
    private let story: Story
    private let clock: ManualClock
    private let administrator: LoggedOn
    private var random: LedgerRandom
    private var rooms: [RoomRow] = []
    private var agents: [ID<Agent>] = []
    private var desks: [Desk] = []
    /// By the chat's number in the story.
    private var customers: [Int: AskingCustomer] = [:]
    private var forms: [Int: FormDraft] = [:]
    private var engine = Distribution()
    private var ledger = StoryLedger()

    /// Tells the story of `seed` on SQLite in memory. Returns where the service decided otherwise,
    /// in words; nothing where it never did.
    package static func differences(
        seed: UInt64, planting bug: SQLBug? = nil, comparingEachStep: Bool = false
    ) async throws -> (differences: [String], tally: Tally) {
        let story = try Story.ofService(seed: seed)
        let start = (story.steps.first?.now ?? Instant(milliseconds: 0)).adding(seconds: -600)
        let clock = ManualClock(milliseconds: start.milliseconds)
        return try await Engine.sqliteMemory.withDatabase(clock: clock.read) { database in
            try await Migrator.ofThisCheckout().apply(to: database)
            let database = bug.map { BentDatabase(database, by: $0) as any Database } ?? database
            let first = ServiceFixture(database: database, clock: clock)
            try await first.service.restart()
            var telling = StoryTelling(
                story, nodes: [first, first.another()], clock: clock,
                administrator: try await first.setUp(), random: LedgerRandom(seed: seed))
            let differences = try await telling.tell(comparingEachStep: comparingEachStep)
            return (differences, telling.tally)
        }
    }

    private init(
        _ story: Story, nodes: [ServiceFixture], clock: ManualClock, administrator: LoggedOn,
        random: LedgerRandom
    ) {
        self.story = story
        self.nodes = nodes
        self.clock = clock
        self.administrator = administrator
        self.random = random
    }

    private var service: Service { nodes[0].service }

    private var tally: Tally {
        var tally = ledger.tally
        tally.events = story.steps.count
        return tally
    }

    private mutating func tell(comparingEachStep: Bool) async throws -> [String] {
        try await begin()
        for (number, step) in story.steps.enumerated() {
            if let difference = try await decide(step) {
                return ["step \(number), \(step.event): \(difference)"]
            }
            guard comparingEachStep else { continue }
            let differences = try await ledger.differences(
                of: engine, in: nodes[0].database, company: administrator.company)
            if !differences.isEmpty { return ["step \(number), \(step.event)"] + differences }
        }
        return try await ledger.differences(
            of: engine, in: nodes[0].database, company: administrator.company)
    }

    /// Makes rooms and agents as the story has them at its beginning. Their ids are in the order
    /// of the story's numbers, since time passes between them.
    private mutating func begin() async throws {
        rooms = [try await nodes[0].general(for: administrator)]
        for number in 1..<max(1, story.rooms.count) {
            clock.advance(milliseconds: 5)
            rooms.append(try await service.createRoom(named: "Room \(number)", by: administrator))
        }
        for agent in story.agents {
            clock.advance(milliseconds: 5)
            try await make(agent)
        }
        var facts: [DistributionAgent] = []
        for (number, agent) in story.agents.enumerated() {
            facts.append(try await edit(agent, number))
        }
        var settings: [DistributionRoom] = []
        for room in story.rooms {
            settings.append(try await publish(room) ?? engineRoom(room, version: 1))
        }
        engine = Distribution(rooms: settings, agents: facts)
    }

    // MARK: One step

    /// Lets both decide. Returns how they differ in accepting it at all.
    private mutating func decide(_ step: Story.Step) async throws -> String? {
        var refusal: Refusal?
        var event: DistributionEvent?
        do {
            event = try await perform(step, at: nodes[Int(random.next() % 2)])
        } catch let refused as Refusal {
            refusal = refused
            event = translated(step.event)
        }
        guard let event else { return nil }
        do {
            let effects = try engine.handle(event, at: step.now)
            ledger.note(effects, at: step.now)
            return refusal.map { "the service refused it as \($0)" }
        } catch {
            return refusal == nil ? "the engine refused it as \(error)" : nil
        }
    }

    /// Does the step at the service. Returns the event as the engine is to hear it; `nil` where
    /// nothing happened to the engine.
    private mutating func perform(
        _ step: Story.Step, at node: ServiceFixture
    ) async throws -> DistributionEvent? {
        let lost = if case .ended(_, .customerLost) = step.event { true } else { false }
        move(to: lost ? step.now.adding(seconds: -Story.graceSeconds) : step.now)
        let service = node.service
        switch step.event {
        case .asked(let chat): return try await ask(chat, at: node)
        case .answered(let chat, let offer, let agent):
            let id = customers[Story.number(chat)]?.chat ?? ID(known: "none")
            try await service.answerOffer(offer, of: id, by: logOn(of: Story.number(agent)))
        case .rejected(let chat, let offer, let agent):
            let id = customers[Story.number(chat)]?.chat ?? ID(known: "none")
            try await service.rejectOffer(offer, of: id, by: logOn(of: Story.number(agent)))
        case .timePassed: _ = try await service.passTime()
        case .left(let chat):
            guard let customer = customers[Story.number(chat)] else { return nil }
            try await service.cancelChat(customer.chat, by: customer.id)
        case .ended(let chat, let ender):
            guard let customer = customers[Story.number(chat)] else { return nil }
            try await end(customer, by: ender, until: step.now, at: node)
        case .loggedOn(let agent, let channel, _):
            try await connect(Story.number(agent), channel, at: node)
        case .loggedOff(let agent, let channel, _):
            let number = Story.number(agent)
            guard desks[number].connected.remove(channel) != nil,
                let loggedOn = desks[number].loggedOn[channel]
            else { return nil }
            try await service.logOff(loggedOn)
            desks[number].loggedOn[channel] = try await node.logOn(desks[number].email, on: channel)
        case .chose(let agent, let choice):
            try await service.choose(choice, by: logOn(of: Story.number(agent)))
        case .agentChanged(let agent):
            if Story.number(agent.id) == agents.count {
                return .agentChanged(try await make(agent))
            }
            return .agentChanged(try await edit(agent, Story.number(agent.id)))
        case .roomChanged(let room): return try await publish(room).map { .roomChanged($0) }
        case .restarted:
            try await service.restart()
            for (number, other) in nodes.enumerated() {
                _ = try await other.service.renewLease(as: "node \(number)")
            }
            try await comeBack(to: node)
        case .askedAll(let chat):
            guard let customer = customers[Story.number(chat)] else { return nil }
            try await service.askAllAgents(customer.chat, by: customer.id)
        case .entitlementsChanged: return nil
        }
        return translated(step.event)
    }

    private func move(to now: Instant) {
        clock.advance(milliseconds: now.milliseconds - clock.now.milliseconds)
    }

    // MARK: Customers

    private mutating func ask(
        _ chat: WaitingChat, at node: ServiceFixture
    ) async throws -> DistributionEvent? {
        let number = Story.number(chat.id)
        let room = rooms[Story.number(chat.room)]
        if let form = forms[number] {
            // The same form once more is the same chat, and tells the engine nothing.
            _ = try await node.service.askForAgent(form, roomToken: room.token)
            return nil
        }
        let former = story.formerChats[number].flatMap { customers[$0] }
        let form = try await node.form(in: room, customer: former?.token)
        forms[number] = form
        let asked = try await node.service.askForAgent(form, roomToken: room.token)
        let connection = try await node.service.connectCustomer(
            roomToken: room.token, token: form.customer)
        customers[number] = AskingCustomer(
            token: form.customer, roomToken: room.token, id: connection.customer,
            chat: asked.chat, formNumber: asked.formNumber, connection: connection)
        return translated(.asked(chat))
    }

    private func end(
        _ customer: AskingCustomer, by ender: Ender, until now: Instant, at node: ServiceFixture
    ) async throws {
        switch ender {
        case .customer: try await node.service.endChat(customer.chat, by: customer.asker)
        case .agent:
            let server = engine.agents.first { $0.serving.contains { $0.chat == customer.chat } }
            guard let number = agents.firstIndex(where: { $0 == server?.id }) else {
                throw Refusal.chatEnded
            }
            try await node.service.endChat(customer.chat, by: .agent(logOn(of: number)))
        case .customerLost:
            let isServed = engine.agents.contains {
                $0.serving.contains { $0.chat == customer.chat }
            }
            guard isServed else { throw Refusal.chatEnded }
            try await node.service.disconnectCustomer(customer.connection)
            move(to: now)
            _ = try await node.service.passTime()
        }
    }

    // MARK: Agents

    private func logOn(of agent: Int) throws -> LoggedOn {
        guard let loggedOn = desks[agent].loggedOn.values.first else {
            throw FixtureError("agent \(agent) has no log-on")
        }
        return loggedOn
    }

    private mutating func connect(
        _ agent: Int, _ channel: Channel, at node: ServiceFixture
    ) async throws {
        guard let loggedOn = desks[agent].loggedOn[channel] else { return }
        if desks[agent].connected.insert(channel).inserted {
            _ = try await node.service.connectAgent(loggedOn)
        }
    }

    /// After a start every screen comes back, before anything else happens.
    private mutating func comeBack(to node: ServiceFixture) async throws {
        for desk in desks {
            for channel in desk.connected {
                guard let loggedOn = desk.loggedOn[channel] else { continue }
                _ = try await node.service.connectAgent(loggedOn)
            }
        }
        let open = engine.chats.map(\.id) + engine.agents.flatMap { $0.serving.map(\.chat) }
        for (number, customer) in customers where open.contains(customer.chat) {
            let connection = try await node.service.connectCustomer(
                roomToken: customer.roomToken, token: customer.token)
            customers[number] = AskingCustomer(
                token: customer.token, roomToken: customer.roomToken, id: customer.id,
                chat: customer.chat, formNumber: customer.formNumber, connection: connection)
        }
    }

    @discardableResult
    private mutating func make(_ agent: DistributionAgent) async throws -> DistributionAgent {
        guard !agents.isEmpty else {
            // The first is the administrator whom the set-up made.
            agents = [administrator.agent]
            desks = [Desk(loggedOn: [.browser: administrator], email: administrator.email)]
            desks[0].loggedOn[.mobile] = try await nodes[0].logOn(administrator.email, on: .mobile)
            return agent
        }
        let name = "Agent\(agents.count)"
        var draft = AgentDraft()
        (draft.name, draft.email) = (name, "\(name.lowercased())@example.com")
        draft.isAdministrator = agent.isAdministrator
        draft.rooms = agent.rooms.map { rooms[Story.number($0)].id }
        draft.maxChats = .some(agent.maxChats)
        let made = try await service.createAgent(draft, by: administrator)
        try await service.setPassword(ServiceFixture.password, link: made.linkToken)
        var desk = Desk(email: made.agent.email)
        for channel in Channel.allCases {
            desk.loggedOn[channel] = try await nodes[0].logOn(desk.email, on: channel)
        }
        agents.append(made.agent.id)
        desks.append(desk)
        return translated(agent)
    }

    private func edit(_ agent: DistributionAgent, _ number: Int) async throws -> DistributionAgent {
        var draft = AgentDraft()
        draft.rooms = agent.rooms.map { rooms[Story.number($0)].id }
        draft.maxChats = .some(agent.maxChats)
        _ = try await service.editAgent(agents[number], draft, by: administrator)
        return translated(agent)
    }

    /// `nil` where the settings were so already, and nothing was published.
    private func publish(_ room: DistributionRoom) async throws -> DistributionRoom? {
        let before = engine.rooms.first { $0.id == rooms[Story.number(room.id)].id }
        let settings = room.settings
        let published = try await service.publishSettings(
            [
                ("assignment.sameAgent", .flag(room.sameAgent)),
                ("distribution.lastAgentRingSeconds", .wholeNumber(settings.lastAgentRingSeconds)),
                ("distribution.desktopRingSeconds", .wholeNumber(settings.desktopRingSeconds)),
                ("distribution.agentsAtOnce", .wholeNumber(settings.agentsAtOnce)),
                ("distribution.maxRounds", .wholeNumber(max(1, settings.maxRounds))),
                ("distribution.waitLimitSeconds", .wholeNumber(settings.waitLimitSeconds)),
                ("distribution.wrapUpSeconds", .wholeNumber(settings.wrapUpSeconds)),
                ("distribution.priorityMinutes", .wholeNumber(settings.priorityMinutes)),
                ("phones.simultaneousChats", .flag(room.simultaneousChats)),
                ("phones.maxChats", .wholeNumber(max(1, room.maxChats))),
                ("phones.lostConnectionSeconds", .wholeNumber(Story.graceSeconds)),
            ], of: rooms[Story.number(room.id)].id, by: administrator)
        guard published.version != before?.settingsVersion else { return nil }
        return engineRoom(room, version: published.version)
    }

    // MARK: Ids of the service for numbers of the story

    private func engineRoom(_ room: DistributionRoom, version: Int) -> DistributionRoom {
        var settings = room.settings
        settings.maxRounds = max(1, settings.maxRounds)
        return DistributionRoom(
            id: rooms[Story.number(room.id)].id, settingsVersion: version, settings: settings,
            simultaneousChats: room.simultaneousChats, maxChats: max(1, room.maxChats),
            sameAgent: room.sameAgent)
    }

    private func translated(_ agent: DistributionAgent) -> DistributionAgent {
        DistributionAgent(
            id: agents[Story.number(agent.id)], isAdministrator: agent.isAdministrator,
            rooms: agent.rooms.map { rooms[Story.number($0)].id }, maxChats: agent.maxChats)
    }

    private func translated(_ chat: WaitingChat) -> WaitingChat {
        var known = WaitingChat(
            id: id(of: chat.id), room: rooms[Story.number(chat.room)].id, turn: chat.turn,
            since: chat.since, rank: chat.rank,
            lastAgent: chat.lastAgent.map { agents[Story.number($0)] },
            offersMade: chat.offersMade, explanationsMade: chat.explanationsMade)
        known.asksAll = chat.asksAll
        return known
    }

    private func id(of chat: ID<Chat>) -> ID<Chat> { customers[Story.number(chat)]?.chat ?? chat }

    private func translated(_ event: DistributionEvent) -> DistributionEvent {
        switch event {
        case .asked(let chat): .asked(translated(chat))
        case .answered(let chat, let offer, let agent):
            .answered(id(of: chat), offer: offer, by: agents[Story.number(agent)])
        case .rejected(let chat, let offer, let agent):
            .rejected(id(of: chat), offer: offer, by: agents[Story.number(agent)])
        case .left(let chat): .left(id(of: chat))
        case .ended(let chat, let ender): .ended(id(of: chat), by: ender)
        case .loggedOn(let agent, let channel, let onBreak):
            .loggedOn(agents[Story.number(agent)], channel, onBreak: onBreak)
        case .loggedOff(let agent, let channel, let again):
            .loggedOff(
                agents[Story.number(agent)], channel, waitingAgain: again.map { translated($0) })
        case .chose(let agent, let choice): .chose(agents[Story.number(agent)], choice)
        case .agentChanged(let agent): .agentChanged(translated(agent))
        case .askedAll(let chat): .askedAll(id(of: chat))
        case .timePassed, .restarted, .roomChanged, .entitlementsChanged: event
        }
    }
}
