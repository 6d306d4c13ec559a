import FoundationEssentials
import FoyerCore
import Storage

package struct EarlierChat: Sendable {
    package let chat: ChatRow
    package let room: String
    package let agent: String?
}

package struct ChatRecord: Sendable {
    package let chat: ChatRow
    package let room: String
    /// What the customer answered in the room's own fields.
    package let custom: [CustomAnswer]
    package let entries: [Entry]
    /// There are entries after these.
    package let more: Bool
}

extension Service {
    /// A customer's chats in rooms that the agent may see, newest first.
    package func chats(of customer: ID<Customer>, for agent: LoggedOn) async throws -> [EarlierChat]
    {
        try await database.read { transaction in
            let ids: [ID<Chat>] = try transaction.run(
                """
                SELECT id FROM chat WHERE customer_id = \(customer) AND company_id =
                \(agent.company)
                ORDER BY asked_at_ms DESC, id DESC LIMIT \(Limit.listRowsMax)
                """
            ).map { try $0.get("id") }
            let access = Access(transaction: transaction)
            let chats: [EarlierChat] = try ids.compactMap { id in
                let chat: ChatRow
                do {
                    chat = try access.chat(id, for: .agent(agent))
                } catch Refusal.notFound {
                    return nil
                }
                return try earlierChat(chat, transaction)
            }
            // A customer of whom nothing may be seen answers as one who is not there.
            guard !chats.isEmpty else { throw Refusal.notFound }
            return chats
        }
    }

    func earlierChat(_ chat: ChatRow, _ transaction: any Transaction) throws -> EarlierChat {
        EarlierChat(
            chat: chat, room: try roomName(of: chat, transaction),
            agent: try chat.agent.flatMap {
                try transaction.first("SELECT name FROM agent WHERE id = \($0)")?.get("name")
            })
    }

    /// A chat with its transcript: the entries after number `after`, as many as a frame of a socket
    /// would hold, since whoever asks may read slowly.
    package func record(of id: ID<Chat>, after: Int64 = 0, for asker: Asker) async throws
        -> ChatRecord
    {
        try await database.read { transaction in
            let chat = try Access(transaction: transaction).chat(id, for: asker)
            let entries = try transcriptPage(of: id, after: after, transaction)
            return ChatRecord(
                chat: chat, room: try roomName(of: chat, transaction),
                custom: try answers(of: id, transaction), entries: entries,
                more: (entries.last?.seq ?? after) < chat.lastSeq)
        }
    }

    /// Why the chat went where it went, in order (DIST-10).
    package func explanations(
        of id: ID<Chat>, for agent: LoggedOn
    ) async throws -> [Distribution.Explanation] {
        try await database.read { transaction in
            _ = try Access(transaction: transaction).chat(id, for: .agent(agent))
            return try transaction.run(
                "SELECT content FROM explanation WHERE chat_id = \(id) ORDER BY number"
            ).map {
                let content: String = try $0.get("content")
                return try JSONDecoder().decode(
                    Distribution.Explanation.self, from: Data(content.utf8))
            }
        }
    }

    /// Agents' names, for explanations read by people.
    package func agentNames(for agent: LoggedOn) async throws -> [ID<Agent>: String] {
        try await database.read { transaction in
            var names: [ID<Agent>: String] = [:]
            for row in try transaction.run(
                "SELECT id, name FROM agent WHERE company_id = \(agent.company)")
            {
                names[try row.get("id")] = try row.get("name")
            }
            return names
        }
    }

    private func answers(
        of chat: ID<Chat>, _ transaction: any Transaction
    ) throws -> [CustomAnswer] {
        let row = try transaction.first("SELECT custom FROM chat WHERE id = \(chat)")
        return try [CustomAnswer](stored: try row?.get("custom") ?? "[]")
    }

    private func roomName(of chat: ChatRow, _ transaction: any Transaction) throws -> String {
        try transaction.first("SELECT name FROM room WHERE id = \(chat.room)")?.get("name") ?? ""
    }
}
