import FoyerCore
import Storage

/// A room's settings as an administrator edits them: what is live, and what would be (ROOM-5).
package struct RoomDraft: Sendable {
    /// What waits for its time.
    package struct Scheduled: Sendable {
        package let publishAt: Instant
        package let by: NamedAgent?
        package let changes: [SettingChange]
    }

    package let live: VersionRow
    /// Counts the draft's edits; 0 before the first.
    package let revision: Int64
    /// Who edited the draft last, and when; `nil` while nothing is changed.
    package let editedBy: NamedAgent?
    package let editedAt: Instant?
    package let changes: [SettingChange]
    /// What would be live.
    package let settings: RoomSettings
    /// What the linter says of them (ROOM-6).
    package let findings: [SettingsFinding]
    package let scheduled: Scheduled?
    /// The room as customers would see it.
    package let preview: Entrance
}

/// A version and what it changed in the one before.
package struct VersionWithChanges: Sendable {
    package let version: VersionRow
    package let changes: [SettingChange]
}

extension Service {
    package func draft(of id: ID<Room>, for administrator: LoggedOn) async throws -> RoomDraft {
        try administrator.requireAdministrator()
        return try await database.read { transaction in
            try draft(
                of: Access(transaction: transaction).room(id, for: administrator), transaction)
        }
    }

    func draft(of room: RoomRow, _ transaction: any Transaction) throws -> RoomDraft {
        let live = try settings.settings(
            of: room.id, version: room.settingsVersion, in: transaction)
        let row = try transaction.draft(of: room.id)
        var drafted = live
        if let row { try drafted.restore(row.changes) }
        let changes = live.changes(to: drafted)
        let scheduled = try transaction.schedule(of: room.id).map { row in
            var later = live
            try later.restore(row.changes)
            return RoomDraft.Scheduled(
                publishAt: row.publishAt, by: row.by, changes: live.changes(to: later))
        }
        return RoomDraft(
            live: try version(room.settingsVersion, of: room.id, transaction),
            revision: row?.revision ?? 0, editedBy: changes.isEmpty ? nil : row?.by,
            editedAt: changes.isEmpty ? nil : row?.editedAt, changes: changes, settings: drafted,
            findings: try findings(in: drafted, of: room.id, transaction), scheduled: scheduled,
            preview: try entrance(of: room, settings: drafted, transaction))
    }

    /// A room's versions before `before`, the newest first, at most `Limit.versionsPageMax`; and
    /// whether there are more.
    package func versions(
        of id: ID<Room>, before: Int?, for administrator: LoggedOn
    ) async throws -> (versions: [VersionWithChanges], more: Bool) {
        try administrator.requireAdministrator()
        return try await database.read { transaction in
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let rows = try transaction.run(
                """
                SELECT \(VersionRow.columns) FROM room_settings
                LEFT JOIN agent ON agent.id = room_settings.published_by
                WHERE room_settings.room_id = \(id)
                    AND room_settings.version < \(before ?? room.settingsVersion + 1)
                ORDER BY room_settings.version DESC LIMIT \(Limit.versionsPageMax + 1)
                """
            ).map { try VersionRow(row: $0) }
            let versions = try rows.prefix(Limit.versionsPageMax).map { row in
                VersionWithChanges(
                    version: row, changes: try changes(by: row.version, of: id, transaction))
            }
            return (Array(versions), rows.count > Limit.versionsPageMax)
        }
    }

    /// What a version changed in the one before; the first one in the defaults.
    private func changes(
        by version: Int, of room: ID<Room>, _ transaction: any Transaction
    ) throws -> [SettingChange] {
        let before =
            version > 1
            ? try settings.settings(of: room, version: version - 1, in: transaction)
            : RoomSettings()
        return before.changes(
            to: try settings.settings(of: room, version: version, in: transaction))
    }

    private func version(
        _ version: Int, of room: ID<Room>, _ transaction: any Transaction
    ) throws -> VersionRow {
        let row = try transaction.first(
            """
            SELECT \(VersionRow.columns) FROM room_settings
            LEFT JOIN agent ON agent.id = room_settings.published_by
            WHERE room_settings.room_id = \(room) AND room_settings.version = \(version)
            """)
        guard let row else { throw Refusal.notFound }
        return try VersionRow(row: row)
    }
}
