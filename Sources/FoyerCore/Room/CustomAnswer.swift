/// What a customer answered in one of the room's own fields, and how the room asked.
///
/// It holds the label as it was then: an edited form does not change what was said.
package struct CustomAnswer: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
        case text(String)
        /// Of a check box or consent: whether it was ticked.
        case flag(Bool)
    }

    package let key: String
    package let kind: CustomField.Kind
    package let label: String
    package let value: Value

    package init(key: String, kind: CustomField.Kind, label: String, value: Value) {
        (self.key, self.kind, self.label, self.value) = (key, kind, label, value)
    }
}

/// One answer as it was sent: nobody has looked whether the field exists.
package struct SentAnswer: Equatable, Sendable {
    package let key: String
    package let value: CustomAnswer.Value

    package init(key: String, value: CustomAnswer.Value) {
        (self.key, self.value) = (key, value)
    }
}

extension [CustomField] {
    /// The fields that are shown for these answers, in the order of the form.
    ///
    /// A field that is not shown has no answer, so what hangs on it is not shown either.
    package func shown(for sent: [SentAnswer]) -> [CustomField] {
        var shown: [CustomField] = []
        for field in self where shown.meet(field.showWhen, sent) { shown.append(field) }
        return shown
    }

    /// What counts of the answers: those of shown fields, each within its rules.
    ///
    /// A field that is not shown is empty whatever was sent, and never mandatory. Texts that are
    /// empty are left out; a check box that is not ticked was answered by no. Refusals name
    /// `custom.<key>`.
    package func answers(from sent: [SentAnswer]) throws(Refusal) -> [CustomAnswer] {
        guard sent.count <= Limit.customFieldsMax else {
            throw .listOutOfRange(field: "custom", min: 0, max: Limit.customFieldsMax)
        }
        for answer in sent where !contains(where: { $0.key == answer.key }) {
            throw .fieldInvalid(field: "custom.\(answer.key)", rule: .unknown)
        }
        var answers: [CustomAnswer] = []
        for field in shown(for: sent) {
            guard let value = try field.checked(sent.value(of: field.key)) else { continue }
            answers.append(
                CustomAnswer(key: field.key, kind: field.kind, label: field.label, value: value))
        }
        return answers
    }

    /// These are the fields shown so far.
    private func meet(_ condition: CustomField.Condition?, _ sent: [SentAnswer]) -> Bool {
        guard let condition else { return true }
        guard let field = first(where: { $0.key == condition.field }) else { return false }
        let value = sent.value(of: field.key)
        guard !field.kind.isTicked else {
            return condition.value == (value == .flag(true) ? CustomField.yes : CustomField.no)
        }
        guard case .text(let text) = value else { return false }
        return FieldChecks.trimmed(text) == condition.value
    }
}

extension [SentAnswer] {
    fileprivate func value(of key: String) -> CustomAnswer.Value? {
        first { $0.key == key }?.value
    }
}

extension CustomField {
    /// The answer as it is stored; `nil` for none.
    fileprivate func checked(_ value: CustomAnswer.Value?) throws(Refusal) -> CustomAnswer.Value? {
        let name = "custom.\(key)"
        switch (kind.isTicked, value) {
        case (true, .text): throw .fieldInvalid(field: name, rule: .flag)
        case (false, .flag): throw .fieldInvalid(field: name, rule: .text)
        case (true, let value):
            let isTicked = value == .flag(true)
            guard isTicked || !isNeeded else { throw .fieldMissing(field: name) }
            return .flag(isTicked)
        case (false, .text(let text)): return try checked(text, name)
        case (false, nil): return try checked("", name)
        }
    }

    private func checked(_ text: String, _ name: String) throws(Refusal) -> CustomAnswer.Value? {
        let text =
            kind == .lines
            ? try FieldChecks.paragraphs(
                text, name, charactersMax: Limit.customLinesCharactersMax)
            : try FieldChecks.line(text, name, charactersMax: Limit.customTextCharactersMax)
        guard FieldChecks.isVisible(text) else {
            guard !isNeeded else { throw .fieldMissing(field: name) }
            return nil
        }
        guard kind == .choice else { return .text(text) }
        // As the room writes it: two spellings of a character count as one.
        guard let choice = choices.first(where: { $0 == text }) else {
            throw .fieldNotOneOf(field: name, values: choices)
        }
        return .text(choice)
    }
}
