/// A company's waiting chats and agents, as far as they concern who is offered what
/// (DIST-1 to DIST-10).
///
/// A pure value: time, chance and identity are arguments, and `handle` is the only way it changes.
/// The server, the simulator and the replay run this same code (DIST-9). Every collection is an
/// array in a fixed order, because iterating a Set or Dictionary differs from process to process.
package struct Distribution: Equatable, Sendable {
    /// In order of id.
    package var rooms: [DistributionRoom]
    /// In order of id.
    package var agents: [DistributionAgent]
    /// In order of rank, then id: the order in which they are considered (DIST-7).
    package var chats: [WaitingChat]
    /// Whether an entitlement is left; without one only administrators receive chats (CO-3).
    package var entitlementLeft: Bool
    /// How many chats may ring at one agent at the same time (DIST-6).
    package let ringsPerAgentMax: Int
    /// How many chats ring at each agent, in the order of `agents`. For who had all that may ring
    /// and lost some of them, they are counted until the end of the event.
    var ringCounts: [Int]
    /// How many agents are ready by themselves soon: mostly nobody, and then nobody is looked for.
    var wrappingUpCount: Int

    package init(
        rooms: [DistributionRoom] = [], agents: [DistributionAgent] = [], chats: [WaitingChat] = [],
        entitlementLeft: Bool = true, ringsPerAgentMax: Int = Limit.ringsPerAgentMax
    ) {
        self.rooms = rooms.sorted { $0.id < $1.id }
        self.agents = agents.sorted { $0.id < $1.id }
        self.chats = chats.sorted(by: WaitingChat.isBefore)
        self.entitlementLeft = entitlementLeft
        self.ringsPerAgentMax = ringsPerAgentMax
        ringCounts = Array(repeating: 0, count: agents.count)
        wrappingUpCount = agents.count { $0.readyAt != nil }
        for chat in self.chats {
            for offer in chat.offers {
                guard let agent = agentIndex(offer.agent) else { continue }
                ringCounts[agent] += 1
            }
        }
    }
}

/// What the engine needs to know of a room.
package struct DistributionRoom: Equatable, Sendable {
    package let id: ID<Room>
    package var settingsVersion: Int
    package var settings: DistributionSettings
    /// Several chats at once per agent, as far as every room concerned allows it (DIST-5).
    package var simultaneousChats: Bool
    /// How many chats an agent may serve at once where simultaneous chats are on.
    package var maxChats: Int
    /// Customers are offered to who served them last before anybody else, and wait for that agent
    /// a while (DIST-4).
    package var sameAgent: Bool

    package init(
        id: ID<Room>, settingsVersion: Int, settings: DistributionSettings,
        simultaneousChats: Bool = false, maxChats: Int = 3, sameAgent: Bool = false
    ) {
        self.id = id
        self.settingsVersion = settingsVersion
        self.settings = settings
        self.simultaneousChats = simultaneousChats
        self.maxChats = maxChats
        self.sameAgent = sameAgent
    }
}

/// What the engine needs to know of an agent.
package struct DistributionAgent: Equatable, Sendable {
    /// A chat that this agent serves.
    package struct Served: Equatable, Sendable {
        package let chat: ID<Chat>
        package let room: ID<Room>

        package init(chat: ID<Chat>, room: ID<Room>) {
            self.chat = chat
            self.room = room
        }
    }

    package let id: ID<Agent>
    package var isAdministrator: Bool
    /// The rooms this agent serves, in order of id.
    package var rooms: [ID<Room>]
    /// `nil` where the agent is not logged on.
    package var browser: AgentStatus?
    package var mobile: AgentStatus?
    /// In the order they were answered.
    package var serving: [Served]
    /// The agent's own limit, if one was set; the rooms' otherwise.
    package var maxChats: Int?
    /// Offers in a row that this agent let expire (ST-6).
    package var missedRings: Int
    /// When this agent, at whom a chat has just ended, is ready by itself; `nil`: when it says so
    /// (ST-2).
    package internal(set) var readyAt: Instant?

    package init(
        id: ID<Agent>, isAdministrator: Bool = false, rooms: [ID<Room>],
        browser: AgentStatus? = nil,
        mobile: AgentStatus? = nil, serving: [Served] = [], maxChats: Int? = nil,
        missedRings: Int = 0, readyAt: Instant? = nil
    ) {
        self.id = id
        self.isAdministrator = isAdministrator
        self.rooms = rooms.sorted()
        self.browser = browser
        self.mobile = mobile
        self.serving = serving
        self.maxChats = maxChats
        self.missedRings = missedRings
        self.readyAt = readyAt
    }
}

/// A group of candidates that are asked together, in the order they are tried (DIST-1).
package enum Stage: String, Equatable, Sendable, CaseIterable, Comparable, Codable {
    case lastAgent, desktop, onlineMobile, offlineMobile

    package static func < (left: Stage, right: Stage) -> Bool { left.position < right.position }

    private var position: Int {
        switch self {
        case .lastAgent: 0
        case .desktop: 1
        case .onlineMobile: 2
        case .offlineMobile: 3
        }
    }
}

