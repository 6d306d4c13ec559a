import FoyerCore
import Storage

/// What a customer's `hello` opens.
package struct CustomerConnection: Sendable {
    package let connection: ID<Connection>
    package let customer: ID<Customer>
    package let chat: ID<Chat>
    package let room: ID<Room>
}

extension Service {
    /// How many screens come or go at once: few enough that a message which comes meanwhile waits
    /// some milliseconds, and enough that they share commits.
    static let screensAtOnceMax = 16

    /// A customer's screen is there: the grace, if one runs, ends. The chat is the open one of this
    /// room, else the last one.
    package func connectCustomer(roomToken: String, token: String) async throws
        -> CustomerConnection
    {
        // First a look, outside the line: who guesses tokens takes nobody's place in it, and does
        // not keep the one writer busy.
        try await database.read { transaction in
            let access = Access(transaction: transaction)
            let room = try access.room(onceBehind: roomToken)
            guard try access.customer(token: token, of: room.company) != nil else {
                throw Refusal.notFound
            }
        }
        return try await turnstile.pass {
            try await takingBack { opening in
                try await database.write { transaction in
                    let connection = try openCustomer(roomToken, token, transaction)
                    opening.isFor(.customer(connection))
                    return connection
                }
            }
        }
    }

    private func openCustomer(
        _ roomToken: String, _ token: String, _ transaction: any Transaction
    ) throws -> CustomerConnection {
        let access = Access(transaction: transaction)
        let room = try access.room(onceBehind: roomToken)
        guard let customer = try access.customer(token: token, of: room.company) else {
            throw Refusal.notFound
        }
        let row = try transaction.first(
            """
            SELECT id, state FROM chat WHERE customer_id = \(customer.id) AND room_id = \(room.id)
            ORDER BY CASE WHEN state IN ('waiting', 'served') THEN 0 ELSE 1 END, asked_at_ms DESC,
                id DESC LIMIT 1
            """)
        guard let row else { throw Refusal.notFound }
        let chat: ID<Chat> = try row.get("id")
        try lockConnections(of: chat, transaction)
        let id: ID<Connection> = identity.id(at: transaction.now)
        try transaction.run(
            """
            INSERT INTO connection (id, chat_id, node_id, opened_at_ms)
            VALUES (\(id), \(chat), \(ownNode.current), \(transaction.now))
            """)
        try transaction.clearDeadline(.customerGrace, of: chat.rawValue)
        transaction.afterCommit { [announcer] in
            announcer.announce([.peer(chat, .customer, connected: true, graceSeconds: 0)])
        }
        return CustomerConnection(connection: id, customer: customer.id, chat: chat, room: room.id)
    }

    /// A customer's screen is gone: when it was the last one, the room's grace begins (CHAT-6,
    /// CHAT-9).
    package func disconnectCustomer(_ connection: CustomerConnection) async throws {
        try await turnstile.pass { try await closeScreen(connection) }
    }

    /// The same without standing in line.
    func closeScreen(_ connection: CustomerConnection) async throws {
        try await remembering(.customer(connection)) {
            try await database.write { transaction in
                try lockConnections(of: connection.chat, transaction)
                let gone = try transaction.run(
                    "DELETE FROM connection WHERE id = \(connection.connection) RETURNING id")
                guard !gone.isEmpty else { return }
                try beginCustomerGrace(of: connection.chat, transaction)
            }
        }
    }

    /// Screens come and go one after another: two that close at once would each take the other for
    /// open, and one that opens meanwhile would not be seen.
    func lockConnections(of id: ID<Chat>, _ transaction: any Transaction) throws {
        try transaction.run("UPDATE chat SET turn = turn WHERE id = \(id)")
    }

    func beginCustomerGrace(of id: ID<Chat>, _ transaction: any Transaction) throws {
        let row = try transaction.first(
            """
            SELECT room_id, settings_version FROM chat
            WHERE id = \(id) AND state IN ('waiting', 'served')
                AND NOT EXISTS (SELECT 1 FROM connection WHERE connection.chat_id = chat.id)
            """)
        guard let row else { return }
        let settings = try settings.settings(
            of: try row.get("room_id"), version: try row.get("settings_version"), in: transaction)
        let seconds = settings.phones.lostConnectionSeconds
        let due = transaction.now.adding(seconds: seconds)
        try transaction.setDeadline(.customerGrace, of: id.rawValue, at: due)
        transaction.afterCommit { [announcer] in
            announcer.announce([
                .peer(id, .customer, connected: false, graceSeconds: seconds), .deadlineSet(due),
            ])
        }
    }

    /// An agent's desk is there: the agent is logged on to the channel (ST-1, ST-5).
    package func connectAgent(_ agent: LoggedOn) async throws -> ID<Connection> {
        try await turnstile.pass {
            try await takingBack { opening in
                try await database.write { transaction in
                    let connection = try openDesk(of: agent, transaction)
                    opening.isFor(.agent(agent, connection))
                    return connection
                }
            }
        }
    }

