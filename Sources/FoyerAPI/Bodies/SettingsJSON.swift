import FoyerCore

extension RoomSettings {
    /// The settings as nested objects: `contactForm.email.hidden` is a field of a field of a field.
    package func json() -> JSONValue {
        var root = JSONTree()
        for (name, value) in values() {
            root.insert(value.json, at: name.split(separator: ".").map(String.init)[...])
        }
        return root.value
    }

    /// The settings that an object names, whole or in part.
    /// `name` is what the object itself is called where it is part of a body.
    package static func changes(
        in fields: JSONValue, called name: String = ""
    ) throws(FieldError) -> [(name: String, value: SettingValue)] {
        guard case .object = fields else {
            throw FieldError(field: name, problem: .wrongType(expected: .object))
        }
        var changes: [(name: String, value: SettingValue)] = []
        try collect(fields, path: "", into: &changes)
        return changes
    }

    private static func collect(
        _ value: JSONValue, path: String, into changes: inout [(name: String, value: SettingValue)]
    ) throws(FieldError) {
        let expected = try kind(of: path)
        switch (value, expected) {
        case (.array(let elements), .array):
            changes.append((path, .customFields(try CustomField.list(of: elements, path))))
        case (.object(let members), .object):
            for member in members {
                let path = path.isEmpty ? member.name : "\(path).\(member.name)"
                guard !member.name.isEmpty, !member.name.contains(".") else {
                    let name = member.name.isEmpty ? "\(path)\"\"" : path
                    throw FieldError(field: name, problem: .unknownField)
                }
                try collect(member.value, path: path, into: &changes)
            }
        case (.bool(let flag), .bool): changes.append((path, .flag(flag)))
        case (.int(let number), .number):
            guard let number = Int(exactly: number) else {
                throw FieldError(field: path, problem: .outOfRange(min: .min, max: .max))
            }
            changes.append((path, .wholeNumber(number)))
        case (.string(let text), .string): changes.append((path, .text(text)))
        default: throw FieldError(field: path, problem: .wrongType(expected: expected))
        }
    }

    /// What stands at a path: a setting, or an object of settings.
    private static func kind(of path: String) throws(FieldError) -> JSONKind {
        guard !path.isEmpty else { return .object }
        if let field = fields.first(where: { $0.name == path }) {
            return switch field.kind {
            case .flag: .bool
            case .wholeNumber: .number
            case .text, .line, .email, .choice, .colour, .image: .string
            case .customFields: .array
            }
        }
        guard fields.contains(where: { $0.name.hasPrefix("\(path).") }) else {
            throw FieldError(field: path, problem: .unknownField)
        }
        return .object
    }
}

extension SettingValue {
    package var json: JSONValue {
        switch self {
        case .flag(let flag): .bool(flag)
        case .wholeNumber(let number): .int(Int64(number))
        case .text(let text): .string(text)
        case .customFields(let fields): .array(fields.map(\.json))
        }
    }
}

/// Objects within objects, built by paths, in order of insertion.
private struct JSONTree {
    private var members: [(name: String, node: Node)] = []

    private indirect enum Node {
        case leaf(JSONValue)
        case tree(JSONTree)
    }

    var value: JSONValue {
        .object(
            members.map { member in
                switch member.node {
                case .leaf(let value): JSONMember(member.name, value)
                case .tree(let tree): JSONMember(member.name, tree.value)
                }
            })
    }

    mutating func insert(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        guard path.count > 1 else { return members.append((name, .leaf(value))) }
        let position = members.firstIndex { $0.name == name } ?? members.count
        if position == members.count { members.append((name, .tree(JSONTree()))) }
        guard case .tree(var tree) = members[position].node else { return }
        tree.insert(value, at: path.dropFirst())
        members[position].node = .tree(tree)
    }
}
