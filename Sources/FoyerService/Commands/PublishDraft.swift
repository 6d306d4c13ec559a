import FoyerCore
import Logging
import Storage

/// What an administrator has before the eyes: a draft's revision over a live version. Nothing else
/// than this is published.
package struct SeenDraft: Sendable {
    package let revision: Int64
    package let version: Int

    package init(revision: Int64, version: Int) {
        self.revision = revision
        self.version = version
    }
}

extension Service {
    /// Makes the draft live, as it was seen.
    package func publishDraft(
        _ seen: SeenDraft, of id: ID<Room>, by administrator: LoggedOn
    ) async throws -> RoomDraft {
        try await withDraft(seen, of: id, by: administrator) { room, draft, transaction in
            guard !draft.changes.isEmpty else { return draft }
            _ = try publish(
                draft.settings, of: room, Publication(how: .edited, by: administrator.agent),
                transaction)
            let published = try Access(transaction: transaction).room(id, for: administrator)
            try keepDraft(
                draft.settings, of: published, at: seen.revision, by: administrator, transaction)
            return try self.draft(of: published, transaction)
        }
    }

    /// Lets the draft wait for its time; it is empty then. At `publishAt` its changes are made in
    /// what is live by then.
    ///
    /// Throws `.alreadyScheduled` while others wait, `.fieldOutOfRange` for a time that is past or
    /// more than `Limit.scheduleDaysMax` days away.
    package func scheduleDraft(
        _ seen: SeenDraft, of id: ID<Room>, publishAt: Instant, by administrator: LoggedOn
    ) async throws -> RoomDraft {
        try await withDraft(seen, of: id, by: administrator) { room, draft, transaction in
            let last = transaction.now.adding(seconds: Limit.scheduleDaysMax * 86_400)
            guard publishAt > transaction.now, publishAt <= last else {
                throw Refusal.fieldOutOfRange(
                    field: "publishAt", min: Int(transaction.now.milliseconds) + 1,
                    max: Int(last.milliseconds))
            }
            guard draft.scheduled == nil else { throw Refusal.alreadyScheduled }
            guard !draft.changes.isEmpty else { throw Refusal.draftChanged }
            let before = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            try refuseUnplanned(
                draft.settings, insteadOf: before, in: room.company, transaction)
            let changes = try RoomSettings.stored(
                draft.changes.map { (name: $0.name, value: $0.after) })
            try transaction.run(
                """
                INSERT INTO room_schedule (room_id, changes, publish_at_ms, scheduled_by)
                VALUES (\(id), \(changes), \(publishAt), \(administrator.agent))
                """)
            try transaction.setDeadline(.publication, of: id.rawValue, at: publishAt)
            transaction.afterCommit { [announcer] in
                announcer.announce([.deadlineSet(publishAt)])
            }
            try keepDraft(before, of: room, at: seen.revision, by: administrator, transaction)
            return try self.draft(of: room, transaction)
        }
    }

    /// Takes scheduled changes back into the draft; where the draft says otherwise, it stays.
    package func cancelSchedule(
        of id: ID<Room>, by administrator: LoggedOn
    ) async throws -> RoomDraft {
        try administrator.requireAdministrator()
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let room = try Access(transaction: transaction).room(id, for: administrator)
            guard let row = try transaction.schedule(of: id) else { throw Refusal.notFound }
            try takeBack(row, of: room, by: administrator.agent, transaction)
            try transaction.clearDeadline(.publication, of: id.rawValue)
            return try draft(of: room, transaction)
        }
    }

    /// Makes an older version live again, as a new one (ROOM-5). The draft stays.
    ///
    /// Throws `.draftChanged` when another version than `live` is live by now.
    package func restoreVersion(
        _ version: Int, of id: ID<Room>, live: Int, by administrator: LoggedOn
    ) async throws -> RoomDraft {
        try administrator.requireAdministrator()
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let access = Access(transaction: transaction)
            let room = try access.room(id, for: administrator)
            guard room.settingsVersion == live else { throw Refusal.draftChanged }
            guard (1...live).contains(version) else { throw Refusal.notFound }
            let old = try planned(
                try settings.settings(of: id, version: version, in: transaction),
                insteadOf: try settings.settings(of: id, version: live, in: transaction),
                in: administrator.company, transaction)
            let how = Publication(how: .rolledBack, by: administrator.agent, from: version)
            _ = try publish(old, of: room, how, transaction)
            return try draft(of: try access.room(id, for: administrator), transaction)
        }
    }

    /// Publishes what was scheduled for now. What cannot be published any more is a draft again.
    func publishScheduled(of id: ID<Room>, in company: ID<Company>, _ transaction: any Transaction)
        throws
    {
        try lockDistributionToEdit(of: company, transaction)
        guard try transaction.claimDeadline(.publication, of: id.rawValue),
            let row = try transaction.schedule(of: id),
            let found = try transaction.first(
                "SELECT \(RoomRow.columns) FROM room WHERE id = \(id) AND deleted_at_ms IS NULL")
        else { return }
        let room = try RoomRow(row: found)
        let before = try settings.settings(
            of: id, version: room.settingsVersion, in: transaction)
        var after = before
        try after.restore(row.changes)
        do {
            _ = try publish(
                try planned(after, insteadOf: before, in: company, transaction), of: room,
                Publication(how: .scheduled, by: row.by?.id), transaction)
            try transaction.run("DELETE FROM room_schedule WHERE room_id = \(id)")
        } catch let refusal as Refusal {
            logger.warning(
                "scheduled settings refused", metadata: ["room": "\(id)", "why": "\(refusal)"])
            try takeBack(row, of: room, by: row.by?.id, transaction)
        }
    }

    /// Puts scheduled changes under those of the draft.
    private func takeBack(
        _ row: ScheduleRow, of room: RoomRow, by agent: ID<Agent>?, _ transaction: any Transaction
    ) throws {
        let live = try settings.settings(
            of: room.id, version: room.settingsVersion, in: transaction)
        var settings = live
        try settings.restore(row.changes)
        if let draft = try transaction.draft(of: room.id) { try settings.restore(draft.changes) }
        let changes = try RoomSettings.stored(
            live.changes(to: settings).map { (name: $0.name, value: $0.after) })
        try transaction.run(
            """
            INSERT INTO room_draft (room_id, revision, changes, edited_by, edited_at_ms)
            VALUES (\(room.id), 1, \(changes), \(agent), \(transaction.now))
            ON CONFLICT (room_id) DO UPDATE SET revision = room_draft.revision + 1,
                changes = excluded.changes, edited_by = excluded.edited_by,
                edited_at_ms = excluded.edited_at_ms
            """)
        try transaction.run("DELETE FROM room_schedule WHERE room_id = \(room.id)")
    }

    /// Publishing waits for nobody's eyes: what was not seen is not published.
    private func withDraft(
        _ seen: SeenDraft, of id: ID<Room>, by administrator: LoggedOn,
        _ body: @escaping @Sendable (RoomRow, RoomDraft, any Transaction) throws -> RoomDraft
    ) async throws -> RoomDraft {
        try administrator.requireAdministrator()
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let room = try Access(transaction: transaction).room(id, for: administrator)
            let draft = try draft(of: room, transaction)
            guard draft.revision == seen.revision, room.settingsVersion == seen.version else {
                throw Refusal.draftChanged
            }
            return try body(room, draft, transaction)
        }
    }
}
