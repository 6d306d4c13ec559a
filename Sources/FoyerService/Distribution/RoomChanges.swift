import FoyerCore
import Storage

/// The queue's news for the desks: one numbered change a room.
struct RoomChanges {
    /// SQLite takes 32,766 parameters.
    private static let chatsPerStatementMax = 1_024
    let work: DistributionWork
    let changes: DistributionChanges
    /// The changed chats that wait, now and before.
    let waiting, former: [ID<Chat>: WaitingChat]

    func save() throws -> [Hint] {
        let chats = changes.chats.sorted()
        guard !chats.isEmpty else { return [] }
        var news: [ID<Room>: RoomNews] = [:]
        for start in stride(from: 0, to: chats.count, by: Self.chatsPerStatementMax) {
            for row in try rows(of: chats[start...].prefix(Self.chatsPerStatementMax)) {
                try add(row, to: &news[try row.get("room_id"), default: RoomNews()])
            }
        }
        return try news.sorted { $0.key < $1.key }.map { room, news in
            .roomChanged(
                RoomChange(
                    room: room, revision: try nextRevision(of: room), cards: news.cards,
                    rings: news.rings, ringsOf: news.ringsOf, gone: news.gone))
        }
    }

    private struct RoomNews {
        var cards: [DeskCard] = []
        var rings: [DeskCard] = []
        var ringsOf: [ID<Agent>: [Int]] = [:]
        var gone: [RoomChange.Gone] = []
    }

    private func rows(of chats: ArraySlice<ID<Chat>>) throws -> [Row] {
        try work.transaction.run(
            """
            SELECT id, room_id, turn, name, question, form_number, waiting_since_ms, nobody_free,
            state, agent_id
            FROM chat WHERE id IN \(list: Array(chats)) ORDER BY id
            """)
    }

    private func add(_ row: Row, to news: inout RoomNews) throws {
        let id: ID<Chat> = try row.get("id")
        guard let chat = waiting[id], try row.get("state") == "waiting" else {
            return news.gone.append(
                .init(chat: id, reason: try reason(row), agent: try row.get("agent_id")))
        }
        let agents = changes.ringing[id] ?? []
        if let former = former[id], former.looks(like: chat) {
            let offers = chat.offers.filter { agents.contains($0.agent) }
            for agent in agents { news.ringsOf[agent, default: []].append(news.rings.count) }
            news.rings.append(
                try DeskCard(row: row, agentsRinging: chat.offers.count, offers: offers))
        } else {
            news.cards.append(
                try DeskCard(row: row, agentsRinging: chat.offers.count, offers: chat.offers))
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

extension WaitingChat {
    /// Whether two states of a chat are the same card, but for who rings.
    fileprivate func looks(like other: WaitingChat) -> Bool {
        turn == other.turn && since == other.since && nobodyFree == other.nobodyFree
    }
}

extension DeskCard {
    init(row: Row, agentsRinging: Int, offers: [LiveOffer]) throws {
        self.init(
            chat: try row.get("id"), room: try row.get("room_id"), turn: try row.get("turn"),
            name: try row.get("name"),
            question: Self.shortened(try row.get("question")),
            formNumber: try row.get("form_number"),
            waitingSince: try row.get("waiting_since_ms"), agentsRinging: agentsRinging,
            offers: Dictionary(offers.map { ($0.agent, $0) }) { $1 },
            nobodyFree: try row.get("nobody_free"))
    }

    /// A card shows how a question begins; the whole of it is the transcript's first text.
    package static func shortened(_ question: String) -> String {
        let scalars = question.unicodeScalars
        guard scalars.count > Limit.cardQuestionCharactersMax else { return question }
        return String(scalars.prefix(Limit.cardQuestionCharactersMax - 1)) + "…"
    }

    /// About as long as the card is on the wire.
    package var byteCount: Int { name.jsonByteCount + question.jsonByteCount + 400 }
}
