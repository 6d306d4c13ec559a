import FoyerCore
import Storage

package struct AgentRow: Sendable {
    package let id: ID<Agent>
    package let company: ID<Company>
    package let name: String
    package let email: String
    package let isAdministrator: Bool
    package let greeting: String
    package let maxChats: Int?
    package let passwordSet: Bool
    package let browser: AgentStatus?
    package let mobile: AgentStatus?
    /// When the agent is ready after a chat without saying so (ST-2).
    package let readyAt: Instant?

    static let columns: SQL.Fragment = """
        id, company_id, name, email, administrator, greeting, max_chats, password_hash,
        browser_status, mobile_status, ready_at_ms
        """

    init(row: Row) throws {
        id = try row.get("id")
        company = try row.get("company_id")
        name = try row.get("name")
        email = try row.get("email")
        isAdministrator = try row.get("administrator")
        greeting = try row.get("greeting")
        maxChats = try row.get("max_chats")
        let hash: String? = try row.get("password_hash")
        passwordSet = hash != nil
        browser = try row.status("browser_status")
        mobile = try row.status("mobile_status")
        readyAt = try row.get("ready_at_ms")
    }
}
