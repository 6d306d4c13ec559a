import FoyerCore
import Storage

package struct PublishedSettings: Sendable {
    package let version: Int
    package let settings: RoomSettings
    /// What the linter says of them (ROOM-6).
    package let findings: [SettingsFinding]
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
            let before = try settings.settings(
                of: id, version: room.settingsVersion, in: transaction)
            var after = before
            for change in changes { try after.set(change.name, to: change.value) }
            guard after != before else {
                return try published(before, version: room.settingsVersion, of: id, transaction)
            }
            let row = try transaction.first(
                """
                UPDATE room SET settings_version = settings_version + 1 WHERE id = \(id) RETURNING
                    settings_version
                """
            )
            guard let version: Int = try row?.get("settings_version") else {
                throw Refusal.notFound
            }
            try transaction.run(
                """
                INSERT INTO room_settings (room_id, version, settings, published_at_ms)
                VALUES (\(id), \(version), \(try after.stored()), \(transaction.now))
                """)
            try tellDistribution(
                ofRoom: id, version: version, in: administrator.company, transaction)
            return try published(after, version: version, of: id, transaction)
        }
    }

    func published(
        _ settings: RoomSettings, version: Int, of id: ID<Room>, _ transaction: any Transaction
    ) throws -> PublishedSettings {
        let row = try transaction.first(
            """
            SELECT COUNT(*) AS count FROM room_agent JOIN agent ON agent.id = room_agent.agent_id
            WHERE room_agent.room_id = \(id) AND agent.password_hash IS NOT NULL
            """)
        let findings = SettingsLinter.findings(
            in: settings, .init(agentCount: try row?.get("count") ?? 0))
        return PublishedSettings(version: version, settings: settings, findings: findings)
    }

    func tellDistribution(
        ofRoom id: ID<Room>, version: Int, in company: ID<Company>, _ transaction: any Transaction
    ) throws {
        try distribute(in: company, transaction) { work in
            let settings = try settings.settings(of: id, version: version, in: transaction)
            try work.handle(
                .roomChanged(DistributionRoom(id: id, version: version, settings: settings)))
        }
    }
}
