import FoyerCore
import Storage

/// Who rings for the waiting chats of some rooms, as far as one agent's desk shows it.
struct DeskRings: Equatable {
    /// How many agents ring for each chat.
    var counts: [ID<Chat>: Int] = [:]
    /// What rings at the agent.
    var own: [ID<Chat>: LiveOffer] = [:]
}

extension Service {
    /// From this node's memory where it is of the transaction that is read, else from the rows: a
    /// thousand desks that come back at once would read every live offer a thousand times.
    func rings(
        in rooms: [ID<Room>], at agent: LoggedOn, _ transaction: any Transaction
    ) throws -> DeskRings {
        let row = try transaction.first("SELECT stamp FROM company WHERE id = \(agent.company)")
        if let stamp: Int64 = try row?.get("stamp"),
            let known = distributions.distribution(of: agent.company, after: stamp)
        {
            return DeskRings(known, in: rooms, at: agent.agent)
        }
        return try storedRings(in: rooms, at: agent.agent, transaction)
    }

    /// The same from the rows.
    func storedRings(
        in rooms: [ID<Room>], at agent: ID<Agent>, _ transaction: any Transaction
    ) throws -> DeskRings {
        var rings = DeskRings()
        for row in try transaction.run(
            """
            SELECT offer.chat_id, COUNT(*) AS live FROM chat JOIN offer ON offer.chat_id = chat.id
            WHERE chat.state = 'waiting' AND chat.room_id IN \(list: rooms)
            AND offer.outcome IS NULL GROUP BY offer.chat_id
            """)
        {
            rings.counts[try row.get("chat_id")] = try row.get("live")
        }
        for row in try transaction.run(
            """
            SELECT offer.chat_id, offer.number, offer.agent_id, offer.channel, offer.stage,
            offer.reason, offer.made_at_ms, offer.expires_at_ms
            FROM chat JOIN offer ON offer.chat_id = chat.id
            WHERE chat.state = 'waiting' AND chat.room_id IN \(list: rooms)
            AND offer.outcome IS NULL AND offer.agent_id = \(agent)
            """)
        {
            rings.own[try row.get("chat_id")] = try LiveOffer(row: row)
        }
        return rings
    }
}

extension DeskRings {
    init(_ distribution: Distribution, in rooms: [ID<Room>], at agent: ID<Agent>) {
        let rooms = Set(rooms)
        for chat in distribution.chats where rooms.contains(chat.room) && !chat.offers.isEmpty {
            counts[chat.id] = chat.offers.count
            own[chat.id] = chat.offers.first { $0.agent == agent }
        }
    }
}
