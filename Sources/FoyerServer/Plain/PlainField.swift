import FoyerAPI
import FoyerCore

/// One field of the form without scripts, with what was written into it and what is wrong there.
struct PlainField {
    enum Kind {
        case line(type: String, autocomplete: String)
        case lines
    }

    let name: String
    let label: String
    let kind: Kind
    let isMandatory: Bool
    var value = ""
    var error: String?

    var isUnfilled: Bool { isMandatory && !FieldChecks.isVisible(value) }

    /// The room's fields in the order of the other form. A letter needs words and an address.
    static func all(of form: ContactFormSettings, in words: PlainWords.Language) -> [PlainField] {
        let usual: [(name: String, rule: FieldSettings, kind: Kind)] = [
            ("name", form.name, .line(type: "text", autocomplete: "name")),
            ("email", form.email, .line(type: "email", autocomplete: "email")),
            ("phone", form.phone, .line(type: "tel", autocomplete: "tel")),
            ("question", form.question, .lines),
        ]
        let neededByLetters = ["email", "question"]
        return usual.filter { !$0.rule.hidden }.map { name, rule, kind in
            PlainField(
                name: name, label: words("form.\(name)"), kind: kind,
                isMandatory: rule.mandatory || neededByLetters.contains(name))
        }
    }

    func html(_ words: PlainWords.Language, isFirstWrong: Bool) -> HTML {
        let optional = HTML.element("span", ["class": "optional"], text: words("form.optional"))
        var parts: [HTML] = [
            .element("label", ["for": name], [.text(label)] + (isMandatory ? [] : [optional])),
            .element("div", ["class": "box"], [input(isFirstWrong: isFirstWrong)]),
        ]
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
        case .fieldInvalid(let field, _): (field, self("error.fieldInvalid"))
        default: nil
        }
    }
}
