import FoyerCore

/// A company in a test: agents `a1`, `a2`, …, rooms `r1`, …, chats `c1`, …; seconds instead of
/// clocks.
struct DistributionFixture {
    var distribution: Distribution
    /// What the last event brought about.
    var effects: [DistributionEffect] = []
    var seconds = 0

    init(
        agents: [DistributionAgent] = [.waiting("a1"), .waiting("a2")],
        rooms: [DistributionRoom] = [.plain("r1")], entitlementLeft: Bool = true
    ) {
        distribution = Distribution(rooms: rooms, agents: agents, entitlementLeft: entitlementLeft)
    }

    var now: Instant { Instant(milliseconds: Int64(seconds) * 1_000) }

    mutating func happen(_ event: DistributionEvent) throws(DistributionRefusal) {
        effects = try distribution.handle(event, at: now)
    }

    mutating func ask(
        _ chat: ID<Chat>, in room: ID<Room> = ID(known: "r1"), onlyAgent: ID<Agent>? = nil
    ) throws(DistributionRefusal) {
        try happen(.asked(.asking(chat, in: room, at: now, onlyAgent: onlyAgent)))
    }

    mutating func answer(_ chat: ID<Chat>, by agent: ID<Agent>) throws(DistributionRefusal) {
        try happen(.answered(chat, offer: offer(of: chat, to: agent)?.number ?? 0, by: agent))
    }

    mutating func reject(_ chat: ID<Chat>, by agent: ID<Agent>) throws(DistributionRefusal) {
        try happen(.rejected(chat, offer: offer(of: chat, to: agent)?.number ?? 0, by: agent))
    }

    mutating func pass(seconds more: Int) throws(DistributionRefusal) {
        seconds += more
        try happen(.timePassed)
    }

    func agent(_ id: ID<Agent>) -> DistributionAgent? { distribution.agents.first { $0.id == id } }
    func chat(_ id: ID<Chat>) -> WaitingChat? { distribution.chats.first { $0.id == id } }

    func offer(of chat: ID<Chat>, to agent: ID<Agent>) -> LiveOffer? {
        self.chat(chat)?.offers.first { $0.agent == agent }
    }

    /// At whom the chat rings, in the order of the offers.
    func ringing(_ chat: ID<Chat>) -> [String] {
        self.chat(chat)?.offers.map(\.agent.rawValue) ?? []
    }

    /// How the offers that the last event ended did end.
    var endings: [String] {
        effects.compactMap { effect in
            guard case .offerEnded(let chat, let offer, let outcome) = effect else { return nil }
            return "\(chat) \(offer.agent) \(outcome.rawValue)"
        }
    }

    var explanations: [Distribution.Explanation] {
        effects.compactMap { effect in
            if case .explained(_, let explanation) = effect { explanation } else { nil }
        }
    }
}

extension ID: ExpressibleByStringLiteral, ExpressibleByExtendedGraphemeClusterLiteral,
    ExpressibleByUnicodeScalarLiteral
{
    public init(stringLiteral value: String) { self.init(known: value) }
}

extension DistributionAgent {
    static func waiting(
        _ id: ID<Agent>, rooms: [ID<Room>] = ["r1"], isAdministrator: Bool = false,
        maxChats: Int? = nil
    ) -> DistributionAgent {
        DistributionAgent(
            id: id, isAdministrator: isAdministrator, rooms: rooms, browser: .waitingNewCall,
            maxChats: maxChats)
    }
}

extension DistributionRoom {
    static func plain(
        _ id: ID<Room>, several: Bool = false, maxChats: Int = 3,
        _ change: (inout DistributionSettings) -> Void = { _ in }
    ) -> DistributionRoom {
        var settings = DistributionSettings()
        change(&settings)
        return DistributionRoom(
            id: id, settingsVersion: 7, settings: settings, simultaneousChats: several,
            maxChats: maxChats)
    }
}

extension WaitingChat {
    static func asking(
        _ id: ID<Chat>, in room: ID<Room> = "r1", turn: Int = 1, at now: Instant,
        onlyAgent: ID<Agent>? = nil
    ) -> WaitingChat {
        WaitingChat(
            id: id, room: room, turn: turn, since: now,
            rank: WaitingChat.rank(asked: now, priorityMinutes: 0), onlyAgent: onlyAgent)
    }
}
