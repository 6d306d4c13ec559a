/// A field that a room adds to its contact form (CF-2).
package struct CustomField: Equatable, Codable, Sendable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        /// One line.
        case text
        /// Several lines.
        case lines
        /// One of `choices`.
        case choice
        case checkBox
        /// A check box without which nothing is sent: mandatory whatever `mandatory` says.
        case consent

        /// Whether it is answered by yes or no.
        package var isTicked: Bool { self == .checkBox || self == .consent }
    }

    /// When a field is shown: an earlier field is shown and has this answer.
    package struct Condition: Equatable, Codable, Sendable {
        /// The key of an earlier choice, check box or consent.
        package var field: String
        /// One of its choices; `yes` or `no` where it is ticked.
        package var value: String

        package init(field: String, value: String) {
            self.field = field
            self.value = value
        }
    }

    /// Names the field in forms and answers for as long as it lives: 1 to 16 of `a-z0-9`.
    package var key: String
    package var kind: Kind
    /// What customers read; at most `Limit.customLabelCharactersMax` characters.
    package var label: String
    /// Whether an answer is needed; of a check box: whether it must be ticked.
    package var mandatory: Bool
    /// 2 to 50 of a choice, none of other kinds.
    package var choices: [String]
    /// `nil`: always shown.
    package var showWhen: Condition?

    package init(
        key: String, kind: Kind, label: String, mandatory: Bool = false, choices: [String] = [],
        showWhen: Condition? = nil
    ) {
        (self.key, self.kind, self.label) = (key, kind, label)
        (self.mandatory, self.choices, self.showWhen) = (mandatory, choices, showWhen)
    }

    /// Whether nothing can be sent without an answer, while the field is shown.
    package var isNeeded: Bool { mandatory || kind == .consent }

    /// What a condition on this field may ask for; none where it cannot be asked.
    package var conditionValues: [String] {
        switch kind {
        case .text, .lines: []
        case .choice: choices
        case .checkBox, .consent: [Self.yes, Self.no]
        }
    }

    package static let yes = "yes"
    package static let no = "no"

    /// The same without blanks around its texts.
    var trimmed: CustomField {
        var field = self
        field.label = FieldChecks.trimmed(label)
        field.choices = choices.map { FieldChecks.trimmed($0) }
        field.showWhen?.value = FieldChecks.trimmed(showWhen?.value ?? "")
        return field
    }

    /// About as long as it is in memory and on the wire.
    fileprivate var byteCount: Int {
        let texts = [key, label, showWhen?.field ?? "", showWhen?.value ?? ""] + choices
        return texts.reduce(0) { $0 + $1.utf8.count }
    }
}

/// Refuses lists of fields that cannot work, by the exact place: `….2.choices.0`.
struct CustomFieldsCheck {
    let fields: [CustomField]
    /// The setting's name.
    let name: String

    func run() throws(Refusal) {
        guard fields.count <= Limit.customFieldsMax else {
            throw .listOutOfRange(field: name, min: 0, max: Limit.customFieldsMax)
        }
        // Before anything is looked at closely: one text may be a megabyte.
        for (position, field) in fields.enumerated() { try check(field, at: position) }
        let byteCount = fields.reduce(0) { $0 + $1.byteCount }
        guard byteCount <= Limit.customFieldsBytesMax else {
            throw .listTooLong(field: name, bytesMax: Limit.customFieldsBytesMax)
        }
    }

    private func check(_ field: CustomField, at position: Int) throws(Refusal) {
        let path = "\(name).\(position)"
        guard Self.isKey(field.key) else { throw .fieldInvalid(field: "\(path).key", rule: .key) }
        let earlier = fields[..<position]
        guard !earlier.contains(where: { $0.key == field.key }) else {
            throw .fieldInvalid(field: "\(path).key", rule: .unique)
        }
        try SettingField.checkLine(
            field.label, "\(path).label", Limit.customLabelCharactersMax, mayBeEmpty: false)
        try checkChoices(of: field, "\(path).choices")
        guard let condition = field.showWhen else { return }
        let asked = earlier.first { $0.key == condition.field }
        guard let values = asked?.conditionValues, !values.isEmpty else {
            throw .fieldInvalid(field: "\(path).showWhen.field", rule: .earlierField)
        }
        guard values.contains(condition.value) else {
            throw .fieldNotOneOf(field: "\(path).showWhen.value", values: values)
        }
    }

    private func checkChoices(of field: CustomField, _ path: String) throws(Refusal) {
        guard field.kind == .choice else {
            guard field.choices.isEmpty else {
                throw .fieldInvalid(field: path, rule: .choicesOfOther)
            }
            return
        }
        let count = Limit.customChoicesMin...Limit.customChoicesMax
        guard count.contains(field.choices.count) else {
            throw .listOutOfRange(field: path, min: count.lowerBound, max: count.upperBound)
        }
        for (position, choice) in field.choices.enumerated() {
            try SettingField.checkLine(
                choice, "\(path).\(position)", Limit.customChoiceCharactersMax, mayBeEmpty: false)
            guard !field.choices[..<position].contains(choice) else {
                throw .fieldInvalid(field: "\(path).\(position)", rule: .unique)
            }
        }
    }

    private static func isKey(_ text: String) -> Bool {
        (1...16).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
