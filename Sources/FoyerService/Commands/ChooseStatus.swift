import FoyerCore
import Storage

extension Service {
    /// Ready or break: the agent's choice, on every channel (ST-1).
    package func choose(_ choice: AgentChoice, by agent: LoggedOn) async throws {
        try await database.write { transaction in
            try distribute(in: agent.company, transaction) { work in
                try work.handle(.chose(agent.agent, choice))
            }
        }
    }
}
