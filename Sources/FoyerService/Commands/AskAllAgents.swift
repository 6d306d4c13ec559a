import FoyerCore
import Storage

extension Service {
    /// The customer who waits for one agent has all others asked at once, too; the ring at that
    /// agent stays (DIST-4). The wish holds for the chat's later turns, too; asked again, or in a
    /// private room, nothing changes.
    ///
    /// Throws `Refusal.chatNotWaiting` once the chat was answered, `.chatEnded` once it is over.
    package func askAllAgents(_ id: ID<Chat>, by customer: ID<Customer>) async throws {
        let attempt = Toll()
        try await database.write { transaction in
            try takeAttempt(attempt, at: id, by: .customer(customer), transaction)
            let company = try Access(transaction: transaction).chat(id, for: .customer(customer))
                .company
            try distribute(in: company, transaction) { work in
                let chat = try Access(transaction: transaction).chat(id, for: .customer(customer))
                switch chat.life {
                case .waiting: try work.handle(.askedAll(id))
                case .served: throw Refusal.chatNotWaiting
                case .ended, .abandoned, .unanswered: throw Refusal.chatEnded
                }
            }
        }
    }
}
