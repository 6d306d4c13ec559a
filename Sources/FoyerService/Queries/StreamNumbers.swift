import FoyerCore
import Storage

/// How far a chat is, and all else of it that no number tells: for nodes that may have missed a
/// hint.
package struct ChatStand: Equatable, Sendable {
    package let lastSeq: Int64
    package let marks: ChatMarks
    /// Differs from the last one when something changed that a screen shows, entries apart.
    package let fingerprint: String
}

/// What the contact form of a room is made of, for nodes that may have missed a hint.
package struct FormStand: Equatable, Sendable {
    /// Of the room's settings.
    package let version: Int
    /// Its link's token; `nil` once the room is deleted.
    package let link: String?
}

extension Service {
    /// Where the rooms' contact forms stand.
    package func formStands(of rooms: [ID<Room>]) async throws -> [ID<Room>: FormStand] {
        try await database.read { transaction in
            var stands: [ID<Room>: FormStand] = [:]
            for row in try transaction.run(
                """
                SELECT id, settings_version, token, deleted_at_ms FROM room
                WHERE id IN \(list: rooms)
                """)
            {
                let deletedAt: Instant? = try row.get("deleted_at_ms")
                stands[try row.get("id")] = FormStand(
                    version: try row.get("settings_version"),
                    link: deletedAt == nil ? try row.get("token") : nil)
            }
            return stands
        }
    }

    /// Where the chats stand; those that do not exist are left out.
    package func stands(of chats: [ID<Chat>]) async throws -> [ID<Chat>: ChatStand] {
        try await database.read { transaction in
            var marks: [ID<Chat>: ChatMarks] = [:]
            for row in try transaction.run(
                """
                SELECT chat_id, side, delivered_seq, read_seq FROM mark
                WHERE chat_id IN \(list: chats)
                """)
            {
                let chat: ID<Chat> = try row.get("chat_id")
                try marks[chat, default: ChatMarks()].take(row)
            }
            var stands: [ID<Chat>: ChatStand] = [:]
            for row in try transaction.run(
                """
                SELECT id, last_seq, state, turn, agent_id, nobody_free, put_away, name,
                    (SELECT name FROM agent WHERE agent.id = chat.agent_id) AS agent_name,
                    (SELECT COUNT(*) FROM connection WHERE connection.chat_id = chat.id) AS screens,
                    (SELECT COUNT(*) FROM connection WHERE connection.agent_id = chat.agent_id)
                        AS desks
                FROM chat WHERE id IN \(list: chats)
                """)
            {
                let id: ID<Chat> = try row.get("id")
                stands[id] = ChatStand(
                    lastSeq: try row.get("last_seq"), marks: marks[id] ?? ChatMarks(),
                    fingerprint: row.fingerprint(without: "last_seq"))
            }
            return stands
        }
    }

    /// The rooms' revisions.
    package func revisions(of rooms: [ID<Room>]) async throws -> [ID<Room>: Int64] {
        try await database.read { transaction in
            var revisions: [ID<Room>: Int64] = [:]
            for row in try transaction.run(
                "SELECT id, revision FROM room WHERE id IN \(list: rooms)")
            {
                revisions[try row.get("id")] = try row.get("revision")
            }
            return revisions
        }
    }

    /// What the agents' own desks show of them, as texts that differ when it changed.
    package func fingerprints(of agents: [ID<Agent>]) async throws -> [ID<Agent>: String] {
        try await database.read { transaction in
            var fingerprints: [ID<Agent>: String] = [:]
            for row in try transaction.run(
                """
                SELECT id, name, browser_status, mobile_status, missed_rings, max_chats,
                    ready_at_ms
                FROM agent WHERE id IN \(list: agents)
                """)
            {
                fingerprints[try row.get("id")] = row.fingerprint()
            }
            // Not their number: one may have taken another's place.
            for row in try transaction.run(
                """
                SELECT agent_id, id FROM chat WHERE agent_id IN \(list: agents) AND put_away = 0
                ORDER BY agent_id, id
                """)
            {
                fingerprints[try row.get("agent_id")]?.append("\n\(row.fingerprint())")
            }
            for row in try transaction.run(
                """
                SELECT room_agent.agent_id, room.id, room.name
                FROM room_agent JOIN room ON room.id = room_agent.room_id
                WHERE room_agent.agent_id IN \(list: agents)
                ORDER BY room_agent.agent_id, room.id
                """)
            {
                fingerprints[try row.get("agent_id")]?.append("\n\(row.fingerprint())")
            }
            return fingerprints
        }
    }

    /// Those of the log-ons that have ended.
    package func ended(of logOns: [ID<LogOn>]) async throws -> [ID<LogOn>] {
        try await database.read { transaction in
            let there: [ID<LogOn>] = try transaction.run(
                """
                SELECT id FROM log_on
                WHERE id IN \(list: logOns) AND expires_at_ms > \(transaction.now)
                """
            ).map { try $0.get("id") }
            let stay = Set(there)
            return logOns.filter { !stay.contains($0) }
        }
    }
}
