import FoundationEssentials
import FoyerCore
import Storage

/// The answers of a form's own fields as JSON text: `chat.custom`, `letter.custom`, and in the
/// transcript's first entry.
struct StoredAnswer: Codable {
    let key, kind, label: String
    var text: String?
    var flag: Bool?

    init(_ answer: CustomAnswer) {
        (key, kind, label) = (answer.key, answer.kind.rawValue, answer.label)
        switch answer.value {
        case .text(let text): self.text = text
        case .flag(let flag): self.flag = flag
        }
    }

    func answer() throws -> CustomAnswer {
        guard let kind = CustomField.Kind(rawValue: kind),
            let value = text.map(CustomAnswer.Value.text) ?? flag.map(CustomAnswer.Value.flag)
        else { throw DatabaseError(kind: .decoding, message: "an answer is of an unknown kind") }
        return CustomAnswer(key: key, kind: kind, label: label, value: value)
    }
}

extension [CustomAnswer] {
    init(stored text: String) throws {
        // Of most rooms, and of all chats from before.
        let stored =
            text == Self.noneStored
            ? [] : try JSONDecoder().decode([StoredAnswer].self, from: Data(text.utf8))
        self = try stored.map { try $0.answer() }
    }

    func stored() throws -> String {
        guard !isEmpty else { return Self.noneStored }
        return String(
            decoding: try JSONEncoder().encode(map(StoredAnswer.init)), as: UTF8.self)
    }

    private static var noneStored: String { "[]" }

    /// What others wrote, as it counts on the wire.
    var jsonByteCount: Int {
        reduce(0) { count, answer in
            guard case .text(let text) = answer.value else {
                return count + answer.label.jsonByteCount
            }
            return count + answer.label.jsonByteCount + text.jsonByteCount
        }
    }
}
