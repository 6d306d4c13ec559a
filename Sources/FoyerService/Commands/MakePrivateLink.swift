import FoyerCore
import Storage

/// The link of an agent's private room (PRIV-1).
package struct PrivateLink: Equatable, Sendable {
    package let agent: ID<Agent>
    package let token: String
    /// Who has left the room or was shut out answers no chat there.
    package let answers: Bool
}

extension Service {
    /// Gives an agent a private link of a room, for the first time or instead of the last one,
    /// which then says that it was replaced. An agent may do this for the own one, an administrator
    /// for all.
    ///
    /// Throws `.fieldInvalid` for an agent who does not serve the room.
    package func makePrivateLink(
        for agent: ID<Agent>, in room: ID<Room>, by asker: LoggedOn
    ) async throws -> PrivateLink {
        let token = identity.token()
        return try await database.write { transaction in
            try lockDistribution(of: asker.company, transaction)
            let access = Access(transaction: transaction)
            _ = try access.room(room, for: asker)
            if agent != asker.agent { _ = try access.agent(agent, for: asker) }
            let serves = try transaction.first(
                """
                SELECT agent_id FROM room_agent
                WHERE room_id = \(room) AND agent_id = \(agent)
                """)
            guard serves != nil else {
                throw Refusal.fieldInvalid(field: "agent", rule: .servesRoom)
            }
            _ = try endPrivateLink(of: agent, in: room, transaction)
            try transaction.run(
                """
                INSERT INTO private_room (token, room_id, agent_id, made_at_ms)
                VALUES (\(token), \(room), \(agent), \(transaction.now))
                """)
            return PrivateLink(
                agent: agent, token: token, answers: try access.canAnswer(agent, in: room))
        }
    }

    /// Takes an agent's private link of a room away: who opens it is told that it is no longer
    /// used. Chats that began there go on.
    package func removePrivateLink(
        of agent: ID<Agent>, in room: ID<Room>, by asker: LoggedOn
    ) async throws {
        try await database.write { transaction in
            try lockDistribution(of: asker.company, transaction)
            let access = Access(transaction: transaction)
            _ = try access.room(room, for: asker)
            if agent != asker.agent { _ = try access.agent(agent, for: asker) }
            guard try endPrivateLink(of: agent, in: room, transaction) else {
                throw Refusal.notFound
            }
        }
    }

    /// The live private links of a room: the own one for an agent, all for an administrator, by the
    /// agents' names.
    package func privateLinks(
        of room: ID<Room>, for asker: LoggedOn
    ) async throws -> [PrivateLink] {
        try await database.read { transaction in
            let access = Access(transaction: transaction)
            _ = try access.room(room, for: asker)
            let rows = try transaction.run(
                """
                SELECT private_room.agent_id, private_room.token
                FROM private_room JOIN agent ON agent.id = private_room.agent_id
                WHERE private_room.room_id = \(room) AND private_room.ended_at_ms IS NULL
                    AND (\(asker.isAdministrator) = 1 OR agent.id = \(asker.agent))
                ORDER BY agent.name, agent.id
                """)
            return try rows.map { row in
                let agent: ID<Agent> = try row.get("agent_id")
                return PrivateLink(
                    agent: agent, token: try row.get("token"),
                    answers: try access.canAnswer(agent, in: room))
            }
        }
    }

    /// Whether there was one.
    private func endPrivateLink(
        of agent: ID<Agent>, in room: ID<Room>, _ transaction: any Transaction
    ) throws -> Bool {
        let ended = try transaction.run(
            """
            UPDATE private_room SET ended_at_ms = \(transaction.now)
            WHERE room_id = \(room) AND agent_id = \(agent) AND ended_at_ms IS NULL
            RETURNING token
            """)
        return !ended.isEmpty
    }
}
