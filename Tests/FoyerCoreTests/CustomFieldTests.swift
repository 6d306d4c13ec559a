import FoyerCore
import Testing

@Suite("The room's own fields") struct CustomFieldTests {
    /// One of each kind, with a condition of each kind.
    static let every: [CustomField] = [
        CustomField(key: "order", kind: .text, label: "Order number", mandatory: true),
        CustomField(
            key: "about", kind: .choice, label: "About", choices: ["Delivery", "Büro", "מחיר"]),
        CustomField(
            key: "where", kind: .lines, label: "Where to?", mandatory: true,
            showWhen: .init(field: "about", value: "Delivery")),
        CustomField(key: "urgent", kind: .checkBox, label: "Urgent"),
        CustomField(
            key: "calls", kind: .consent, label: "You may call me",
            showWhen: .init(field: "urgent", value: CustomField.yes)),
        CustomField(
            key: "later", kind: .text, label: "When?",
            showWhen: .init(field: "calls", value: CustomField.yes)),
    ]

    private static let name = "contactForm.customFields"

    private func refusal(of fields: [CustomField]) -> Refusal? {
        var settings = RoomSettings()
        do throws(Refusal) {
            try settings.set(Self.name, to: .customFields(fields))
            return nil
        } catch {
            #expect(settings == RoomSettings())
            return error
        }
    }

    private func refusal(
        of change: (inout CustomField) -> Void, at position: Int = 1
    ) -> Refusal? {
        var fields = Self.every
        change(&fields[position])
        return refusal(of: fields)
    }

    @Test("blanks around its texts are taken off")
    func trims() throws {
        var settings = RoomSettings()
        let fields = [
            CustomField(key: "a", kind: .choice, label: " A ", choices: [" x", "y\n"]),
            CustomField(
                key: "b", kind: .text, label: "B", showWhen: .init(field: "a", value: "x ")),
        ]
        try settings.set(Self.name, to: .customFields(fields))
        #expect(settings.contactForm.customFields[0].label == "A")
        #expect(settings.contactForm.customFields[0].choices == ["x", "y"])
        #expect(settings.contactForm.customFields[1].showWhen?.value == "x")
    }

    @Test(
        "a key is short, plain and there once",
        arguments: [
            "", "A", "a b", "a_", "é", "a\u{301}", "a\u{0}", String(repeating: "a", count: 17),
        ])
    func keys(_ key: String) {
        #expect(
            refusal { $0.key = key }
                == .fieldInvalid(field: "\(Self.name).1.key", rule: .key))
    }

    @Test("a key that is there twice is named where it comes again")
    func twice() {
        #expect(
            refusal { $0.key = "order" }
                == .fieldInvalid(field: "\(Self.name).1.key", rule: .unique))
    }

    @Test("a label is one line that can be read")
    func labels() {
        let path = "\(Self.name).1.label"
        let long = Refusal.fieldTooLong(field: path, charactersMax: 120)
        #expect(refusal { $0.label = " \u{200f}" } == .fieldMissing(field: path))
        #expect(refusal { $0.label = String(repeating: "x", count: 121) } == long)
        #expect(refusal { $0.label = String(repeating: "x", count: 1 << 20) } == long)
        #expect(refusal { $0.label = "e" + String(repeating: "\u{301}", count: 1_000) } == long)
        #expect(refusal { $0.label = "a\u{0}" } == .fieldInvalid(field: path, rule: .noNull))
        for text in ["a\nb", "a\u{202e}b", "a\u{2066}b", "a\u{1b}b"] {
            #expect(refusal { $0.label = text } == .fieldInvalid(field: path, rule: .plainLine))
        }
        #expect(refusal { $0.label = "<script>alert(1)</script>" } == nil)
    }

    @Test("a choice has 2 to 50 choices, each once; other kinds have none")
    func choices() {
        let path = "\(Self.name).1.choices"
        // What hangs on them would be refused as well: here nothing does.
        let field = CustomField(key: "a", kind: .choice, label: "A", choices: ["x", "y"])
        func refusal(_ choices: [String]) -> Refusal? {
            var other = field
            (other.key, other.choices) = ("b", choices)
            return self.refusal(of: [field, other])
        }
        let count = Refusal.listOutOfRange(field: path, min: 2, max: 50)
        #expect(refusal([]) == count)
        #expect(refusal(["x"]) == count)
        #expect(refusal((0...50).map { "x\($0)" }) == count)
        #expect(refusal((1...50).map { "x\($0)" }) == nil)
        #expect(refusal(["x", ""]) == .fieldMissing(field: "\(path).1"))
        #expect(
            refusal(["x", String(repeating: "y", count: 81)])
                == .fieldTooLong(field: "\(path).1", charactersMax: 80))
        #expect(
            refusal(["\u{202e}x", "y"]) == .fieldInvalid(field: "\(path).0", rule: .plainLine))
        #expect(refusal(["x", "y", "x "]) == .fieldInvalid(field: "\(path).2", rule: .unique))
        // The same character in two spellings reads the same.
        #expect(
            refusal(["\u{e9}", "e\u{301}"]) == .fieldInvalid(field: "\(path).1", rule: .unique))
        #expect(
            self.refusal(of: { $0.choices = ["x", "y"] }, at: 0)
                == .fieldInvalid(field: "\(Self.name).0.choices", rule: .choicesOfOther))
    }

    @Test("a condition asks an earlier choice or check box for an answer that it can have")
    func conditions() {
        func refusal(_ field: String, _ value: String) -> Refusal? {
            self.refusal(of: { $0.showWhen = .init(field: field, value: value) }, at: 2)
        }
        let unknown = Refusal.fieldInvalid(
            field: "\(Self.name).2.showWhen.field", rule: .earlierField)
        for field in ["", "gone", "where", "urgent", "order"] {
            #expect(refusal(field, "yes") == unknown)
        }
        #expect(
            refusal("about", "Gone")
                == .fieldNotOneOf(
                    field: "\(Self.name).2.showWhen.value", values: ["Delivery", "Büro", "מחיר"]))
        #expect(
            self.refusal(of: { $0.showWhen?.value = "true" }, at: 4)
                == .fieldNotOneOf(
                    field: "\(Self.name).4.showWhen.value", values: ["yes", "no"]))
    }

    @Test("a form has at most 20 fields, and they are bounded all together")
    func bounds() {
        func fields(_ count: Int, _ choice: String) -> [CustomField] {
            (0..<count).map { number in
                CustomField(
                    key: "f\(number)", kind: .choice, label: "F",
                    choices: (0..<50).map { "\($0)" + choice })
            }
        }
        #expect(refusal(of: fields(20, "x")) == nil)
        #expect(
            refusal(of: fields(21, "x")) == .listOutOfRange(field: Self.name, min: 0, max: 20))
        #expect(
            refusal(of: fields(20, String(repeating: "x", count: 70)))
                == .listTooLong(field: Self.name, bytesMax: 32 * 1024))
    }
}
