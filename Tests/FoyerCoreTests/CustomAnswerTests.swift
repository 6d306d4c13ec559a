import FoyerCore
import Testing

@Suite("Answers in the room's own fields") struct CustomAnswerTests {
    private let fields = CustomFieldTests.every

    private func sent(_ answers: [(String, CustomAnswer.Value)]) -> [SentAnswer] {
        answers.map { SentAnswer(key: $0.0, value: $0.1) }
    }

    private func refusal(_ answers: [(String, CustomAnswer.Value)]) -> Refusal? {
        do throws(Refusal) {
            _ = try fields.answers(from: sent(answers))
            return nil
        } catch {
            return error
        }
    }

    @Test("a field is shown when the one it asks is shown and has the answer")
    func shown() {
        func keys(_ answers: [(String, CustomAnswer.Value)]) -> [String] {
            fields.shown(for: sent(answers)).map(\.key)
        }
        let always = ["order", "about", "urgent"]
        #expect(keys([]) == always)
        #expect(keys([("about", .text("Büro"))]) == always)
        #expect(keys([("about", .text(" Delivery "))]) == ["order", "about", "where", "urgent"])
        #expect(keys([("about", .flag(true))]) == always)
        #expect(keys([("urgent", .flag(true))]) == always + ["calls"])
        #expect(keys([("urgent", .text("yes"))]) == always)
        // What is not shown has no answer, so what hangs on it is not shown either.
        #expect(keys([("calls", .flag(true))]) == always)
        #expect(
            keys([("urgent", .flag(true)), ("calls", .flag(true))]) == always + ["calls", "later"])
    }

    @Test("a box that is not ticked meets the condition no, answered or not")
    func unticked() {
        let fields = [
            CustomField(key: "known", kind: .checkBox, label: "I am a customer"),
            CustomField(
                key: "how", kind: .text, label: "How did you find us?",
                showWhen: .init(field: "known", value: CustomField.no)),
        ]
        #expect(fields.shown(for: []).count == 2)
        #expect(fields.shown(for: sent([("known", .flag(false))])).count == 2)
        #expect(fields.shown(for: sent([("known", .flag(true))])).count == 1)
    }

    @Test("what is not shown is empty whatever was sent, and never needed")
    func hidden() throws {
        let answers = try fields.answers(
            from: sent([
                ("order", .text(" 7\u{1b} ")),
                ("where", .text(String(repeating: "x", count: 9_999))),
                ("calls", .flag(true)), ("later", .flag(true)),
            ]))
        #expect(
            answers == [
                CustomAnswer(
                    key: "order", kind: .text, label: "Order number", value: .text("7")),
                CustomAnswer(key: "urgent", kind: .checkBox, label: "Urgent", value: .flag(false)),
            ])
    }

    @Test("answers keep the order of the form and what was asked")
    func order() throws {
        let answers = try fields.answers(
            from: sent([
                ("later", .text("soon")), ("calls", .flag(true)), ("urgent", .flag(true)),
                ("where", .text("a\nb")), ("about", .text("Delivery")), ("order", .text("7")),
            ]))
        #expect(answers.map(\.key) == ["order", "about", "where", "urgent", "calls", "later"])
        #expect(answers.map(\.label) == fields.map(\.label))
        #expect(answers[2].value == .text("a\nb") && answers[4].value == .flag(true))
    }

    @Test("while it is shown, what is mandatory is needed, and a consent is ticked")
    func needed() {
        func missing(_ key: String) -> Refusal { .fieldMissing(field: "custom.\(key)") }
        #expect(refusal([]) == missing("order"))
        #expect(refusal([("order", .text(" \u{200f}"))]) == missing("order"))
        let order: (String, CustomAnswer.Value) = ("order", .text("7"))
        #expect(refusal([order]) == nil)
        #expect(refusal([order, ("about", .text("Delivery"))]) == missing("where"))
        #expect(refusal([order, ("urgent", .flag(true))]) == missing("calls"))
        #expect(
            refusal([order, ("urgent", .flag(true)), ("calls", .flag(false))]) == missing("calls"))
        #expect(refusal([order, ("urgent", .flag(true)), ("calls", .flag(true))]) == nil)
        let box = [CustomField(key: "a", kind: .checkBox, label: "A", mandatory: true)]
        #expect(throws: missing("a")) { try box.answers(from: []) }
    }

    @Test("each answer is within its rules, by name")
    func rules() {
        let order: (String, CustomAnswer.Value) = ("order", .text("7"))
        let long = String(repeating: "x", count: 1_001)
        #expect(
            refusal([("order", .text(String(repeating: "x", count: 201)))])
                == .fieldTooLong(field: "custom.order", charactersMax: 200))
        #expect(
            refusal([order, ("about", .text("Delivery")), ("where", .text(long))])
                == .fieldTooLong(field: "custom.where", charactersMax: 1_000))
        #expect(
            refusal([("order", .text("a\u{0}"))])
                == .fieldInvalid(field: "custom.order", rule: .noNull))
        #expect(
            refusal([("order", .flag(true))]) == .fieldInvalid(field: "custom.order", rule: .text))
        #expect(
            refusal([order, ("urgent", .text("yes"))])
                == .fieldInvalid(field: "custom.urgent", rule: .flag))
        #expect(
            refusal([order, ("about", .text("Gone"))])
                == .fieldNotOneOf(field: "custom.about", values: ["Delivery", "Büro", "מחיר"]))
        #expect(
            refusal([order, ("gone", .text(""))])
                == .fieldInvalid(field: "custom.gone", rule: .unknown))
        let many = (0..<21).map { ("f\($0)", CustomAnswer.Value.flag(true)) }
        #expect(refusal(many) == .listOutOfRange(field: "custom", min: 0, max: 20))
    }

    @Test("a choice is stored as the room writes it")
    func spelling() throws {
        let answers = try fields.answers(
            from: sent([("order", .text("7")), ("about", .text("Bu\u{308}ro"))]))
        #expect(answers[1].value == .text("B\u{fc}ro"))
        guard case .text(let text) = answers[1].value else { return }
        #expect(Array(text.unicodeScalars) == Array("B\u{fc}ro".unicodeScalars))
    }
}
