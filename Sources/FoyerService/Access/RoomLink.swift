import FoyerCore
import Storage

/// What a published link leads to: a room, or an agent's private room of it (PRIV-1).
struct RoomLink {
    enum State { case live, replaced, ended }

    let room: RoomRow
    let state: State
    /// In a private room the agent to whom its chats go.
    let onlyAgent: ID<Agent>?
}

extension Access {
    /// What is behind a published link.
    ///
    /// Throws `.roomLinkReplaced` for a link that has a successor (ROOM-3), `.roomLinkEnded` for
    /// one that was taken away.
    func link(_ token: String) throws -> RoomLink {
        let link = try link(onceBehind: token)
        switch link.state {
        case .live: return link
        case .replaced: throw Refusal.roomLinkReplaced
        case .ended: throw Refusal.roomLinkEnded
        }
    }

    /// What is behind a published link, or was once: who talks goes on talking.
    func link(onceBehind token: String) throws -> RoomLink {
        // It came from an address line: no engine is asked for what cannot be stored.
        guard token.utf8.count <= 64, !token.utf8.contains(0) else { throw Refusal.roomLinkUnknown }
        let row = try transaction.first(
            """
            SELECT \(RoomRow.columns) FROM room
            WHERE deleted_at_ms IS NULL AND (token = \(token)
                OR id = (SELECT room_id FROM room_token_replaced WHERE token = \(token)))
            """)
        guard let row else { return try privateLink(onceBehind: token) }
        let room = try RoomRow(row: row)
        return RoomLink(
            room: room, state: room.token == token ? .live : .replaced, onlyAgent: nil)
    }

    private func privateLink(onceBehind token: String) throws -> RoomLink {
        let row = try transaction.first(
            """
            SELECT \(RoomRow.columns), private_room.agent_id, private_room.ended_at_ms,
                (SELECT live.token FROM private_room live
                WHERE live.room_id = private_room.room_id AND live.ended_at_ms IS NULL
                    AND live.agent_id = private_room.agent_id) AS live_token
            FROM private_room JOIN room ON room.id = private_room.room_id
            WHERE private_room.token = \(token) AND room.deleted_at_ms IS NULL
            """)
        guard let row else { throw Refusal.roomLinkUnknown }
        let live: String? = try row.get("live_token")
        return RoomLink(
            room: try RoomRow(row: row),
            state: live == token ? .live : live == nil ? .ended : .replaced,
            onlyAgent: try row.get("agent_id"))
    }

    /// The room behind a published link, whoever answers there.
    func room(token: String) throws -> RoomRow { try link(token).room }

    /// The room behind a published link or one that was replaced since.
    func room(onceBehind token: String) throws -> RoomRow { try link(onceBehind: token).room }

    /// Whether a chat in the agent's private room may ever be answered: the agent serves the room,
    /// and can log on.
    func canAnswer(_ agent: ID<Agent>, in room: ID<Room>) throws -> Bool {
        let row = try transaction.first(
            """
            SELECT agent.id FROM room_agent JOIN agent ON agent.id = room_agent.agent_id
            WHERE room_agent.room_id = \(room) AND agent.id = \(agent)
                AND agent.password_hash IS NOT NULL
            """)
        return row != nil
    }
}
