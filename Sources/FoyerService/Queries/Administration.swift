import FoyerCore
import Storage

package struct RoomWithAgents: Sendable {
    package let room: RoomRow
    package let agents: [ID<Agent>]
}

package struct AgentWithRooms: Sendable {
    package let agent: AgentRow
    package let rooms: [ID<Room>]
}

extension Service {
    /// The company's rooms, by name: all for an administrator, the own ones for an agent.
    package func rooms(for agent: LoggedOn) async throws -> [RoomWithAgents] {
        try await database.read { transaction in
            let rooms = try transaction.run(
                """
                SELECT \(RoomRow.columns) FROM room WHERE company_id = \(agent.company) AND
                deleted_at_ms IS NULL
                    AND (\(agent.isAdministrator) = 1 OR id IN
                        (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
                ORDER BY name
                """
            ).map { try RoomRow(row: $0) }
            // One look for all: a company may have ten thousand rooms.
            var agents: [ID<Room>: [ID<Agent>]] = [:]
            for row in try transaction.run(
                """
                SELECT room_agent.room_id, room_agent.agent_id
                FROM room JOIN room_agent ON room_agent.room_id = room.id
                WHERE room.company_id = \(agent.company) AND room.deleted_at_ms IS NULL
                    AND (\(agent.isAdministrator) = 1 OR room.id IN
                        (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
                ORDER BY room_agent.room_id, room_agent.agent_id
                """)
            {
                agents[try row.get("room_id"), default: []].append(try row.get("agent_id"))
            }
            return rooms.map { RoomWithAgents(room: $0, agents: agents[$0.id] ?? []) }
        }
    }

    package func room(_ id: ID<Room>, for agent: LoggedOn) async throws -> RoomWithAgents {
        try await database.read { transaction in
            try withAgents(try Access(transaction: transaction).room(id, for: agent), transaction)
        }
    }

    package func settings(of id: ID<Room>, for agent: LoggedOn) async throws -> PublishedSettings {
        try await database.read { transaction in
            let room = try Access(transaction: transaction).room(id, for: agent)
            let settings = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            return PublishedSettings(
                version: room.settingsVersion, settings: settings,
                findings: try findings(in: settings, of: id, transaction))
        }
    }

    /// What a room's file holds (ROOM-7); administrators only.
    package func roomToExport(_ id: ID<Room>, for administrator: LoggedOn) async throws
        -> (name: String, settings: RoomSettings, pictures: [[UInt8]])
    {
        try administrator.requireAdministrator()
        return try await database.read { transaction in
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let settings = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            let pictures = try settings.contactForm.images.compactMap { _, image in
                try bytes(of: image, in: administrator.company, transaction)
            }
            return (room.name, settings, pictures)
        }
    }

    /// What `publishSettings` would publish, and what the linter would say of it; nothing changes.
    package func tryOutSettings(
        _ changes: [(name: String, value: SettingValue)], of id: ID<Room>,
        by administrator: LoggedOn
    ) async throws -> PublishedSettings {
        try administrator.requireAdministrator()
        return try await database.read { transaction in
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let live = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            var settings = live
            for change in changes { try settings.set(change.name, to: change.value) }
            try checkImages(
                of: settings, since: live, in: administrator.company, lasting: false, transaction)
            return PublishedSettings(
                version: room.settingsVersion, settings: settings,
                findings: try findings(in: settings, of: id, transaction))
        }
    }

    package func agents(for administrator: LoggedOn) async throws -> [AgentWithRooms] {
        try administrator.requireAdministrator()
        return try await database.read { transaction in
            var rooms: [ID<Agent>: [ID<Room>]] = [:]
            for row in try transaction.run(
                """
                SELECT room_agent.agent_id, room.id FROM room JOIN room_agent ON room_agent.room_id
                = room.id
                WHERE room.company_id = \(administrator.company) AND room.deleted_at_ms IS NULL
                ORDER BY room.name
                """)
            {
                rooms[try row.get("agent_id"), default: []].append(try row.get("id"))
            }
            return try transaction.run(
                """
                SELECT \(AgentRow.columns) FROM agent WHERE company_id = \(administrator.company)
                    ORDER BY name, id
                """
            ).map { row in
                let agent = try AgentRow(row: row)
                return AgentWithRooms(agent: agent, rooms: rooms[agent.id] ?? [])
            }
        }
    }

    package func agent(_ id: ID<Agent>, for administrator: LoggedOn) async throws -> AgentWithRooms
    {
        try await database.read { transaction in
            let agent = try Access(transaction: transaction).agent(id, for: administrator)
            let rooms: [ID<Room>] = try transaction.run(
                """
                SELECT room.id FROM room JOIN room_agent ON room_agent.room_id = room.id
                WHERE room_agent.agent_id = \(id) AND room.deleted_at_ms IS NULL ORDER BY room.name
                """
            ).map { try $0.get("id") }
            return AgentWithRooms(agent: agent, rooms: rooms)
        }
    }

    func withAgents(_ room: RoomRow, _ transaction: any Transaction) throws
        -> RoomWithAgents
    {
        let agents: [ID<Agent>] = try transaction.run(
            "SELECT agent_id FROM room_agent WHERE room_id = \(room.id) ORDER BY agent_id"
        ).map { try $0.get("agent_id") }
        return RoomWithAgents(room: room, agents: agents)
    }
}
