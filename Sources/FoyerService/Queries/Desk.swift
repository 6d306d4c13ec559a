import FoyerCore
import Storage

/// All that an agent's desk shows, as of the revisions named in it.
package struct Desk: Sendable {
    package struct RoomLine: Equatable, Sendable {
        package let id: ID<Room>
        package let name: String
        package let revision: Int64
    }

    package let agent: ID<Agent>
    package let name: String
    package let browser: AgentStatus?
    package let mobile: AgentStatus?
    /// When the agent is ready after a chat without saying so (ST-2).
    package let readyAt: Instant?
    package let rooms: [RoomLine]
    package let waiting: [DeskCard]
    /// More wait than `waiting` holds.
    package let isCut: Bool
    package let chats: [AgentChat]
}

/// A chat as the serving agent's pane shows it.
package struct AgentChat: Equatable, Sendable {
    package let chat: ChatRow
    package let roomName: String
    package let customerNumber: Int64
    package let earlierChats: Int
    package let agentRole: String
    package let preview: Bool
    package let textButton: Bool
    package let customerConnected: Bool
    package let graceSeconds: Int
}

extension Service {
    /// All that the desk shows; without the queue, which is long, where it is not wanted.
    package func desk(of agent: LoggedOn, withQueue: Bool = true) async throws -> Desk {
        try await database.read { transaction in
            let row = try transaction.first(
                "SELECT \(AgentRow.columns) FROM agent WHERE id = \(agent.agent)")
            guard let row else { throw Refusal.notLoggedOn }
            let me = try AgentRow(row: row)
            let rooms = try deskRooms(of: agent.agent, transaction)
            let (waiting, isCut) =
                withQueue
                ? try waitingCards(in: rooms.map(\.id), for: agent, transaction)
                : ([], false)
            return Desk(
                agent: agent.agent, name: me.name, browser: me.browser, mobile: me.mobile,
                readyAt: me.readyAt, rooms: rooms,
                waiting: waiting, isCut: isCut,
                chats: try chats(of: agent, transaction))
        }
    }

    /// One of the agent's own chats, for its pane; `nil` when it is not the agent's or was put
    /// away.
    package func agentChat(_ id: ID<Chat>, for agent: LoggedOn) async throws -> AgentChat? {
        try await database.read { transaction in
            let row = try transaction.first(
                """
                SELECT \(ChatRow.columns), \(AgentChat.columns) FROM chat
                WHERE id = \(id) AND agent_id = \(agent.agent) AND put_away = 0
                """)
            return try row.map { try agentChat($0, transaction) }
        }
    }

    private func deskRooms(of agent: ID<Agent>, _ transaction: any Transaction) throws -> [Desk
        .RoomLine]
    {
        try transaction.run(
            """
            SELECT room.id, room.name, room.revision FROM room JOIN room_agent ON
            room_agent.room_id = room.id
            WHERE room_agent.agent_id = \(agent) AND room.deleted_at_ms IS NULL ORDER BY room.name
            """
        ).map {
            Desk.RoomLine(
                id: try $0.get("id"), name: try $0.get("name"), revision: try $0.get("revision"))
        }
    }

    /// The oldest first, as many as a frame should hold; what rings at the agent is among them.
    private func waitingCards(
        in rooms: [ID<Room>], for agent: LoggedOn, _ transaction: any Transaction
    ) throws -> (cards: [DeskCard], isCut: Bool) {
        let rings = try rings(in: rooms, at: agent, transaction)
        // Ids are in the order of asking: of more than the desk shows the oldest.
        let first = Array(rings.own.keys.sorted().prefix(Limit.listRowsMax))
        let rows = try transaction.run(
            """
            SELECT id, room_id, turn, name, question, form_number, waiting_since_ms, nobody_free,
            state, rank
            FROM chat WHERE state = 'waiting' AND room_id IN \(list: rooms)
            ORDER BY CASE WHEN id IN \(list: first) THEN 0 ELSE 1 END, rank, id
            LIMIT \(Limit.listRowsMax)
            """)
        var bytes = 0
        var cards: [(rank: Int64, card: DeskCard)] = []
        for row in rows {
            let id: ID<Chat> = try row.get("id")
            let card = try DeskCard(
                row: row, agentsRinging: rings.counts[id] ?? 0,
                offers: rings.own[id].map { [$0] } ?? [])
            bytes += card.byteCount
            guard bytes <= Limit.deskCardsBytesMax else { break }
            cards.append((try row.get("rank"), card))
        }
        let sorted = cards.sorted { ($0.rank, $0.card.chat) < ($1.rank, $1.card.chat) }
        return (sorted.map(\.card), cards.count < rows.count || rows.count >= Limit.listRowsMax)
    }

    private func chats(of agent: LoggedOn, _ transaction: any Transaction) throws -> [AgentChat] {
        let rows = try transaction.run(
            """
            SELECT \(ChatRow.columns), \(AgentChat.columns) FROM chat
            WHERE id IN (
                SELECT id FROM chat
                WHERE agent_id = \(agent.agent) AND put_away = 0 AND state IN ('served', 'ended')
                ORDER BY CASE WHEN state = 'served' THEN 0 ELSE 1 END, served_at_ms DESC, id
                LIMIT \(Limit.deskChatsMax))
            """)
        // What is served is there, however many ended ones lie about; shown as they came.
        return try rows.map { try agentChat($0, transaction) }.sorted { left, right in
            let (left, right) = (left.chat, right.chat)
            return (left.servedAt ?? left.askedAt, left.id)
                < (right.servedAt ?? right.askedAt, right.id)
        }
    }

    private func agentChat(_ row: Row, _ transaction: any Transaction) throws -> AgentChat {
        let chat = try ChatRow(row: row)
        let settings = try settings.settings(
            of: chat.room, version: chat.settingsVersion, in: transaction)
        let connections: Int = try row.get("connections")
        return AgentChat(
            chat: chat, roomName: try row.get("room_name"),
            customerNumber: try row.get("customer_number"),
            earlierChats: try row.get("earlier_chats"), agentRole: settings.phones.agentRole,
            preview: !settings.phones.hidePreview, textButton: settings.phones.textButton.agent,
            customerConnected: connections > 0, graceSeconds: settings.phones.lostConnectionSeconds)
    }
}

extension AgentChat {
    /// What the pane shows beyond `ChatRow.columns`: one statement for all chats of a desk.
    fileprivate static let columns: SQL.Fragment = """
        (SELECT room.name FROM room WHERE room.id = chat.room_id) AS room_name,
        (SELECT customer.number FROM customer WHERE customer.id = chat.customer_id)
            AS customer_number,
        (SELECT COUNT(*) FROM chat earlier WHERE earlier.customer_id = chat.customer_id
            AND earlier.asked_at_ms < chat.asked_at_ms) AS earlier_chats,
        (SELECT COUNT(*) FROM connection WHERE connection.chat_id = chat.id) AS connections
        """
}

extension LiveOffer {
    init(row: Row) throws {
        self.init(
            number: try row.get("number"), agent: try row.get("agent_id"),
            channel: try row.choice("channel"),
            stage: try row.choice("stage"), madeAt: try row.get("made_at_ms"),
            expiresAt: try row.get("expires_at_ms"),
            reason: try row.choice("reason"))
    }
}
