import FoyerCore
import Logging
import Storage

extension Service {
    /// Forgets the connections of nodes whose lease has lapsed: the graces of those who were there
    /// begin, unless they are back on another node (CHAT-6, CHAT-8).
    ///
    /// Any node may do it at any time, several at once, and may die meanwhile: each piece is one
    /// transaction, and the node's row goes last.
    /// One broken row stays behind, and with it the node's; all others go on.
    package func sweepNodes() async throws {
        for node in try await lapsedNodes() {
            try await apart("node", node.rawValue) {
                try await sweepAgents(of: node)
                try await sweepCustomers(of: node)
                try await database.write { transaction in
                    try transaction.run(
                        """
                        DELETE FROM node WHERE id = \(node)
                            AND NOT EXISTS (SELECT 1 FROM connection WHERE node_id = \(node))
                        """)
                }
            }
        }
    }

    /// Fails alone, unless nothing else could be done either. Told once, though tried again.
    private func apart(
        _ kind: String, _ subject: String, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch  where !error.isOutage {
            guard !error.isWeather, unswept.isNew("\(kind) \(subject)") else { return }
            logger.error(
                "connections of a lapsed node stay",
                metadata: ["\(kind).id": "\(subject)", "error": "\(error)"])
        }
    }

    private func lapsedNodes() async throws -> [ID<Node>] {
        let found: [ID<Node>] = try await database.read { transaction in
            try transaction.run(
                """
                SELECT id FROM node WHERE lapsed = 1 OR leased_until_ms < \(transaction.now)
                ORDER BY id
                """
            ).map { try $0.get("id") }
        }
        guard !found.isEmpty else { return [] }
        return try await database.write { transaction in
            // It may have renewed its lease since it was read.
            try transaction.run(
                """
                UPDATE node SET lapsed = 1 WHERE id IN \(list: found)
                    AND (lapsed = 1 OR leased_until_ms < \(transaction.now))
                RETURNING id
                """
            ).map { try $0.get("id") as ID<Node> }.sorted()
        }
    }

    private struct Desk: Sendable {
        let place: AgentOnChannel
        let company: ID<Company>
    }

    private func sweepAgents(of node: ID<Node>) async throws {
        let desks: [Desk] = try await database.read { transaction in
            try transaction.run(
                """
                SELECT DISTINCT connection.agent_id, connection.channel, agent.company_id
                FROM connection JOIN agent ON agent.id = connection.agent_id
                WHERE connection.node_id = \(node)
                ORDER BY agent.company_id, connection.agent_id, connection.channel
                """
            ).map { row in
                let place = AgentOnChannel(
                    agent: try row.get("agent_id"), channel: try row.choice("channel"))
                return Desk(place: place, company: try row.get("company_id"))
            }
        }
        for desk in desks {
            try await apart("agent", desk.place.agent.rawValue) { try await sweep(desk, of: node) }
        }
    }

    private func sweep(_ desk: Desk, of node: ID<Node>) async throws {
        try await database.write { transaction in
            try lockDistribution(of: desk.company, transaction)
            let gone = try transaction.run(
                """
                DELETE FROM connection WHERE node_id = \(node)
                    AND agent_id = \(desk.place.agent)
                    AND channel = \(desk.place.channel.rawValue)
                RETURNING log_on_id
                """)
            guard !gone.isEmpty else { return }
            let logOns: [ID<LogOn>] = try gone.map { try $0.get("log_on_id") }
            try transaction.run(
                """
                UPDATE log_on SET desk_left_at_ms = \(transaction.now)
                WHERE id IN \(list: logOns)
                """)
            try beginAgentGrace(of: desk.place, transaction)
        }
    }

    private func sweepCustomers(of node: ID<Node>) async throws {
        let chats: [ID<Chat>] = try await database.read { transaction in
            try transaction.run(
                """
                SELECT DISTINCT chat_id FROM connection
                WHERE node_id = \(node) AND chat_id IS NOT NULL ORDER BY chat_id
                """
            ).map { try $0.get("chat_id") }
        }
        for start in stride(from: 0, to: chats.count, by: Limit.sweptChatsPerTransactionMax) {
            let some = Array(chats[start...].prefix(Limit.sweptChatsPerTransactionMax))
            do {
                try await sweep(some, of: node)
            } catch  where !error.isOutage {
                // One of them is broken or held: the others go without it.
                for chat in some {
                    try await apart("chat", chat.rawValue) { try await sweep([chat], of: node) }
                }
            }
        }
    }

    private func sweep(_ chats: [ID<Chat>], of node: ID<Node>) async throws {
        try await database.write { transaction in
            for chat in chats {
                try lockConnections(of: chat, transaction)
                let gone = try transaction.run(
                    """
                    DELETE FROM connection WHERE chat_id = \(chat) AND node_id = \(node)
                    RETURNING id
                    """)
                // Else another node was here first: the grace it began is not begun anew.
                guard !gone.isEmpty else { continue }
                try beginCustomerGrace(of: chat, transaction)
            }
        }
    }
}
