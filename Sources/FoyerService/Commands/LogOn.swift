import FoyerCore
import Storage

package struct LogOnResult: Sendable {
    package let loggedOn: LoggedOn
    /// Told once; only its hash is kept.
    package let token: String
}

extension Service {
    /// Logs an agent on. The answer and its time are the same whether the address exists or not.
    package func logOn(email: String, password: String, channel: Channel) async throws
        -> LogOnResult
    {
        let address = email.lowercased()
        let isStorable =
            !address.utf8.contains(0) && address.utf8.count <= 8 * Limit.emailCharactersMax
        let stored: String? = try await database.read { transaction in
            guard isStorable else { return nil }
            return try transaction.first(
                "SELECT password_hash FROM agent WHERE email = \(address)")?.get("password_hash")
        }
        let isRight = try await passwords.verify(password, against: stored)
        guard isRight else { throw Refusal.wrongEmailOrPassword }
        let token = identity.token()
        return try await database.write { transaction in
            // The hash is compared again: it may have changed while argon2 was at work.
            let row = try transaction.first(
                """
                SELECT \(AgentRow.columns) FROM agent WHERE email = \(address) AND password_hash =
                    \(stored)
                """
            )
            guard let row else { throw Refusal.wrongEmailOrPassword }
            let agent = try AgentRow(row: row)
            let id: ID<LogOn> = identity.id(at: transaction.now)
            let until = transaction.now.adding(seconds: Limit.logOnDaysMax * 86_400)
            try transaction.run(
                """
                INSERT INTO log_on (id, agent_id, token_hash, channel, created_at_ms, expires_at_ms)
                VALUES (\(id), \(agent.id), \(Identity.hash(token)), \(channel.rawValue),
                \(transaction.now), \(until))
                """)
            let loggedOn = LoggedOn(
                agent: agent.id, company: agent.company, name: agent.name, email: agent.email,
                isAdministrator: agent.isAdministrator, logOn: id, channel: channel)
            return LogOnResult(loggedOn: loggedOn, token: token)
        }
    }

    /// Ends the log-ons whose time is over, and tells their sockets.
    ///
    /// Asked for as time passes: nearly always there is none, which a read finds out.
    func endExpiredLogOns() async throws {
        let expired = try await database.read { transaction in
            try transaction.first(
                "SELECT id FROM log_on WHERE expires_at_ms <= \(transaction.now) LIMIT 1")
        }
        guard expired != nil else { return }
        try await database.write { transaction in
            let hints: [Hint] = try transaction.run(
                "DELETE FROM log_on WHERE expires_at_ms <= \(transaction.now) RETURNING id"
            ).map { .logOnEnded(try $0.get("id")) }
            transaction.afterCommit { [announcer] in announcer.announce(hints) }
        }
    }

    /// Who holds `token`. Throws `.notLoggedOn` when it is unknown, ended or expired.
    package func authenticate(token: String) async throws -> LoggedOn {
        try await database.read { try Access(transaction: $0).loggedOn(token: token) }
    }
}
