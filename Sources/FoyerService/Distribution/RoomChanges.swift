import FoyerCore
import Storage

/// The queue's news for the desks: one numbered change a room.
struct RoomChanges {
    let work: DistributionWork
    let changes: DistributionChanges

    func save() throws -> [Hint] {
        let chats = changes.chats.sorted()
        guard !chats.isEmpty else { return [] }
        var cards: [ID<Room>: [DeskCard]] = [:]
        var gone: [ID<Room>: [RoomChange.Gone]] = [:]
        for row in try work.transaction.run(
            """
            SELECT id, room_id, turn, name, question, form_number, waiting_since_ms, nobody_free,
            state, agent_id
            FROM chat WHERE id IN \(list: chats) ORDER BY id
            """)
        {
            let room: ID<Room> = try row.get("room_id")
            if let card = try DeskCard(
                row: row, offers: work.waitingChat(try row.get("id"))?.offers)
            {
                cards[room, default: []].append(card)
            } else {
                gone[room, default: []].append(
                    .init(
                        chat: try row.get("id"), reason: try reason(row),
                        agent: try row.get("agent_id")))
            }
        }
        return try Set(cards.keys).union(gone.keys).sorted().map { room in
            .roomChanged(
                RoomChange(
                    room: room, revision: try nextRevision(of: room), cards: cards[room] ?? [],
                    gone: gone[room] ?? []))
        }
    }

    private func reason(_ row: Row) throws -> GoneReason {
        let state: String = try row.get("state")
        return switch state {
        case "served", "ended": .served
        case "unanswered": .unanswered
        default: .customerLeft
        }
    }

    private func nextRevision(of room: ID<Room>) throws -> Int64 {
        let row = try work.transaction.first(
            "UPDATE room SET revision = revision + 1 WHERE id = \(room) RETURNING revision")
        guard let row else { throw Refusal.notFound }
        return try row.get("revision")
    }
}

extension DeskCard {
    /// `nil` where the chat does not wait.
    init?(row: Row, offers: [LiveOffer]?) throws {
        guard let offers, try row.get("state") == "waiting" else { return nil }
        self.init(
            chat: try row.get("id"), room: try row.get("room_id"), turn: try row.get("turn"),
            name: try row.get("name"),
            question: Self.shortened(try row.get("question")),
            formNumber: try row.get("form_number"),
            waitingSince: try row.get("waiting_since_ms"), offers: offers,
            nobodyFree: try row.get("nobody_free"))
    }

    /// A card shows how a question begins; the whole of it is the transcript's first text.
    private static func shortened(_ question: String) -> String {
        let scalars = question.unicodeScalars
        guard scalars.count > Limit.cardQuestionCharactersMax else { return question }
        return String(scalars.prefix(Limit.cardQuestionCharactersMax - 1)) + "…"
    }

    /// About as long as the card is on the wire.
    var byteCount: Int { name.jsonByteCount + question.jsonByteCount + 400 }
}
