import FoyerCore

extension Entry {
    /// The entry as on the wire, in one object.
    package func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { write(&$0) }
        return writer.bytes
    }

    package func write(_ writer: inout JSONWriter) {
        writer.field("seq", seq)
        writer.field("id", id.rawValue)
        writer.field("kind", content.kind)
        writer.field("from", from.word)
        writer.field("at", at.milliseconds)
        writer.field("cid", ifPresent: cid)
        content.write(&writer)
    }
}

extension Sender {
    package var word: String {
        switch self {
        case .customer: "customer"
        case .agent: "agent"
        case .system: "system"
        }
    }
}

extension EntryContent {
    package var kind: String {
        switch self {
        case .facts: "facts"
        case .text: "text"
        case .answered: "answered"
        case .waitsAgain: "waitsAgain"
        case .ended: "ended"
        case .abandoned: "abandoned"
        case .unanswered: "unanswered"
        }
    }

    func write(_ writer: inout JSONWriter) {
        switch self {
        case .text(let body): writer.field("body", body)
        case .facts(let facts):
            writer.field("body", "")
            writer.object("data") { facts.write(&$0) }
        case .answered(let name, let agent):
            writer.field("body", "")
            writer.object("data") {
                $0.field("agent", name)
                $0.field("agentId", ifPresent: agent?.rawValue)
            }
        case .ended(let ender): data(&writer, "by", ender.rawValue)
        case .abandoned(let abandonment): data(&writer, "by", abandonment.rawValue)
        case .unanswered: data(&writer, "by", "waitLimit")
        case .waitsAgain: writer.field("body", "")
        }
    }

    private func data(_ writer: inout JSONWriter, _ name: StaticString, _ value: String) {
        writer.field("body", "")
        writer.object("data") { $0.field(name, value) }
    }
}

extension CustomerFacts {
    func write(_ writer: inout JSONWriter) {
        writer.field("name", name)
        writer.field("email", email)
        writer.field("phone", phone)
        writer.field("language", language)
        writer.field("page", page)
        writer.field("customerNumber", customerNumber)
        // Clients of before know no such field, and most rooms have none.
        if !custom.isEmpty { writer.custom(custom) }
    }
}
