import FoyerCore
import Storage

extension Service {
    /// What a start does before the first connection: secrets and what older versions did not make
    /// are made, and this node joins those
    /// that share the database.
    ///
    /// Time in which no node ran does not count: where no other runs, every grace and every open
    /// offer begins anew (CHAT-10). `name` tells one node's place from another's, as its host and
    /// port do; `alone` says that no other process can have the database open. After a restored
    /// backup (`isRestored`) they begin anew whoever else is there by now: of those that are
    /// connected nobody was told yet.
    package func restart(
        as name: String = "", alone: Bool = true, isRestored: Bool = false
    ) async throws {
        try await makeSecrets()
        try await giveAccessNumbers()
        let isOnly = try await joinNodes(as: name, alone: alone).isAlone
        // Beside others, former nodes are swept once somebody hears of it: by the node's keeper.
        guard isOnly || isRestored else { return }
        let companies: [ID<Company>] = try await database.read { transaction in
            try transaction.run("SELECT id FROM company ORDER BY id").map { try $0.get("id") }
        }
        for company in companies {
            try await database.write { transaction in try restart(company, transaction) }
        }
        try await database.write { transaction in
            try transaction.run(
                """
                DELETE FROM node WHERE lapsed = 1
                    AND NOT EXISTS (SELECT 1 FROM connection WHERE connection.node_id = node.id)
                """)
        }
    }

    private func restart(_ company: ID<Company>, _ transaction: any Transaction) throws {
        try distribute(in: company, transaction) { work in
            try forgetConnections(of: company, transaction)
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
            for chat in open {
                // A customer who comes back on another node by now is seen here, or sees this.
                try lockConnections(of: chat, transaction)
                try beginCustomerGrace(of: chat, transaction)
            }
        }
    }

    /// Those of nodes that run no more: another may have joined since this one found itself alone.
    private func forgetConnections(
        of company: ID<Company>, _ transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM connection
            WHERE agent_id IN (SELECT id FROM agent WHERE company_id = \(company))
                AND (node_id IS NULL OR node_id IN (SELECT id FROM node WHERE lapsed = 1))
            """)
        try transaction.run(
            """
            DELETE FROM connection
            WHERE chat_id IN (SELECT id FROM chat WHERE company_id = \(company))
                AND (node_id IS NULL OR node_id IN (SELECT id FROM node WHERE lapsed = 1))
            """)
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
