import FoyerCore
import Storage

/// What the customer's page needs to know of a room.
package struct Entrance: Sendable {
    package let company: String
    /// Under this key the browser keeps its customer token: one customer per company.
    package let companyKey: ID<Company>
    package let room: String
    package let settings: RoomSettings
    /// The room's live version of settings.
    package let version: Int
}

extension Service {
    /// The room behind a link; behind a replaced one only for `talking`, a browser whose chat began
    /// there and goes on.
    package func entrance(roomToken: String, talking: Bool = false) async throws -> Entrance {
        try await database.read { transaction in
            let access = Access(transaction: transaction)
            let room =
                talking
                ? try access.room(onceBehind: roomToken) : try access.room(token: roomToken)
            let settings = try settings.settings(
                of: room.id, version: room.settingsVersion, in: transaction)
            return try entrance(of: room, settings: settings, transaction)
        }
    }

    /// The room behind a link, and which version of its settings is live.
    package func liveVersion(roomToken: String) async throws -> (room: ID<Room>, version: Int) {
        try await database.read { transaction in
            let room = try Access(transaction: transaction).room(token: roomToken)
            return (room.id, room.settingsVersion)
        }
    }

    /// The room as customers see it with these settings.
    func entrance(
        of room: RoomRow, settings: RoomSettings, _ transaction: any Transaction
    ) throws -> Entrance {
        let company: String? = try transaction.first(
            "SELECT name FROM company WHERE id = \(room.company)")?
            .get("name")
        return Entrance(
            company: company ?? "", companyKey: room.company, room: room.name, settings: settings,
            version: room.settingsVersion)
    }
}
