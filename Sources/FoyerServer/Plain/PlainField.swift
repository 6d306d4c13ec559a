import FoyerAPI
import FoyerCore

/// One field of the form without scripts, with what was written into it and what is wrong there.
struct PlainField {
    enum Kind {
        case line(type: String, autocomplete: String)
        case lines
        case choice([String])
        /// Ticked or not: its value is `ticked`, or nothing.
        case box
    }

    let name: String
    let label: String
    let kind: Kind
    let isMandatory: Bool
    /// When it counts at all, where that hangs on another field.
    var condition: String?
    var value = ""
    var error: String?

    /// What a browser sends for a box that is ticked.
    static let ticked = "yes"

    /// What hangs on another field may be left empty: the service knows better.
    var isUnfilled: Bool {
        isMandatory && condition == nil && !FieldChecks.isVisible(value)
    }

    /// The room's fields in the order of the other form. A letter needs words and an address.
    static func all(of form: ContactFormSettings, in words: PlainWords.Language) -> [PlainField] {
        let usual: [(name: String, rule: FieldSettings, kind: Kind)] = [
            ("name", form.name, .line(type: "text", autocomplete: "name")),
            ("email", form.email, .line(type: "email", autocomplete: "email")),
            ("phone", form.phone, .line(type: "tel", autocomplete: "tel")),
            ("question", form.question, .lines),
        ]
        let neededByLetters = ["email", "question"]
        let shown = usual.filter { !$0.rule.hidden }.map { name, rule, kind in
            PlainField(
                name: name, label: words("form.\(name)"), kind: kind,
                isMandatory: rule.mandatory || neededByLetters.contains(name))
        }
        return shown + form.customFields.map { own($0, among: form.customFields, in: words) }
    }

    func html(_ words: PlainWords.Language, isFirstWrong: Bool) -> HTML {
        let optional = HTML.element("span", ["class": "optional"], text: words("form.optional"))
        let said = [HTML.text(label)] + (isMandatory ? [] : [optional])
        let input = input(isFirstWrong: isFirstWrong)
        var parts: [HTML] =
            if case .box = kind {
                [.element("label", ["for": name], [input, .text(" ")] + said)]
            } else {
                [
                    .element("label", ["for": name], said),
                    .element("div", ["class": "box"], [input]),
                ]
            }
        if let condition {
            parts.append(.element("p", ["class": "quiet-text"], text: condition))
        }
        if let error {
            parts.append(.element("p", ["class": "error", "id": "\(name)-error"], text: error))
        }
        return .element("text-field", [:], parts)
    }

    private func input(isFirstWrong: Bool) -> HTML {
        let required = isMandatory ? "true" : nil
        let invalid = error == nil ? nil : "true"
        let described = error == nil ? nil : "\(name)-error"
        let focus = isFirstWrong ? "" : nil
        switch kind {
        case .line(let type, let autocomplete):
            return .element(
                "input",
                [
                    "type": type, "id": name, "name": name, "autocomplete": autocomplete,
                    "value": value.isEmpty ? nil : value, "aria-required": required,
                    "aria-invalid": invalid, "aria-describedby": described, "autofocus": focus,
                ])
        case .lines:
            return .element(
                "textarea",
                [
                    "id": name, "name": name, "rows": "4", "autocomplete": "off",
                    "aria-required": required, "aria-invalid": invalid,
                    "aria-describedby": described, "autofocus": focus,
                ], text: value)
        case .choice(let choices):
            let options =
                [HTML.element("option", ["value": ""], text: "–")]
                + choices.map {
                    // Without a value a browser would send the text with its blanks squeezed.
                    .element(
                        "option", ["value": $0, "selected": $0 == value ? "" : nil], text: $0)
                }
            return .element(
                "select",
                [
                    "id": name, "name": name, "aria-required": required,
                    "aria-invalid": invalid, "aria-describedby": described, "autofocus": focus,
                ], options)
        case .box:
            return .element(
                "input",
                [
                    "type": "checkbox", "id": name, "name": name, "value": Self.ticked,
                    "checked": value == Self.ticked ? "" : nil, "aria-required": required,
                    "aria-invalid": invalid, "aria-describedby": described, "autofocus": focus,
                ])
        }
    }
}

/// The room's own fields (CF-2). Without scripts none can be hidden: each says when it counts, and
/// the service leaves out what does not.
extension PlainField {
    fileprivate static func own(
        _ field: CustomField, among fields: [CustomField], in words: PlainWords.Language
    ) -> PlainField {
        let kind: Kind =
            switch field.kind {
            case .text: .line(type: "text", autocomplete: "off")
            case .lines: .lines
            case .choice: .choice(field.choices)
            case .checkBox, .consent: .box
            }
        return PlainField(
            name: "custom.\(field.key)", label: field.label, kind: kind,
            isMandatory: field.isNeeded,
            condition: field.showWhen.map { condition($0, among: fields, in: words) })
    }

    private static func condition(
        _ condition: CustomField.Condition, among fields: [CustomField],
        in words: PlainWords.Language
    ) -> String {
        let asked = fields.first { $0.key == condition.field }
        let label = asked?.label ?? ""
        guard asked?.kind.isTicked == true else {
            return words("plain.onlyIf", ["label": label, "value": condition.value])
        }
        return condition.value == CustomField.yes
            ? words("plain.onlyIfTicked", ["label": label])
            : words("plain.onlyIfUnticked", ["label": label])
    }

    /// What was answered in the room's own fields, as it was sent.
    static func answers(_ sent: FormBody, to fields: [CustomField]) -> [SentAnswer] {
        fields.map { field in
            let text = sent.text("custom.\(field.key)")
            return SentAnswer(
                key: field.key, value: field.kind.isTicked ? .flag(text == ticked) : .text(text))
        }
    }
}

extension PlainWords.Language {
    /// What is said at a field, as the other form says it.
    func fault(_ refusal: Refusal) -> (field: String, words: String)? {
        switch refusal {
        case .fieldMissing("email"): ("email", self("form.errorEmailForLetter"))
        case .fieldMissing("question"): ("question", self("form.errorQuestionForLetter"))
        case .fieldMissing(let field): (field, self("error.fieldMissing"))
        case .fieldTooLong(let field, let max): (field, many("form.errorTooLong", max))
        case .fieldInvalid(let field, .emailAddress): (field, self("form.errorEmail"))
        case .fieldInvalid(let field, _), .fieldNotOneOf(let field, _):
            (field, self("error.fieldInvalid"))
        default: nil
        }
    }
}
