import FoyerCore

/// What a seed decides before its history begins.
struct WorldPlan {
    let rooms: [DistributionRoom]
    let agents: [DistributionAgent]
    let chatsMax: Int
    let eventsMin: Int
    /// Customers come faster than agents answer.
    let isBusy: Bool

    init(_ scope: WorldScope = .everything, _ random: inout SimulationRandom) {
        // Small worlds meet their edges more often than big ones, and are quicker; one in a hundred
        // is as big as they come, and lives until all have asked.
        let isFull = random.percent(1)
        let roomCount = isFull ? 5 : 1 + random.below(5)
        let agentCount = isFull ? 20 : 1 + min(random.below(20), random.below(20))
        isBusy = isFull || random.percent(60)
        chatsMax =
            isFull
            ? 50 : 1 + (isBusy ? 4 + min(random.below(46), random.below(46)) : random.below(20))
        eventsMin = isFull ? 400 : 200 + random.below(8)
        var rooms: [DistributionRoom] = []
        for number in 0..<roomCount { rooms.append(Self.room(number, &random)) }
        self.rooms = rooms
        var agents = (0..<agentCount).map { Self.agent($0, rooms: roomCount, &random) }
        if scope == .service { agents[0].isAdministrator = true }
        self.agents = agents
    }

    static func room(_ number: Int, version: Int = 1, _ random: inout SimulationRandom)
        -> DistributionRoom
    {
        var settings = DistributionSettings()
        settings.desktopRingSeconds = 1 + random.below(40)
        settings.lastAgentRingSeconds = 1 + random.below(40)
        settings.agentsAtOnce = random.percent(50) ? 0 : 1 + random.below(3)
        settings.maxRounds = random.below(4)
        settings.waitLimitSeconds = random.percent(70) ? 0 : 20 + random.below(200)
        settings.wrapUpSeconds = random.percent(60) ? 0 : 1 + random.below(30)
        settings.priorityMinutes = random.below(5)
        return DistributionRoom(
            id: Name.rooms[number], settingsVersion: version, settings: settings,
            simultaneousChats: random.percent(60), maxChats: random.below(5),
            sameAgent: random.percent(50))
    }

    static func agent(_ number: Int, rooms: Int, _ random: inout SimulationRandom)
        -> DistributionAgent
    {
        var serves: [ID<Room>] = []
        for room in 0..<rooms where random.percent(70) { serves.append(Name.rooms[room]) }
        return DistributionAgent(
            id: Name.agents[number], isAdministrator: random.percent(25), rooms: serves,
            maxChats: random.percent(25) ? 1 + random.below(4) : nil)
    }
}