/// One turn of a chat that waits for an agent.
package struct WaitingChat: Equatable, Sendable {
    package let id: ID<Chat>
    package let room: ID<Room>
    /// Counts from 1; a chat that waits again, after a lost agent or a transfer, begins a new one.
    package let turn: Int
    /// When this turn began to wait.
    package let since: Instant
    /// From when the wait limit counts: `since`, or the last start of the server (CHAT-10).
    package var waitLimitFrom: Instant
    /// Constant for the turn: the smaller, the sooner it is considered. See `WaitingChat.rank`.
    package let rank: Int64
    /// In a private room the only agent who may be offered this chat (PRIV-1).
    package var onlyAgent: ID<Agent>?
    /// Who served this customer in this room last (DIST-4).
    package var lastAgent: ID<Agent>?
    /// The customer pressed Ask all agents (DIST-4).
    package var asksAll: Bool
    /// How far the wait for the last agent alone has come (DIST-4).
    package var lastAgentWait: LastAgentWait

    /// Counts from 1.
    package var round: Int
    package var stage: Stage
    /// Who rejected it in this turn, in order of id: never asked again for it.
    package var rejectedBy: [ID<Agent>]
    /// Who let an offer expire, in order of id: not asked again before their next ready (DIST-6).
    package var expiredAt: [ID<Agent>]
    /// Live offers in order of number.
    package var offers: [LiveOffer]
    /// The last number given to an offer of this chat, in all its turns.
    package var offersMade: Int
    /// The last number given to an explanation of this chat, in all its turns.
    package var explanationsMade: Int
    /// All rounds were spent (DIST-8): the chat stays in the queue for whoever becomes free.
    package var nobodyFree: Bool

    package init(
        id: ID<Chat>, room: ID<Room>, turn: Int = 1, since: Instant, rank: Int64,
        onlyAgent: ID<Agent>? = nil, lastAgent: ID<Agent>? = nil, offersMade: Int = 0,
        explanationsMade: Int = 0, waitLimitFrom: Instant? = nil
    ) {
        self.id = id
        self.room = room
        self.turn = turn
        self.since = since
        self.waitLimitFrom = waitLimitFrom ?? since
        self.rank = rank
        self.onlyAgent = onlyAgent
        self.lastAgent = lastAgent
        asksAll = false
        lastAgentWait = .notBegun
        round = 1
        stage = .lastAgent
        rejectedBy = []
        expiredAt = []
        offers = []
        self.offersMade = offersMade
        self.explanationsMade = explanationsMade
        nobodyFree = false
    }

    /// Oldest first by minutes waited plus `priorityMinutes` (DIST-7).
    package static func rank(asked: Instant, priorityMinutes: Int) -> Int64 {
        let (ahead, overflow) = Int64(priorityMinutes).multipliedReportingOverflow(by: -60_000)
        return asked.adding(milliseconds: overflow ? (priorityMinutes < 0 ? .max : .min) : ahead)
            .milliseconds
    }

    /// The rank of a chat whose agent was lost: before all that never were served (CHAT-8).
    package static func rankAtHead(asked: Instant) -> Int64 {
        let hundredYears: Int64 = 100 * 366 * 24 * 3_600 * 1_000
        return asked.adding(milliseconds: -hundredYears).milliseconds
    }

    package static func isBefore(_ left: WaitingChat, _ right: WaitingChat) -> Bool {
        left.rank != right.rank ? left.rank < right.rank : left.id < right.id
    }
}

/// The wait of a chat for the agent who served its customer last (DIST-4).
package enum LastAgentWait: Equatable, Sendable {
    /// That agent was not found busy yet.
    case notBegun
    /// That agent serves somebody else, or has just hung up: it is waited for until then.
    case until(Instant)
    /// It rang there, or the time is over: the others come next.
    case over
}

extension WaitingChat {
    /// Until when the chat waits for its last agent alone, who is busy; `nil` where it does not.
    package var heldUntil: Instant? {
        guard stage == .lastAgent, offers.isEmpty, case .until(let instant) = lastAgentWait else {
            return nil
        }
        return instant
    }
}

/// A chat ringing at one agent: a lease that ends by itself (DIST-6).
package struct LiveOffer: Equatable, Sendable {
    /// Names the offer within its chat; counts from 1 through all turns.
    package let number: Int
    package let agent: ID<Agent>
    package let channel: Channel
    package let stage: Stage
    package let madeAt: Instant
    package var expiresAt: Instant
    /// Why it rings here (DIST-6, CHAT-3).
    package let reason: OfferReason

    package init(
        number: Int, agent: ID<Agent>, channel: Channel, stage: Stage, madeAt: Instant,
        expiresAt: Instant,
        reason: OfferReason = .firstFree
    ) {
        self.number = number
        self.agent = agent
        self.channel = channel
        self.stage = stage
        self.madeAt = madeAt
        self.expiresAt = expiresAt
        self.reason = reason
    }
}

/// Why a chat rings at an agent. The raw values are keys that screens translate; they name nobody.
package enum OfferReason: String, Equatable, Sendable, CaseIterable, Codable {
    /// Everybody who is free is asked at once; the first to answer gets the chat.
    case firstFree = "why.firstFree"
    /// Some are asked at a time, and it is this agent's turn.
    case nextInLine = "why.nextInLine"
    /// Nobody was free before.
    case nowFree = "why.nowFree"
    /// The chat is for this agent only (PRIV-1).
    case privateRoom = "why.privateRoom"
    /// No entitlement is left, so only administrators are asked (CO-3).
    case onlyAdministrators = "why.onlyAdministrators"
    /// The customer comes back to who served them before the connection was lost (CHAT-6).
    case sameAgent = "why.sameAgent"
}
