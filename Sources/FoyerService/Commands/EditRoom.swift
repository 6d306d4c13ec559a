import FoyerCore
import Storage

/// What a new room begins with.
package enum RoomPattern: Sendable {
    case defaults
    /// The settings of a file (ROOM-7).
    case file(RoomSettings)
    /// Another room's.
    case room(ID<Room>)
}

extension Service {
    /// Makes a room (ROOM-2). One with default or imported settings is served by its maker; one
    /// that is like another has that one's settings and agents.
    package func createRoom(
        named name: String, _ pattern: RoomPattern = .defaults, by administrator: LoggedOn
    ) async throws -> RoomRow {
        try administrator.requireAdministrator()
        let name = try roomName(name)
        return try await countingRefusals(of: .rooms, in: administrator.company) { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let (settings, how, agents) = try beginning(
                by: pattern, for: administrator, transaction)
            try refuseMoreRooms(in: administrator.company, transaction)
            try refuseNameInUse(name, of: administrator.company, transaction)
            try checkImages(
                of: settings, since: RoomSettings(), in: administrator.company, lasting: true,
                transaction)
            let id = try insertRoom(
                named: name, of: administrator.company, transaction, settings: settings,
                publication: Publication(how: how, by: administrator.agent))
            for agent in agents {
                try transaction.run(
                    "INSERT INTO room_agent (room_id, agent_id) VALUES (\(id), \(agent))")
            }
            try tellDistribution(ofRoom: id, version: 1, in: administrator.company, transaction)
            for agent in agents {
                try tellDistribution(of: agent, in: administrator.company, transaction)
            }
            return try Access(transaction: transaction).room(id, for: administrator)
        }
    }

    private func beginning(
        by pattern: RoomPattern, for administrator: LoggedOn, _ transaction: any Transaction
    ) throws -> (settings: RoomSettings, how: VersionOrigin, agents: [ID<Agent>]) {
        switch pattern {
        case .defaults: return (RoomSettings(), .made, [administrator.agent])
        case .file(let settings):
            try refuseUnplanned(
                settings, insteadOf: RoomSettings(), in: administrator.company, transaction)
            return (settings, .imported, [administrator.agent])
        case .room(let id):
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let agents: [ID<Agent>] = try transaction.run(
                "SELECT agent_id FROM room_agent WHERE room_id = \(id) ORDER BY agent_id"
            ).map { try $0.get("agent_id") }
            let settings = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            return (settings, .duplicated, agents)
        }
    }

