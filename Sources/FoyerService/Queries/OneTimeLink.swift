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
                SELECT one_time_link.purpose, one_time_link.used_at_ms, one_time_link.expires_at_ms,
                    agent.name, agent.email
                FROM one_time_link LEFT JOIN agent ON agent.id = one_time_link.agent_id
                WHERE token_hash = \(Identity.hash(token))
                """)
            guard let row else { throw Refusal.linkUsedOrExpired }
            // A set-up link that has done its work leads to the log-on, however old it is.
            let isForSetUp = try row.get("purpose") == "setUp"
            if isForSetUp, try transaction.first("SELECT id FROM company LIMIT 1") != nil {
                throw Refusal.alreadySetUp
            }
            let usedAt: Instant? = try row.get("used_at_ms")
            let expiresAt: Instant = try row.get("expires_at_ms")
            guard usedAt == nil, transaction.now < expiresAt else {
                throw Refusal.linkUsedOrExpired
            }
            guard !isForSetUp else { return .setUp }
            return .password(name: try row.get("name"), email: try row.get("email"))
        }
    }
}
