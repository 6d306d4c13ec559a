import FoyerCore
import Storage

extension Service {
    /// The ended chats of the browser that holds `token`, in all rooms of the company, newest
    /// first (CF-8). Nothing for a token that is not known.
    package func pastChats(roomToken: String, token: String) async throws -> [EarlierChat] {
        try await database.read { transaction in
            guard let customer = try holder(of: token, at: roomToken, transaction) else {
                return []
            }
            return try transaction.run(
                """
                SELECT \(ChatRow.columns) FROM chat
                WHERE customer_id = \(customer) AND state IN ('ended', 'abandoned', 'unanswered')
                ORDER BY asked_at_ms DESC, id DESC LIMIT \(Limit.pastChatsMax)
                """
            ).map { try earlierChat(ChatRow(row: $0), transaction) }
        }
    }

    /// One of them with its transcript, as `record(of:after:for:)`.
    ///
    /// Throws `.notFound` for a chat of somebody else.
    package func pastChat(
        _ id: ID<Chat>, after: Int64, roomToken: String, token: String
    ) async throws -> ChatRecord {
        let customer = try await database.read { transaction in
            try holder(of: token, at: roomToken, transaction)
        }
        guard let customer else { throw Refusal.notFound }
        return try await record(of: id, after: after, for: .customer(customer))
    }

    private func holder(
        of token: String, at roomToken: String, _ transaction: any Transaction
    ) throws -> ID<Customer>? {
        // What was talked about stays this browser's, also when the room has another link since.
        let access = Access(transaction: transaction)
        return try access.customer(token: token, of: access.room(onceBehind: roomToken).company)?.id
    }
}
