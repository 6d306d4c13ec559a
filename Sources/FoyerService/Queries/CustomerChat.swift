import FoyerCore
import Storage

/// A chat as its customer's screen shows it.
package struct CustomerChat: Equatable, Sendable {
    package let id: ID<Chat>
    package let room: ID<Room>
    package let life: ChatLife
    package let turn: Int
    package let formNumber: Int64
    package let question: String
    package let agentRole: String
    package let agentName: String?
    /// Counts from 1 among the chats that wait in this room; 0 when it does not wait.
    package let place: Int
    /// How many agents ring now.
    package let ringing: Int
    package let nobodyFree: Bool
    /// Who served this customer last and is asked, or waited for, before all others (DIST-4).
    package let lastAgent: LastAgent?
    package let preview: Bool
    package let textButton: Bool
    package let agentConnected: Bool
    package let graceSeconds: Int

    package struct LastAgent: Equatable, Sendable {
        package let name: String
        /// Serves somebody else, or has just hung up; else the chat rings there.
        package let isBusy: Bool
    }
}

extension Service {
    package func customerChat(_ id: ID<Chat>, for customer: ID<Customer>) async throws
        -> CustomerChat
    {
        try await database.read { transaction in
            let chat = try Access(transaction: transaction).chat(id, for: .customer(customer))
            let settings = try settings.settings(
                of: chat.room, version: chat.settingsVersion, in: transaction)
            let waits = chat.life.isWaiting
            return CustomerChat(
                id: id, room: chat.room, life: chat.life, turn: chat.turn,
                formNumber: chat.formNumber,
                question: chat.question, agentRole: settings.phones.agentRole,
                agentName: try agentName(chat.agent, transaction),
                place: waits ? try place(of: chat, transaction) : 0,
                ringing: waits ? try ringing(chat.id, transaction) : 0,
                nobodyFree: waits && chat.nobodyFree,
                lastAgent: waits ? try lastAgent(of: chat.id, transaction) : nil,
                preview: !settings.phones.hidePreview,
                textButton: settings.phones.textButton.customer,
                agentConnected: try chat.agent.map { try isConnected($0, transaction) } ?? false,
                graceSeconds: settings.phones.lostConnectionSeconds)
        }
    }

    private func lastAgent(
        of id: ID<Chat>, _ transaction: any Transaction
    ) throws -> CustomerChat.LastAgent? {
        let row = try transaction.first(
            """
            SELECT agent.name, chat.search FROM chat JOIN agent ON agent.id = chat.last_agent_id
            WHERE chat.id = \(id) AND chat.asks_all = 0 AND chat.nobody_free = 0
            """)
        guard let row, try StoredSearch.isAtLastAgent(try row.get("search")) else { return nil }
        return CustomerChat.LastAgent(
            name: try row.get("name"), isBusy: try ringing(id, transaction) == 0)
    }

    private func agentName(_ id: ID<Agent>?, _ transaction: any Transaction) throws -> String? {
        guard let id else { return nil }
        return try transaction.first("SELECT name FROM agent WHERE id = \(id)")?.get("name")
    }

    /// In its own line: a private room's is its agent's alone (PRIV-1).
    private func place(of chat: ChatRow, _ transaction: any Transaction) throws -> Int {
        let row = try transaction.first(
            """
            SELECT COUNT(*) AS before FROM chat
            WHERE room_id = \(chat.room) AND state = 'waiting' AND (rank, id) < (\(chat.rank),
            \(chat.id)) AND private_agent_id IS NOT DISTINCT FROM
                (SELECT private_agent_id FROM chat WHERE id = \(chat.id))
            """)
        return 1 + (try row?.get("before") ?? 0)
    }

    private func ringing(_ id: ID<Chat>, _ transaction: any Transaction) throws -> Int {
        try transaction.first(
            "SELECT COUNT(*) AS live FROM offer WHERE chat_id = \(id) AND outcome IS NULL")?
            .get("live") ?? 0
    }

    private func isConnected(_ agent: ID<Agent>, _ transaction: any Transaction) throws -> Bool {
        try transaction.first("SELECT id FROM connection WHERE agent_id = \(agent) LIMIT 1") != nil
    }
}

extension ChatLife {
    package var isWaiting: Bool {
        if case .waiting = self { true } else { false }
    }
}
