import FoyerCore
import Storage

package struct PublishedSettings: Sendable {
    package let version: Int
    package let settings: RoomSettings
    /// What the linter says of them (ROOM-6).
    package let findings: [SettingsFinding]
}

/// Whose doing a new version is, and how it came to be.
struct Publication {
    let how: VersionOrigin
    let by: ID<Agent>?
    /// The version that it repeats.
    var from: Int? = nil
}

extension Service {
    /// Publishes a new version of a room's settings: `changes` by name, the rest as it was
    /// (ROOM-5). Chats that began under an older version keep it.
    package func publishSettings(
        _ changes: [(name: String, value: SettingValue)], of id: ID<Room>,
        by administrator: LoggedOn
    ) async throws -> PublishedSettings {
        try administrator.requireAdministrator()
        return try await database.write { transaction in
            // Two who publish at once publish two versions, the second on top of the first.
            try lockDistributionToEdit(of: administrator.company, transaction)
            let room = try Access(transaction: transaction).room(id, for: administrator)
            var after = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            for change in changes { try after.set(change.name, to: change.value) }
            let version = try publish(
                after, of: room, Publication(how: .edited, by: administrator.agent), transaction)
            return PublishedSettings(
                version: version, settings: after,
                findings: try findings(in: after, of: id, transaction))
        }
    }

    /// The one way in which settings become live. What changes nothing makes no version.
    ///
    /// The company's distribution is locked before (`lockDistributionToEdit`).
    func publish(
        _ after: RoomSettings, of room: RoomRow, _ publication: Publication,
        _ transaction: any Transaction
    ) throws -> Int {
        let before = try settings.settings(
            of: room.id, version: room.settingsVersion, in: transaction)
        guard after != before else { return room.settingsVersion }
        try checkImages(of: after, since: before, in: room.company, lasting: true, transaction)
        try refuseUnplanned(after, insteadOf: before, in: room.company, transaction)
        let row = try transaction.first(
            """
            UPDATE room SET settings_version = settings_version + 1 WHERE id = \(room.id)
            RETURNING settings_version
            """
        )
        guard let version: Int = try row?.get("settings_version") else {
            throw Refusal.notFound
        }
        try insertVersion(version, after, of: room.id, publication, transaction)
        try tellDistribution(ofRoom: room.id, version: version, in: room.company, transaction)
        return version
    }

    func insertVersion(
        _ version: Int, _ settings: RoomSettings, of room: ID<Room>, _ publication: Publication,
        _ transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO room_settings
                (room_id, version, settings, published_at_ms, published_by, made_how, made_from)
            VALUES (\(room), \(version), \(try settings.stored()), \(transaction.now),
                \(publication.by), \(publication.how.rawValue), \(publication.from))
            """)
    }

    /// What the linter says of settings of this room.
    func findings(
        in settings: RoomSettings, of id: ID<Room>, _ transaction: any Transaction
    ) throws -> [SettingsFinding] {
        let row = try transaction.first(
            """
            SELECT COUNT(*) AS count FROM room_agent JOIN agent ON agent.id = room_agent.agent_id
            WHERE room_agent.room_id = \(id) AND agent.password_hash IS NOT NULL
            """)
        let company = try transaction.first("SELECT company_id FROM room WHERE id = \(id)")
        let plan = try company.map { try self.plan(of: $0.get("company_id"), transaction) }
        return SettingsLinter.findings(
            in: settings,
            .init(
                agentCount: try row?.get("count") ?? 0, features: plan?.features ?? []))
    }

    /// Every publication passes here: the engine has the new settings, and open contact forms hear
    /// of them.
    func tellDistribution(
        ofRoom id: ID<Room>, version: Int, in company: ID<Company>, _ transaction: any Transaction
    ) throws {
        try distribute(in: company, transaction) { work in
            let settings = try settings.settings(of: id, version: version, in: transaction)
            try work.handle(
                .roomChanged(DistributionRoom(id: id, version: version, settings: settings)))
            work.hints.append(.settingsPublished(id, version: version))
        }
    }
}
