import FoyerCore
import Storage

/// An agent as others see who did something.
package struct NamedAgent: Equatable, Sendable {
    package let id: ID<Agent>
    package let name: String

    /// `nil` where nobody did it: by the server itself, or before it was written down.
    init?(row: Row) throws {
        guard let id: ID<Agent> = try row.get("by_id") else { return nil }
        self.id = id
        name = try row.get("by_name")
    }
}

/// How a version of a room's settings came to be (ROOM-5).
package enum VersionOrigin: String, Sendable, CaseIterable {
    /// The first one.
    case made
    case edited
    /// Published by itself at the time that was set.
    case scheduled
    /// An older version made live again.
    case rolledBack
    /// From a file (ROOM-7).
    case imported
    /// From another room.
    case duplicated
}

/// A published version of a room's settings: it never changes.
package struct VersionRow: Sendable {
    package let version: Int
    package let publishedAt: Instant
    package let by: NamedAgent?
    package let how: VersionOrigin
    /// Of the same room, which it repeats.
    package let from: Int?

    static let columns: SQL.Fragment = """
        room_settings.version, room_settings.published_at_ms, room_settings.made_how,
        room_settings.made_from, agent.id AS by_id, agent.name AS by_name
        """

    init(row: Row) throws {
        version = try row.get("version")
        publishedAt = try row.get("published_at_ms")
        by = try NamedAgent(row: row)
        how = try row.choice("made_how")
        from = try row.get("made_from")
    }
}

/// What administrators have changed in a room and not published.
struct DraftRow {
    let revision: Int64
    let changes: String
    let by: NamedAgent?
    let editedAt: Instant

    init(row: Row) throws {
        revision = try row.get("revision")
        changes = try row.get("changes")
        by = try NamedAgent(row: row)
        editedAt = try row.get("edited_at_ms")
    }
}

/// Changes that wait for their time.
struct ScheduleRow {
    let changes: String
    let publishAt: Instant
    let by: NamedAgent?

    init(row: Row) throws {
        changes = try row.get("changes")
        publishAt = try row.get("publish_at_ms")
        by = try NamedAgent(row: row)
    }
}

extension Transaction {
    func draft(of room: ID<Room>) throws -> DraftRow? {
        try first(
            """
            SELECT room_draft.revision, room_draft.changes, room_draft.edited_at_ms,
                agent.id AS by_id, agent.name AS by_name
            FROM room_draft LEFT JOIN agent ON agent.id = room_draft.edited_by
            WHERE room_draft.room_id = \(room)
            """
        ).map { try DraftRow(row: $0) }
    }

    func schedule(of room: ID<Room>) throws -> ScheduleRow? {
        try first(
            """
            SELECT room_schedule.changes, room_schedule.publish_at_ms,
                agent.id AS by_id, agent.name AS by_name
            FROM room_schedule LEFT JOIN agent ON agent.id = room_schedule.scheduled_by
            WHERE room_schedule.room_id = \(room)
            """
        ).map { try ScheduleRow(row: $0) }
    }
}
