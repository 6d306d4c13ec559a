import FoundationEssentials
import FoyerCore
import Storage

/// Reads a company's distribution from its rows: the memory's truth after a start or another node's
/// write.
///
/// Chats are asked for by the very words of the index of open ones: with fewer, SQLite looks at all
/// that the company ever had.
struct DistributionLoading {
    let company: ID<Company>
    let settings: SettingsCache
    let transaction: any Transaction

    func load() throws -> Distribution {
        let serving = try serving()
        return Distribution(
            rooms: try rooms(), agents: try agents(serving), chats: try waitingChats())
    }

    private func rooms() throws -> [DistributionRoom] {
        let rows = try transaction.run(
            """
            SELECT id, settings_version FROM room WHERE company_id = \(company) AND deleted_at_ms
            IS NULL
            """)
        return try rows.map { row in
            let id: ID<Room> = try row.get("id")
            let version: Int = try row.get("settings_version")
            return DistributionRoom(
                id: id, version: version,
                settings: try settings.settings(of: id, version: version, in: transaction))
        }
    }

    private func agents(_ serving: [ID<Agent>: [DistributionAgent.Served]]) throws
        -> [DistributionAgent]
    {
        var rooms: [ID<Agent>: [ID<Room>]] = [:]
        for row in try transaction.run(
            """
            SELECT room_agent.agent_id, room_agent.room_id FROM room_agent
            JOIN room ON room.id = room_agent.room_id
            WHERE room.company_id = \(company) AND room.deleted_at_ms IS NULL
            """)
        {
            rooms[try row.get("agent_id"), default: []].append(try row.get("room_id"))
        }
        let rows = try transaction.run(
            """
            SELECT id, administrator, browser_status, mobile_status, max_chats, missed_rings,
                ready_at_ms
            FROM agent WHERE company_id = \(company)
            """)
        return try rows.map { row in
            let id: ID<Agent> = try row.get("id")
            return DistributionAgent(
                id: id, isAdministrator: try row.get("administrator"), rooms: rooms[id] ?? [],
                browser: try row.status("browser_status"), mobile: try row.status("mobile_status"),
                serving: serving[id] ?? [], maxChats: try row.get("max_chats"),
                missedRings: try row.get("missed_rings"), readyAt: try row.get("ready_at_ms"))
        }
    }

    private func serving() throws -> [ID<Agent>: [DistributionAgent.Served]] {
        var serving: [ID<Agent>: [DistributionAgent.Served]] = [:]
        for row in try transaction.run(
            """
            SELECT id, room_id, agent_id FROM chat
            WHERE company_id = \(company) AND state IN ('waiting', 'served') AND state = 'served'
            ORDER BY served_at_ms, id
            """)
        {
            serving[try row.get("agent_id"), default: []].append(
                .init(chat: try row.get("id"), room: try row.get("room_id")))
        }
        return serving
    }

    private func waitingChats() throws -> [WaitingChat] {
        var offers: [ID<Chat>: [LiveOffer]] = [:]
        for row in try transaction.run(
            """
            SELECT offer.chat_id, offer.number, offer.agent_id, offer.channel, offer.stage,
                   offer.reason, offer.made_at_ms, offer.expires_at_ms
            FROM chat JOIN offer ON offer.chat_id = chat.id
            WHERE chat.company_id = \(company) AND chat.state IN ('waiting', 'served')
            AND chat.state = 'waiting' AND offer.outcome IS NULL
            ORDER BY offer.chat_id, offer.number
            """)
        {
            offers[try row.get("chat_id"), default: []].append(try LiveOffer(row: row))
        }
        let rows = try transaction.run(
            """
            SELECT id, room_id, turn, waiting_since_ms, rank, private_agent_id, last_agent_id,
                asks_all, nobody_free, offers_made, explanations_made, search
            FROM chat WHERE company_id = \(company) AND state IN ('waiting', 'served')
            AND state = 'waiting'
            """)
        return try rows.map { row in
            var chat = WaitingChat(
                id: try row.get("id"), room: try row.get("room_id"), turn: try row.get("turn"),
                since: try row.get("waiting_since_ms"), rank: try row.get("rank"),
                onlyAgent: try row.get("private_agent_id"),
                lastAgent: try row.get("last_agent_id"), offersMade: try row.get("offers_made"),
                explanationsMade: try row.get("explanations_made"))
            chat.asksAll = try row.get("asks_all")
            chat.nobodyFree = try row.get("nobody_free")
            chat.offers = offers[chat.id] ?? []
            try StoredSearch.restore(try row.get("search"), into: &chat)
            return chat
        }
    }
}

extension DistributionRoom {
    init(id: ID<Room>, version: Int, settings: RoomSettings) {
        self.init(
            id: id, settingsVersion: version, settings: settings.distribution,
            simultaneousChats: settings.phones.simultaneousChats,
            maxChats: settings.phones.maxChats, sameAgent: settings.assignment.sameAgent)
    }
}

extension Row {
    /// A status column; the empty text means not logged on there.
    func status(_ name: String) throws(DatabaseError) -> AgentStatus? {
        let word: String = try get(name)
        return word.isEmpty ? nil : try choice(name)
    }
}

/// How far the search for an agent has come, as JSON text in `chat.search`.
struct StoredSearch: Codable {
    var round: Int
    var stage: String
    var rejected, expired: [ID<Agent>]
    var waitLimitFrom: Int64
    /// Until when the last agent alone is waited for; 0 once that is over, `nil` before it began.
    var lastAgentUntil: Int64?

    init(_ chat: WaitingChat) {
        round = chat.round
        stage = chat.stage.rawValue
        rejected = chat.rejectedBy
        expired = chat.expiredAt
        waitLimitFrom = chat.waitLimitFrom.milliseconds
        lastAgentUntil =
            switch chat.lastAgentWait {
            case .notBegun: nil
            case .until(let instant): instant.milliseconds
            case .over: 0
            }
    }

    func text() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }

    /// Whether only the agent who served the customer last is asked or waited for.
    static func isAtLastAgent(_ text: String) throws -> Bool {
        guard !text.isEmpty else { return false }
        let stored = try JSONDecoder().decode(StoredSearch.self, from: Data(text.utf8))
        return stored.stage == Stage.lastAgent.rawValue
    }

    /// An empty text is a search that has not begun.
    static func restore(_ text: String, into chat: inout WaitingChat) throws {
        guard !text.isEmpty else { return }
        let stored = try JSONDecoder().decode(StoredSearch.self, from: Data(text.utf8))
        guard let stage = Stage(rawValue: stored.stage) else {
            throw DatabaseError(kind: .decoding, message: "unknown stage in a chat's search")
        }
        chat.round = stored.round
        chat.stage = stage
        chat.rejectedBy = stored.rejected
        chat.expiredAt = stored.expired
        chat.waitLimitFrom = Instant(milliseconds: stored.waitLimitFrom)
        chat.lastAgentWait =
            switch stored.lastAgentUntil {
            case nil: .notBegun
            case 0?: .over
            case let until?: .until(Instant(milliseconds: until))
            }
    }
}
