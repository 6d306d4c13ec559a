import FoundationEssentials
import FoyerCore
import Storage

extension Sender {
    /// How a sender stands in `message.sender`; with the `cid` it names a message for ever.
    var column: String {
        switch self {
        case .customer: "customer"
        case .agent(let id): "agent:\(id)"
        case .system: "system"
        }
    }

    init?(column: String) {
        switch column {
        case "customer": self = .customer
        case "system": self = .system
        default:
            guard column.hasPrefix("agent:"),
                let agent = ID<Agent>(String(column.dropFirst("agent:".count)))
            else { return nil }
            self = .agent(agent)
        }
    }
}

/// `message.kind` and `message.body` of each content.
extension EntryContent {
    func columns() throws -> (kind: String, body: String) {
        switch self {
        case .facts(let facts): ("facts", try StoredFacts(facts).text())
        case .text(let body): ("text", body)
        case .answered(let name, let agent):
            // A name is one line.
            ("answered", agent.map { "\($0)\n\(name)" } ?? name)
        case .waitsAgain: ("waitsAgain", "")
        case .ended(let ender): ("ended", ender.rawValue)
        case .abandoned(let abandonment): ("abandoned", abandonment.rawValue)
        case .unanswered: ("unanswered", "")
        }
    }

    init(kind: String, body: String) throws {
        switch kind {
        case "facts": self = .facts(try StoredFacts.facts(from: body))
        case "text": self = .text(body)
        case "answered":
            let parts = body.split(separator: "\n", maxSplits: 1).map(String.init)
            if parts.count == 2, let agent = ID<Agent>(parsing: parts[0]) {
                self = .answered(agentName: parts[1], agent: agent)
            } else {
                self = .answered(agentName: body)
            }
        case "waitsAgain": self = .waitsAgain
        case "ended": self = .ended(by: try Self.word(body))
        case "abandoned": self = .abandoned(by: try Self.word(body))
        case "unanswered": self = .unanswered
        default: throw DatabaseError(kind: .decoding, message: "unknown kind of message")
        }
    }

    private static func word<Choice: RawRepresentable<String>>(_ body: String) throws -> Choice {
        guard let choice = Choice(rawValue: body) else {
            throw DatabaseError(kind: .decoding, message: "unknown word in a message")
        }
        return choice
    }
}

/// `CustomerFacts` as JSON text.
private struct StoredFacts: Codable {
    var name, email, phone, language, page: String
    var customerNumber: Int64
    /// Absent where there are none, and in entries of before.
    var custom: [StoredAnswer]?

    init(_ facts: CustomerFacts) {
        name = facts.name
        email = facts.email
        phone = facts.phone
        language = facts.language
        page = facts.page
        customerNumber = facts.customerNumber
        custom = facts.custom.isEmpty ? nil : facts.custom.map(StoredAnswer.init)
    }

    func text() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }

    static func facts(from text: String) throws -> CustomerFacts {
        let stored = try JSONDecoder().decode(StoredFacts.self, from: Data(text.utf8))
        return CustomerFacts(
            name: stored.name, email: stored.email, phone: stored.phone, language: stored.language,
            page: stored.page, customerNumber: stored.customerNumber,
            custom: try (stored.custom ?? []).map { try $0.answer() })
    }
}

extension Entry {
    init(row: Row) throws {
        let sender: String = try row.get("sender")
        guard let from = Sender(column: sender) else {
            throw DatabaseError(kind: .decoding, message: "unknown sender of a message")
        }
        self.init(
            chat: try row.get("chat_id"), seq: try row.get("seq"), id: try row.get("id"),
            at: try row.get("at_ms"),
            from: from,
            content: try EntryContent(kind: try row.get("kind"), body: try row.get("body")),
            cid: try row.get("cid"))
    }
}
