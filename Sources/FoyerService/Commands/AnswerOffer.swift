import FoyerCore
import Storage

extension Service {
    /// Answers an offer: exactly one agent wins (DIST-2). The winner's answer repeated is no error.
    package func answerOffer(_ offer: Int, of id: ID<Chat>, by agent: LoggedOn) async throws {
        try await database.write { transaction in
            try distribute(in: agent.company, transaction) { work in
                let chat = try Access(transaction: transaction).chat(id, for: .agent(agent))
                if case .served(_, let server) = chat.life, server == agent.agent { return }
                _ = try chat.life.after(.answered(by: agent.agent))
                try work.handle(.answered(id, offer: offer, by: agent.agent))
            }
        }
    }

    /// Rejects an offer: this agent is not asked again in this turn (DIST-6).
    package func rejectOffer(_ offer: Int, of id: ID<Chat>, by agent: LoggedOn) async throws {
        try await database.write { transaction in
            try distribute(in: agent.company, transaction) { work in
                let chat = try Access(transaction: transaction).chat(id, for: .agent(agent))
                _ = try chat.life.after(.answered(by: agent.agent))
                try work.handle(.rejected(id, offer: offer, by: agent.agent))
            }
        }
    }
}