    private func openDesk(
        of agent: LoggedOn, _ transaction: any Transaction
    ) throws -> ID<Connection> {
        try lockDistribution(of: agent.company, transaction)
        // The log-on may have ended since the door was passed.
        let logOn = try transaction.first(
            "SELECT left_on_break FROM log_on WHERE id = \(agent.logOn)")
        guard let logOn else { throw Refusal.notLoggedOn }
        let onBreak: Bool = try logOn.get("left_on_break")
        let id: ID<Connection> = identity.id(at: transaction.now)
        let place = AgentOnChannel(agent: agent.agent, channel: agent.channel)
        try transaction.run(
            """
            INSERT INTO connection (id, agent_id, channel, log_on_id, node_id, opened_at_ms)
            VALUES (\(id), \(agent.agent), \(agent.channel.rawValue), \(agent.logOn),
                \(ownNode.current), \(transaction.now))
            """)
        try transaction.clearDeadline(.agentGrace, of: place.subject)
        let chats = try servedChats(of: agent.agent, transaction)
        let peers = chats.map { Hint.peer($0, .agent, connected: true, graceSeconds: 0) }
        if try status(of: place, transaction) == nil {
            try distribute(in: agent.company, transaction) { work in
                work.hints += peers
                try work.handle(.loggedOn(agent.agent, agent.channel, onBreak: onBreak))
            }
        } else if !peers.isEmpty {
            transaction.afterCommit { [announcer] in announcer.announce(peers) }
        }
        return id
    }

    /// An agent's desk is gone: when it was the last one on the channel, the grace begins (CHAT-8).
    package func disconnectAgent(_ agent: LoggedOn, connection: ID<Connection>) async throws {
        try await turnstile.pass { try await closeDesk(of: agent, connection) }
    }

    /// The same without standing in line.
    func closeDesk(of agent: LoggedOn, _ connection: ID<Connection>) async throws {
        try await remembering(.agent(agent, connection)) {
            try await database.write { transaction in
                try lockDistribution(of: agent.company, transaction)
                let gone = try transaction.run(
                    "DELETE FROM connection WHERE id = \(connection) RETURNING id")
                guard !gone.isEmpty else { return }
                try transaction.run(
                    """
                    UPDATE log_on SET desk_left_at_ms = \(transaction.now)
                    WHERE id = \(agent.logOn)
                    """)
                try beginAgentGrace(
                    of: AgentOnChannel(agent: agent.agent, channel: agent.channel), transaction)
            }
        }
    }

    func beginAgentGrace(of place: AgentOnChannel, _ transaction: any Transaction) throws {
        let stays = try transaction.run(
            "SELECT channel FROM connection WHERE agent_id = \(place.agent)")
        let channels: [String] = try stays.map { try $0.get("channel") }
        guard try status(of: place, transaction) != nil, !channels.contains(place.channel.rawValue)
        else { return }
        let seconds = try agentGraceSeconds(of: place.agent, transaction)
        let due = transaction.now.adding(seconds: seconds)
        try transaction.setDeadline(.agentGrace, of: place.subject, at: due)
        transaction.afterCommit { [announcer] in announcer.announce([.deadlineSet(due)]) }
        if channels.isEmpty { try tellCustomersIfAway(place.agent, transaction) }
    }

    /// The customers whom the agent still serves are told when no desk is open any more: that of
    /// another channel may have been lost before, and be waited for.
    func tellCustomersIfAway(_ agent: ID<Agent>, _ transaction: any Transaction) throws {
        let desk = try transaction.first(
            "SELECT id FROM connection WHERE agent_id = \(agent) LIMIT 1")
        guard desk == nil else { return }
        let chats = try servedChats(of: agent, transaction)
        guard !chats.isEmpty else { return }
        let seconds = try agentGraceSeconds(of: agent, transaction)
        let hints = chats.map {
            Hint.peer($0, .agent, connected: false, graceSeconds: seconds)
        }
        transaction.afterCommit { [announcer] in announcer.announce(hints) }
    }

    /// The shortest grace among the rooms whose chats the agent serves, else among the agent's
    /// rooms.
    private func agentGraceSeconds(of agent: ID<Agent>, _ transaction: any Transaction) throws
        -> Int
    {
        var rows = try transaction.run(
            """
            SELECT room_id AS id, settings_version FROM chat WHERE agent_id = \(agent) AND state =
                'served'
            """
        )
        if rows.isEmpty {
            rows = try transaction.run(
                """
                SELECT room.id, room.settings_version FROM room JOIN room_agent ON
                room_agent.room_id = room.id
                WHERE room_agent.agent_id = \(agent) AND room.deleted_at_ms IS NULL
                """)
        }
        let seconds = try rows.map { row in
            try settings.settings(
                of: try row.get("id"), version: try row.get("settings_version"), in: transaction
            )
            .phones.lostConnectionSeconds
        }
        return seconds.min() ?? RoomSettings().phones.lostConnectionSeconds
    }

    func status(of place: AgentOnChannel, _ transaction: any Transaction) throws
        -> AgentStatus?
    {
        let row = try transaction.first(
            "SELECT browser_status, mobile_status FROM agent WHERE id = \(place.agent)")
        return try row?.status(place.channel == .browser ? "browser_status" : "mobile_status")
    }

    private func servedChats(of agent: ID<Agent>, _ transaction: any Transaction) throws -> [ID<
        Chat
    >] {
        try transaction.run(
            "SELECT id FROM chat WHERE agent_id = \(agent) AND state = 'served' ORDER BY id"
        )
        .map { try $0.get("id") }
    }
}
