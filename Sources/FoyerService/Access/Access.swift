import FoyerCore
import Storage

/// The only functions that hand out a chat, room, agent or customer: each takes the asker. What is
/// absent and what is forbidden answer alike.
struct Access {
    let transaction: any Transaction

    /// A chat that the asker may see: one's own as a customer, one of one's rooms as an agent.
    func chat(_ id: ID<Chat>, for asker: Asker) throws -> ChatRow {
        let row =
            switch asker {
            case .customer(let customer):
                try transaction.first(
                    """
                    SELECT \(ChatRow.columns) FROM chat WHERE id = \(id) AND customer_id =
                        \(customer)
                    """
                )
            case .agent(let agent):
                try transaction.first(
                    """
                    SELECT \(ChatRow.columns) FROM chat
                    WHERE id = \(id) AND company_id = \(agent.company) AND (agent_id =
                    \(agent.agent)
                        OR \(agent.isAdministrator) = 1 OR room_id IN
                            (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
                    """)
            }
        guard let row else { throw Refusal.notFound }
        return try ChatRow(row: row)
    }

    /// A room that still exists: one of the agent's own, any of the company for an administrator.
    func room(_ id: ID<Room>, for agent: LoggedOn) throws -> RoomRow {
        let row = try transaction.first(
            """
            SELECT \(RoomRow.columns) FROM room
            WHERE id = \(id) AND company_id = \(agent.company) AND deleted_at_ms IS NULL
                AND (\(agent.isAdministrator) = 1 OR id IN
                    (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
            """)
        guard let row else { throw Refusal.notFound }
        return try RoomRow(row: row)
    }

    /// An agent of the administrator's own company.
    func agent(_ id: ID<Agent>, for administrator: LoggedOn) throws -> AgentRow {
        try administrator.requireAdministrator()
        let row = try transaction.first(
            """
            SELECT \(AgentRow.columns) FROM agent WHERE id = \(id) AND company_id =
                \(administrator.company)
            """
        )
        guard let row else { throw Refusal.notFound }
        return try AgentRow(row: row)
    }

    /// The customer whose browser holds `token`.
    func customer(token: String, of company: ID<Company>) throws -> KnownCustomer? {
        let row = try transaction.first(
            """
            SELECT id FROM customer WHERE company_id = \(company) AND token_hash =
                \(Identity.hash(token))
            """
        )
        return try row.map { KnownCustomer(id: try $0.get("id"), company: company) }
    }

    /// Who holds the log-on `token`, while it is good.
    func loggedOn(token: String) throws -> LoggedOn {
        let row = try transaction.first(
            """
            SELECT log_on.id AS log_on_id, log_on.channel, agent.id, agent.company_id, agent.name,
            agent.email,
                   agent.administrator
            FROM log_on JOIN agent ON agent.id = log_on.agent_id
            WHERE log_on.token_hash = \(Identity.hash(token)) AND log_on.expires_at_ms >
            \(transaction.now)
            """)
        guard let row else { throw Refusal.notLoggedOn }
        return LoggedOn(
            agent: try row.get("id"), company: try row.get("company_id"), name: try row.get("name"),
            email: try row.get("email"), isAdministrator: try row.get("administrator"),
            logOn: try row.get("log_on_id"), channel: try row.choice("channel"))
    }
}
