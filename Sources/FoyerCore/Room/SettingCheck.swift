extension SettingField {
    func trimmed(_ value: SettingValue) -> SettingValue {
        switch (kind, value) {
        case (.text, .text(let text)), (.line, .text(let text)), (.email, .text(let text)):
            .text(FieldChecks.trimmed(text))
        case (.customFields, .customFields(let fields)): .customFields(fields.map(\.trimmed))
        default: value
        }
    }

    /// Refuses a value that the setting cannot hold, by name and rule.
    func check(_ value: SettingValue) throws(Refusal) {
        switch (kind, value) {
        case (.flag, .flag): return
        case (.wholeNumber(let range), .wholeNumber(let number)):
            guard range.contains(number) else {
                throw .fieldOutOfRange(field: name, min: range.lowerBound, max: range.upperBound)
            }
        case (.text(let charactersMax), .text(let text)):
            try Self.checkLine(text, name, charactersMax, mayBeEmpty: false)
        case (.line(let charactersMax), .text(let text)):
            try Self.checkLine(text, name, charactersMax, mayBeEmpty: true)
        case (.email, .text(let text)):
            try Self.checkLine(text, name, Limit.emailCharactersMax, mayBeEmpty: true)
            guard !text.isEmpty else { return }
            do { _ = try FieldChecks.email(text) } catch {
                throw .fieldInvalid(field: name, rule: .emailAddress)
            }
        case (.choice(let values), .text(let text)):
            guard values.contains(text) else { throw .fieldNotOneOf(field: name, values: values) }
        case (.colour, .text(let text)):
            guard text.utf8.count <= 7 else {
                throw .fieldTooLong(field: name, charactersMax: 7)
            }
            guard text.isEmpty || Colour(text) != nil else {
                throw .fieldInvalid(field: name, rule: .colour)
            }
        case (.customFields, .customFields(let fields)):
            try CustomFieldsCheck(fields: fields, name: name).run()
        case (.image, .text(let text)):
            guard text.utf8.count <= RoomImage.charactersMax else {
                throw .fieldTooLong(field: name, charactersMax: RoomImage.charactersMax)
            }
            guard text.isEmpty || RoomImage(text) != nil else {
                throw .fieldInvalid(field: name, rule: .image)
            }
        case (.customFields, _): throw .fieldInvalid(field: name, rule: .customFields)
        case (.flag, _): throw .fieldInvalid(field: name, rule: .flag)
        case (.wholeNumber, _): throw .fieldInvalid(field: name, rule: .wholeNumber)
        case (.text, _), (.line, _), (.email, _), (.choice, _), (.colour, _), (.image, _):
            throw .fieldInvalid(field: name, rule: .text)
        }
    }

    /// Refuses what is not one line of at most so many characters, as customers would read it.
    static func checkLine(
        _ text: String, _ name: String, _ charactersMax: Int, mayBeEmpty: Bool
    ) throws(Refusal) {
        guard text.utf8.count <= 4 * charactersMax, text.count <= charactersMax else {
            throw .fieldTooLong(field: name, charactersMax: charactersMax)
        }
        guard FieldChecks.isVisible(text) || (text.isEmpty && mayBeEmpty) else {
            throw .fieldMissing(field: name)
        }
        guard !text.utf8.contains(0) else { throw .fieldInvalid(field: name, rule: .noNull) }
        // Nobody would see why the rest of a screen runs the other way.
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            ![.control, .lineSeparator, .paragraphSeparator].contains(
                scalar.properties.generalCategory)
                && !(0x202a...0x202e).contains(scalar.value)
                && !(0x2066...0x2069).contains(scalar.value)
        }
        guard isPlain else { throw .fieldInvalid(field: name, rule: .plainLine) }
    }
}
