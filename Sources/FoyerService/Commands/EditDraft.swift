import FoyerCore
import Storage

extension Service {
    /// Changes a room's draft: `changes` by name, the rest as it was. What is as it is live is no
    /// change any more.
    ///
    /// Throws `.draftChanged` when the draft is not at `revision`: somebody else edited it.
    package func editDraft(
        _ changes: [(name: String, value: SettingValue)], at revision: Int64, of id: ID<Room>,
        by administrator: LoggedOn
    ) async throws -> RoomDraft {
        try await editDraft(of: id, at: revision, by: administrator) { settings in
            for change in changes { try settings.set(change.name, to: change.value) }
        }
    }

    /// Throws away what is not published.
    package func discardDraft(
        of id: ID<Room>, at revision: Int64, by administrator: LoggedOn
    ) async throws -> RoomDraft {
        try administrator.requireAdministrator()
        return try await database.write { transaction in
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let live = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            try keepDraft(live, of: room, at: revision, by: administrator, transaction)
            return try draft(of: room, transaction)
        }
    }

    private func editDraft(
        of id: ID<Room>, at revision: Int64, by administrator: LoggedOn,
        _ edit: @escaping @Sendable (inout RoomSettings) throws -> Void
    ) async throws -> RoomDraft {
        try administrator.requireAdministrator()
        return try await database.write { transaction in
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let before = try draft(of: room, transaction)
            guard before.revision == revision else { throw Refusal.draftChanged }
            var after = before.settings
            try edit(&after)
            guard after != before.settings else { return before }
            try checkImages(
                of: after, since: before.settings, in: room.company, lasting: false, transaction)
            try keepDraft(after, of: room, at: revision, by: administrator, transaction)
            return try draft(of: room, transaction)
        }
    }

    /// Makes `settings` the draft of the room, by the changes against what is live.
    ///
    /// The row itself says whether the draft is still at `revision`: two who edit at once on two
    /// connections would both have read the same.
    func keepDraft(
        _ settings: RoomSettings, of room: RoomRow, at revision: Int64, by agent: LoggedOn,
        _ transaction: any Transaction
    ) throws {
        let live = try self.settings.settings(
            of: room.id, version: room.settingsVersion, in: transaction)
        let changes = try RoomSettings.stored(
            live.changes(to: settings).map { (name: $0.name, value: $0.after) })
        if revision == 0 {
            try transaction.run(
                """
                INSERT INTO room_draft (room_id, revision, changes, edited_by, edited_at_ms)
                VALUES (\(room.id), 0, '{}', \(agent.agent), \(transaction.now))
                ON CONFLICT (room_id) DO NOTHING
                """)
        }
        let kept = try transaction.run(
            """
            UPDATE room_draft SET revision = revision + 1, changes = \(changes),
                edited_by = \(agent.agent), edited_at_ms = \(transaction.now)
            WHERE room_id = \(room.id) AND revision = \(revision) RETURNING revision
            """)
        guard !kept.isEmpty else { throw Refusal.draftChanged }
    }
}
