import FoyerCore
import Storage

extension Service {
    /// Changes the agent's own name and greeting; what is absent stays. An empty greeting is the
    /// house's, in each customer's language.
    package func editProfile(name: String?, greeting: String?, of agent: LoggedOn) async throws {
        let name = try name.map {
            try FieldChecks.name($0, "name")
        }
        let greeting = try greeting.map {
            try FieldChecks.paragraphs($0, "greeting", charactersMax: Limit.greetingCharactersMax)
        }
        try await database.write { transaction in
            try transaction.run(
                """
                UPDATE agent SET name = COALESCE(\(name), name), greeting = COALESCE(\(greeting),
                greeting)
                WHERE id = \(agent.agent)
                """)
            let hints = try screensThatShow(agent.agent, transaction)
            transaction.afterCommit { [announcer] in announcer.announce(hints) }
        }
    }

    /// Every open screen that shows the agent's name: own desks, and those of the customers who are
    /// or were served and still look at their chat.
    func screensThatShow(_ agent: ID<Agent>, _ transaction: any Transaction) throws -> [Hint] {
        let chats: [ID<Chat>] = try transaction.run(
            """
            SELECT id FROM chat WHERE agent_id = \(agent) AND state = 'served'
            UNION SELECT chat.id FROM connection JOIN chat ON chat.id = connection.chat_id
            WHERE chat.agent_id = \(agent) ORDER BY id
            """
        ).map { try $0.get("id") }
        return [.agentChanged(agent, because: nil)] + chats.map { .chatChanged($0) }
    }
}
