import FoyerAPI

extension JSONValue {
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    package var int: Int64? { if case .int(let number) = self { number } else { nil } }

    package var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }

    package var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    package var names: [String] {
        if case .object(let members) = self { members.map(\.name) } else { [] }
    }

    /// The object without the member, or with another value for it.
    package func replacing(_ name: String, with value: JSONValue?) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(
            members.compactMap { member in
                guard member.name == name else { return member }
                return value.map { JSONMember(name, $0) }
            })
    }

    /// The value as JSON text.
    package var json: String {
        var writer = JSONWriter()
        writer.element(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
