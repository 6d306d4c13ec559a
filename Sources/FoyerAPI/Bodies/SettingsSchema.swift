import FoyerCore

extension RoomSettings {
    /// The JSON schema (draft 2020-12) of a room's settings, whole or in part (ROOM-1); it stands
    /// in `docs/room-settings.schema.json`.
    package static func schema() -> JSONValue {
        let standards = RoomSettings().values()
        let leaves = zip(fields, standards).map { field, standard in
            Leaf(
                path: field.name.split(separator: ".").map(String.init)[...],
                schema: field.schema(standard: standard.value.json))
        }
        return .object(
            [
                JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                JSONMember("title", .string("Settings of a Foyer room")),
            ] + object(of: leaves))
    }

    private struct Leaf {
        let path: ArraySlice<String>
        let schema: JSONValue
    }

    /// An object of which every member may be absent and no other may be there.
    private static func object(of leaves: [Leaf]) -> [JSONMember] {
        var names: [String] = []
        for leaf in leaves {
            if let name = leaf.path.first, !names.contains(name) { names.append(name) }
        }
        let properties = names.map { name in
            let inside = leaves.filter { $0.path.first == name }
            if let leaf = inside.first, leaf.path.count == 1 {
                return JSONMember(name, leaf.schema)
            }
            let rest = inside.map { Leaf(path: $0.path.dropFirst(), schema: $0.schema) }
            return JSONMember(name, .object(object(of: rest)))
        }
        return [
            JSONMember("type", .string("object")),
            JSONMember("additionalProperties", .bool(false)),
            JSONMember("properties", .object(properties)),
        ]
    }
}

extension SettingField {
    fileprivate func schema(standard: JSONValue) -> JSONValue {
        let waits = waitsFor.map { [JSONMember("x-waitsFor", .string($0))] } ?? []
        return .object(kind.members + [JSONMember("default", standard)] + waits)
    }
}

extension SettingField.Kind {
    fileprivate var members: [JSONMember] {
        switch self {
        case .flag: [JSONMember("type", .string("boolean"))]
        case .wholeNumber(let range):
            [
                JSONMember("type", .string("integer")),
                JSONMember("minimum", .int(Int64(range.lowerBound))),
                JSONMember("maximum", .int(Int64(range.upperBound))),
            ]
        case .text(let charactersMax):
            Self.string("minLength", .int(1), "maxLength", .int(Int64(charactersMax)))
        case .line(let charactersMax): Self.string("maxLength", .int(Int64(charactersMax)))
        case .email: Self.string("maxLength", .int(Int64(Limit.emailCharactersMax)))
        case .choice(let values): Self.string("enum", .array(values.map { .string($0) }))
        case .colour: Self.string("pattern", .string("^(#[0-9a-fA-F]{6})?$"))
        case .customFields: CustomField.schema
        case .image:
            Self.string(
                "maxLength", .int(Int64(RoomImage.charactersMax)),
                "pattern", .string("^(image:[0-9a-f]{64}|https://[!-~]+)?$"))
        }
    }

    private static func string(_ name: String, _ value: JSONValue) -> [JSONMember] {
        [JSONMember("type", .string("string")), JSONMember(name, value)]
    }

    private static func string(
        _ name: String, _ value: JSONValue, _ other: String, _ otherValue: JSONValue
    ) -> [JSONMember] {
        string(name, value) + [JSONMember(other, otherValue)]
    }
}
