import FoyerCore

extension CustomField {
    /// The fields that a list names, whole: what is absent is as by default.
    static func list(of elements: [JSONValue], _ path: String) throws(FieldError) -> [CustomField] {
        guard elements.count <= Limit.customFieldsMax else {
            throw FieldError(field: path, problem: .tooMany(countMax: Limit.customFieldsMax))
        }
        var fields: [CustomField] = []
        for (position, element) in elements.enumerated() {
            fields.append(try CustomField(Fields(element, path: "\(path).\(position)")))
        }
        return fields
    }

    /// How long texts may be is the setting's to say; this only bounds them.
    private static let charactersMax = WireLimit.jsonBytesMax

    private init(_ fields: Fields) throws(FieldError) {
        var fields = fields
        self.init(
            key: try fields.text("key", characterCountMax: Self.charactersMax),
            kind: try fields.choice("kind"),
            label: try fields.text("label", characterCountMax: Self.charactersMax),
            mandatory: try fields.optionalBool("mandatory") ?? false,
            choices: try fields.optionalTextList(
                "choices", countMax: Limit.customChoicesMax,
                characterCountMax: Self.charactersMax) ?? [])
        if var condition = try fields.optionalObject("showWhen") {
            showWhen = Condition(
                field: try condition.text("field", characterCountMax: Self.charactersMax),
                value: try condition.text("value", characterCountMax: Self.charactersMax))
            try condition.finish()
        }
        try fields.finish()
    }

    package var json: JSONValue {
        .object([
            JSONMember("key", .string(key)),
            JSONMember("kind", .string(kind.rawValue)),
            JSONMember("label", .string(label)),
            JSONMember("mandatory", .bool(mandatory)),
            JSONMember("choices", .array(choices.map { .string($0) })),
            JSONMember("showWhen", showWhen?.json ?? .null),
        ])
    }

    /// The members of the setting's JSON schema. That keys are unique and conditions ask for
    /// earlier fields it cannot say.
    static var schema: [JSONMember] {
        func text(_ members: JSONMember...) -> JSONValue {
            .object([JSONMember("type", .string("string"))] + members)
        }
        func list(_ items: JSONValue, max: Int) -> [JSONMember] {
            [
                JSONMember("type", .string("array")), JSONMember("maxItems", .int(Int64(max))),
                JSONMember("items", items),
            ]
        }
        func object(_ required: [String], _ properties: [JSONMember]) -> JSONValue {
            .object([
                JSONMember("type", .string("object")),
                JSONMember("additionalProperties", .bool(false)),
                JSONMember("required", .array(required.map { .string($0) })),
                JSONMember("properties", .object(properties)),
            ])
        }
        func length(_ max: Int) -> JSONMember { JSONMember("maxLength", .int(Int64(max))) }
        let key = text(JSONMember("pattern", .string("^[a-z0-9]{1,16}$")))
        let one = JSONMember("minLength", .int(1))
        let choice = text(one, length(Limit.customChoiceCharactersMax))
        let condition = object(
            ["field", "value"],
            [
                JSONMember("field", key), JSONMember("value", choice),
            ])
        let kinds = JSONValue.array(Kind.allCases.map { .string($0.rawValue) })
        let field = object(
            ["key", "kind", "label"],
            [
                JSONMember("key", key),
                JSONMember("kind", text(JSONMember("enum", kinds))),
                JSONMember("label", text(one, length(Limit.customLabelCharactersMax))),
                JSONMember(
                    "mandatory",
                    .object([
                        JSONMember("type", .string("boolean")), JSONMember("default", .bool(false)),
                    ])),
                JSONMember("choices", .object(list(choice, max: Limit.customChoicesMax))),
                JSONMember(
                    "showWhen",
                    .object([
                        JSONMember(
                            "oneOf",
                            .array([.object([JSONMember("type", .string("null"))]), condition]))
                    ])),
            ])
        return list(field, max: Limit.customFieldsMax)
    }
}

extension CustomField.Condition {
    fileprivate var json: JSONValue {
        .object([JSONMember("field", .string(field)), JSONMember("value", .string(value))])
    }
}

extension JSONWriter {
    /// What was answered in the room's own fields, as `custom`.
    package mutating func custom(_ answers: [CustomAnswer]) {
        array("custom") { list in
            for answer in answers {
                list.object { writer in
                    writer.field("key", answer.key)
                    writer.field("kind", answer.kind.rawValue)
                    writer.field("label", answer.label)
                    switch answer.value {
                    case .text(let text): writer.field("answer", text)
                    case .flag(let flag): writer.field("answer", flag)
                    }
                }
            }
        }
    }
}

extension SentAnswer {
    /// The answers that a form's `custom` holds, by key; a `null` is no answer.
    package static func list(in fields: inout Fields) throws(FieldError) -> [SentAnswer] {
        guard let value = fields.value("custom"), value != .null else { return [] }
        guard case .object(let members) = value else {
            throw FieldError(field: "custom", problem: .wrongType(expected: .object))
        }
        guard members.count <= Limit.customFieldsMax else {
            throw FieldError(
                field: "custom", problem: .tooMany(countMax: Limit.customFieldsMax))
        }
        var answers: [SentAnswer] = []
        for member in members {
            switch member.value {
            case .null: continue
            case .bool(let flag): answers.append(SentAnswer(key: member.name, value: .flag(flag)))
            case .string(let text): answers.append(SentAnswer(key: member.name, value: .text(text)))
            case .int, .number, .array, .object:
                throw FieldError(
                    field: "custom.\(member.name)", problem: .wrongType(expected: .string))
            }
        }
        return answers
    }
}
