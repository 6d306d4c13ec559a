import FoyerCore
import Storage

package struct RoomRow: Sendable {
    package let id: ID<Room>
    package let company: ID<Company>
    package let name: String
    package let token: String
    /// Eight digits (`AccessNumber`); `nil` until the first start that gives numbers.
    package let accessNumber: String?
    package let revision: Int64
    package let settingsVersion: Int

    static let columns: SQL.Fragment = """
        room.id, room.company_id, room.name, room.token, room.access_number, room.revision,
        room.settings_version
        """
    /// ROOM-2: always there.
    package static let generalName = "GENERAL"

    init(row: Row) throws {
        id = try row.get("id")
        company = try row.get("company_id")
        name = try row.get("name")
        token = try row.get("token")
        accessNumber = try row.get("access_number")
        revision = try row.get("revision")
        settingsVersion = try row.get("settings_version")
    }
}
