import FoyerCore
import Storage

extension Service {
    /// A fresh one-time link token by which an agent sets a password; older ones end.
    package func makePasswordLink(for agent: ID<Agent>, by administrator: LoggedOn) async throws
        -> String
    {
        let token = identity.token()
        try await database.write { transaction in
            _ = try Access(transaction: transaction).agent(agent, for: administrator)
            try transaction.run(
                "DELETE FROM one_time_link WHERE agent_id = \(agent) AND used_at_ms IS NULL")
            try insertPasswordLink(token, for: agent, transaction)
        }
        return token
    }

    /// Sets the password by a one-time link. Every log-on of the agent ends, with its sockets.
    package func setPassword(_ password: String, link: String) async throws {
        let hash = try await passwords.hash(try FieldChecks.password(password))
        try await database.write { transaction in
            guard let agent = try useLink(link, for: "password", transaction) else {
                throw Refusal.linkUsedOrExpired
            }
            try transaction.run("UPDATE agent SET password_hash = \(hash) WHERE id = \(agent)")
            try endLogOns(of: agent, transaction)
        }
    }

    /// Shuts an agent out: the password and every link to set one are gone, every log-on ends. A
    /// fresh password link lets the agent in again.
    package func removePassword(of id: ID<Agent>, by administrator: LoggedOn) async throws {
        try administrator.requireAdministrator()
        try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let agent = try Access(transaction: transaction).agent(id, for: administrator)
            if agent.isAdministrator {
                try refuseLastAdministrator(id, of: administrator.company, transaction)
            }
            try transaction.run("UPDATE agent SET password_hash = NULL WHERE id = \(id)")
            try transaction.run(
                "DELETE FROM one_time_link WHERE agent_id = \(id) AND used_at_ms IS NULL")
            try endLogOns(of: id, transaction)
        }
    }

    /// What an agent's open screens may do has changed: all log on anew.
    func endLogOns(of agent: ID<Agent>, _ transaction: any Transaction) throws {
        let ended: [ID<LogOn>] = try transaction.run(
            "DELETE FROM log_on WHERE agent_id = \(agent) RETURNING id"
        )
        .map { try $0.get("id") }
        let hints = ended.map { Hint.logOnEnded($0) }
        transaction.afterCommit { [announcer] in announcer.announce(hints) }
    }

    func insertPasswordLink(_ token: String, for agent: ID<Agent>, _ transaction: any Transaction)
        throws
    {
        let until = transaction.now.adding(seconds: Limit.passwordLinkHoursMax * 3_600)
        try transaction.run(
            """
            INSERT INTO one_time_link (token_hash, purpose, agent_id, expires_at_ms)
            VALUES (\(Identity.hash(token)), 'password', \(agent), \(until))
            """)
    }
}
