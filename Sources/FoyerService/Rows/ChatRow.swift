import FoyerCore
import Storage

/// A chat's row, as far as commands and screens need it.
package struct ChatRow: Equatable, Sendable {
    package let id: ID<Chat>
    package let company: ID<Company>
    package let room: ID<Room>
    package let customer: ID<Customer>
    package let formNumber: Int64
    package let settingsVersion: Int
    package let name, email, phone, question, language, page: String
    package let askedAt: Instant
    package let waitingSince: Instant
    package let turn: Int
    package let lastSeq: Int64
    package let agent: ID<Agent>?
    package let servedAt: Instant?
    package let nobodyFree: Bool
    package let rank: Int64
    package let life: ChatLife
    package let putAway: Bool

    static let columns: SQL.Fragment = """
        id, company_id, room_id, customer_id, form_number, settings_version, name, email, phone,
        question, language,
        page, asked_at_ms, waiting_since_ms, turn, last_seq, agent_id, served_at_ms, nobody_free,
        rank, state,
        end_reason, put_away
        """

    init(row: Row) throws {
        id = try row.get("id")
        company = try row.get("company_id")
        room = try row.get("room_id")
        customer = try row.get("customer_id")
        formNumber = try row.get("form_number")
        settingsVersion = try row.get("settings_version")
        name = try row.get("name")
        email = try row.get("email")
        phone = try row.get("phone")
        question = try row.get("question")
        language = try row.get("language")
        page = try row.get("page")
        askedAt = try row.get("asked_at_ms")
        waitingSince = try row.get("waiting_since_ms")
        turn = try row.get("turn")
        lastSeq = try row.get("last_seq")
        agent = try row.get("agent_id")
        servedAt = try row.get("served_at_ms")
        nobodyFree = try row.get("nobody_free")
        rank = try row.get("rank")
        putAway = try row.get("put_away")
        life = try ChatLife(row: row, turn: turn, agent: agent)
    }
}

extension ChatLife {
    init(row: Row, turn: Int, agent: ID<Agent>?) throws {
        let state: String = try row.get("state")
        switch (state, agent) {
        case ("waiting", _): self = .waiting(turn: turn)
        case ("served", .some(let agent)): self = .served(turn: turn, by: agent)
        case ("ended", _): self = .ended(try row.choice("end_reason"))
        case ("abandoned", _): self = .abandoned(try row.choice("end_reason"))
        case ("unanswered", _): self = .unanswered
        default: throw DatabaseError(kind: .decoding, message: "a chat is in an unknown state")
        }
    }

    /// The word in `chat.state` and on the wire.
    package var state: String {
        switch self {
        case .waiting: "waiting"
        case .served: "served"
        case .ended: "ended"
        case .abandoned: "abandoned"
        case .unanswered: "unanswered"
        }
    }

    /// The word in `chat.end_reason` and on the wire.
    package var endReason: String? {
        switch self {
        case .waiting, .served: nil
        case .ended(let ender): ender.rawValue
        case .abandoned(let abandonment): abandonment.rawValue
        case .unanswered: "waitLimit"
        }
    }
}