    /// Renames a room or says which agents serve it; what is absent stays.
    package func editRoom(
        _ id: ID<Room>, name: String?, agents: [ID<Agent>]?, by administrator: LoggedOn
    ) async throws -> RoomRow {
        try administrator.requireAdministrator()
        let name = try name.map { try roomName($0) }
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let access = Access(transaction: transaction)
            let room = try access.room(id, for: administrator)
            if let name, name != room.name {
                guard room.name != RoomRow.generalName else { throw Refusal.roomProtected }
                try refuseNameInUse(name, of: administrator.company, transaction)
                try transaction.run("UPDATE room SET name = \(name) WHERE id = \(id)")
                let hints = try screensThatName(id, transaction)
                transaction.afterCommit { [announcer] in announcer.announce(hints) }
            }
            if let agents { try setAgents(agents, of: id, for: administrator, transaction) }
            return try access.room(id, for: administrator)
        }
    }

    /// Every open screen that shows the room's name: its agents' desks and its open chats.
    private func screensThatName(_ room: ID<Room>, _ transaction: any Transaction) throws -> [Hint]
    {
        let agents: [ID<Agent>] = try transaction.run(
            "SELECT agent_id FROM room_agent WHERE room_id = \(room)"
        ).map { try $0.get("agent_id") }
        let chats: [ID<Chat>] = try transaction.run(
            "SELECT id FROM chat WHERE room_id = \(room) AND state IN ('waiting', 'served')"
        ).map { try $0.get("id") }
        return agents.map { .agentChanged($0, because: nil) } + chats.map { .chatChanged($0) }
    }

    /// Deletes a room; its chats stay as history. While one is open there the room stays, too.
    package func deleteRoom(_ id: ID<Room>, by administrator: LoggedOn) async throws {
        try administrator.requireAdministrator()
        try await database.write { transaction in
            // Nobody asks there from here on: who comes later finds the room gone.
            try lockDistributionToEdit(of: administrator.company, transaction)
            let room = try Access(transaction: transaction).room(id, for: administrator)
            guard room.name != RoomRow.generalName else { throw Refusal.roomProtected }
            let open = try transaction.first(
                """
                SELECT id FROM chat WHERE room_id = \(id) AND state IN ('waiting', 'served') LIMIT 1
                """
            )
            guard open == nil else { throw Refusal.roomInUse }
            try setAgents([], of: id, for: administrator, transaction)
            try transaction.run("DELETE FROM room_schedule WHERE room_id = \(id)")
            try transaction.clearDeadline(.publication, of: id.rawValue)
            try transaction.run(
                "UPDATE room SET deleted_at_ms = \(transaction.now) WHERE id = \(id)")
            try forgetDistribution(of: administrator.company, transaction)
            transaction.afterCommit { [announcer] in announcer.announce([.linkChanged(id)]) }
        }
    }

    /// Gives the room a new link and a new access number; the old ones say that they
    /// were replaced (ROOM-3).
    package func replaceRoomToken(_ id: ID<Room>, by administrator: LoggedOn) async throws
        -> RoomRow
    {
        try administrator.requireAdministrator()
        let token = identity.token()
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let access = Access(transaction: transaction)
            let room = try access.room(id, for: administrator)
            try transaction.run(
                """
                INSERT INTO room_token_replaced (token, room_id, replaced_at_ms)
                VALUES (\(room.token), \(id), \(transaction.now))
                """)
            try transaction.run("UPDATE room SET token = \(token) WHERE id = \(id)")
            transaction.afterCommit { [announcer] in announcer.announce([.linkChanged(id)]) }
            try replaceAccessNumber(of: id, transaction)
            return try access.room(id, for: administrator)
        }
    }

    func insertRoom(
        named name: String, of company: ID<Company>, _ transaction: any Transaction,
        settings: RoomSettings = RoomSettings(),
        publication: Publication = Publication(how: .made, by: nil)
    ) throws -> ID<Room> {
        let id: ID<Room> = identity.id(at: transaction.now)
        try transaction.run(
            """
            INSERT INTO room
                (id, company_id, name, token, access_number, settings_version, created_at_ms)
            VALUES (\(id), \(company), \(name), \(identity.token()),
                \(try freeAccessNumber(transaction)), 1, \(transaction.now))
            """)
        try insertVersion(1, settings, of: id, publication, transaction)
        return id
    }

    private func setAgents(
        _ agents: [ID<Agent>], of room: ID<Room>, for administrator: LoggedOn,
        _ transaction: any Transaction
    ) throws {
        let access = Access(transaction: transaction)
        for agent in agents { _ = try access.agent(agent, for: administrator) }
        let before: [ID<Agent>] = try transaction.run(
            "DELETE FROM room_agent WHERE room_id = \(room) RETURNING agent_id"
        )
        .map { try $0.get("agent_id") }
        for agent in Set(agents).sorted() {
            try transaction.run(
                "INSERT INTO room_agent (room_id, agent_id) VALUES (\(room), \(agent))")
        }
        for agent in Set(before).union(agents).sorted() {
            try tellDistribution(of: agent, in: administrator.company, transaction)
        }
    }

    private func roomName(_ name: String) throws -> String {
        try FieldChecks.name(name, "name")
    }

    private func refuseNameInUse(
        _ name: String, of company: ID<Company>, _ transaction: any Transaction
    ) throws {
        let taken = try transaction.first(
            """
            SELECT id FROM room WHERE company_id = \(company) AND name = \(name) AND deleted_at_ms
                IS NULL
            """
        )
        guard taken == nil else { throw Refusal.roomNameInUse }
    }
}
