import FoyerCore
import Storage

/// What a one-time link is for.
package enum OneTimeLink: Equatable, Sendable {
    case setUp
    case password(name: String, email: String)
}

extension Service {
    /// What the one-time link with this token is for, while it is good; asking does not spend it.
    ///
    /// Throws `.alreadySetUp` or `.linkUsedOrExpired`.
    package func oneTimeLink(_ token: String) async throws -> OneTimeLink {
        try await database.read { transaction in
            let row = try transaction.first(
                """
                SELECT one_time_link.purpose, agent.name, agent.email
                FROM one_time_link LEFT JOIN agent ON agent.id = one_time_link.agent_id
                WHERE token_hash = \(Identity.hash(token)) AND used_at_ms IS NULL
                    AND expires_at_ms > \(transaction.now)
                """)
            let purpose: String? = try row?.get("purpose")
            if purpose == "password", let row {
                return .password(name: try row.get("name"), email: try row.get("email"))
            }
            guard purpose == "setUp" else { throw Refusal.linkUsedOrExpired }
            guard try transaction.first("SELECT id FROM company LIMIT 1") == nil else {
                throw Refusal.alreadySetUp
            }
            return .setUp
        }
    }
}
