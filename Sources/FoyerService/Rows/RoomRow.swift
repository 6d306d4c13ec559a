import FoyerCore
import Storage

package struct RoomRow: Sendable {
    package let id: ID<Room>
    package let company: ID<Company>
    package let name: String
    package let token: String
    package let revision: Int64
    package let settingsVersion: Int

    static let columns: SQL.Fragment = "id, company_id, name, token, revision, settings_version"
    /// ROOM-2: always there.
    package static let generalName = "GENERAL"

    init(row: Row) throws {
        id = try row.get("id")
        company = try row.get("company_id")
        name = try row.get("name")
        token = try row.get("token")
        revision = try row.get("revision")
        settingsVersion = try row.get("settings_version")
    }
}
