import FoyerCore
import Storage

extension Service {
    /// The customer who waits for one agent has all others asked at once, too; the ring at that
    /// agent stays (DIST-4). The wish holds for the chat's later turns, too; asked again, or in a
    /// private room, nothing changes.
    ///
    /// Throws `Refusal.chatNotWaiting` once the chat was answered, `.chatEnded` once it is over.
    package func askAllAgents(_ id: ID<Chat>, by customer: ID<Customer>) async throws {
        try await distribute(chat: id, by: .customer(customer)) { chat, work in
            switch chat.life {
            case .waiting: try work.handle(.askedAll(id))
            case .served: throw Refusal.chatNotWaiting
            case .ended, .abandoned, .unanswered: throw Refusal.chatEnded
            }
        }
    }
}
