import FoyerCore
import Storage

extension Service {
    /// Changes the agent's own name and greeting; what is absent stays.
    package func editProfile(name: String?, greeting: String?, of agent: LoggedOn) async throws {
        let name = try name.map {
            try FieldChecks.required($0, "name", charactersMax: Limit.nameCharactersMax)
        }
        let greeting = try greeting.map {
            try FieldChecks.required($0, "greeting", charactersMax: Limit.greetingCharactersMax)
        }
        try await database.write { transaction in
            try transaction.run(
                """
                UPDATE agent SET name = COALESCE(\(name), name), greeting = COALESCE(\(greeting),
                greeting)
                WHERE id = \(agent.agent)
                """)
            transaction.afterCommit { [announcer] in
                announcer.announce([.agentChanged(agent.agent, because: nil)])
            }
        }
    }
}
