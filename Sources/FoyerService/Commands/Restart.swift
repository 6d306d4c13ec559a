import FoyerCore
import Storage

extension Service {
    /// What a start does before the first connection: secrets are made, and since time in which the
    /// server did not run does not count, every grace and every open offer begins anew (CHAT-10).
    package func restart() async throws {
        try await makeSecrets()
        let companies: [ID<Company>] = try await database.read { transaction in
            try transaction.run("SELECT id FROM company ORDER BY id").map { try $0.get("id") }
        }
        for company in companies {
            try await database.write { transaction in try restart(company, transaction) }
        }
    }

    private func restart(_ company: ID<Company>, _ transaction: any Transaction) throws {
        try distribute(in: company, transaction) { work in
            try transaction.run(
                """
                DELETE FROM connection WHERE agent_id IN (SELECT id FROM agent WHERE company_id =
                    \(company))
                """
            )
            try transaction.run(
                """
                DELETE FROM connection WHERE chat_id IN (SELECT id FROM chat WHERE company_id =
                    \(company))
                """
            )
            try work.handle(.restarted)
            let agents = work.distribution.agents
            for agent in agents {
                for channel in Channel.allCases where agent.status(on: channel) != nil {
                    try beginAgentGrace(
                        of: AgentOnChannel(agent: agent.id, channel: channel), transaction)
                }
            }
            let open: [ID<Chat>] = try transaction.run(
                """
                SELECT id FROM chat WHERE company_id = \(company) AND state IN ('waiting', 'served')
                    ORDER BY id
                """
            ).map { try $0.get("id") }
            for chat in open { try beginCustomerGrace(of: chat, transaction) }
        }
    }

    private func makeSecrets() async throws {
        let secret = identity.token()
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO server_secret (name, value) VALUES ('puzzle', \(secret)) ON CONFLICT
                (name) DO NOTHING
                """)
        }
    }
}
