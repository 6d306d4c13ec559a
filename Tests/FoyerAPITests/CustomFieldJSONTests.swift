import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("The room's own fields on the wire") struct CustomFieldJSONTests {
    private let path = "contactForm.customFields"

    private func fields(_ list: String) throws -> [CustomField] {
        let text = #"{"contactForm":{"customFields":"# + list + "}}"
        let changes = try RoomSettings.changes(in: try JSONValue(parsing: Array(text.utf8)))
        #expect(changes.map(\.name) == [path])
        guard case .customFields(let fields)? = changes.first?.value else { return [] }
        return fields
    }

    @Test("what is written can be read again")
    func roundTrip() throws {
        let all = [
            CustomField(
                key: "a", kind: .choice, label: "A", mandatory: true, choices: ["x", "y"]),
            CustomField(
                key: "b", kind: .consent, label: "B", showWhen: .init(field: "a", value: "x")),
        ]
        var writer = JSONWriter()
        writer.element(SettingValue.customFields(all).json)
        #expect(try fields(String(decoding: writer.bytes, as: UTF8.self)) == all)
        #expect(try fields("[]").isEmpty)
    }

    @Test("what is absent is as by default")
    func defaults() throws {
        #expect(
            try fields(#"[{"key":"a","kind":"text","label":"A","showWhen":null}]"#)
                == [CustomField(key: "a", kind: .text, label: "A")])
    }

    @Test("what is of another kind or unknown is refused by its exact place")
    func refused() {
        let good = #""key":"a","kind":"choice","label":"A""#
        for (list, place) in [
            ("{}", ""), ("null", ""), ("true", ""), ("[7]", ".0"), ("[[]]", ".0"),
            ("[{}]", ".0.key"), (#"[{"key":7,"kind":"text","label":""}]"#, ".0.key"),
            (#"[{"key":"a","kind":"radio","label":""}]"#, ".0.kind"),
            (#"[{"key":"a","kind":"text"}]"#, ".0.label"),
            ("[{\(good),\"mandatory\":1}]", ".0.mandatory"),
            ("[{\(good),\"choices\":\"x\"}]", ".0.choices"),
            ("[{\(good),\"choices\":[\"x\",null]}]", ".0.choices.1"),
            ("[{\(good),\"showWhen\":\"b\"}]", ".0.showWhen"),
            ("[{\(good),\"showWhen\":{\"field\":\"b\"}}]", ".0.showWhen.value"),
            (
                "[{\(good),\"showWhen\":{\"field\":\"b\",\"value\":\"\",\"not\":true}}]",
                ".0.showWhen.not"
            ),
            ("[{\(good)},{\(good),\"onclick\":\"x\"}]", ".1.onclick"),
            ("[" + Array(repeating: "{\(good)}", count: 21).joined(separator: ",") + "]", ""),
        ] {
            #expect("\(list)") {
                _ = try fields(list)
            } throws: { error in
                (error as? FieldError)?.field == path + place
            }
        }
    }

    @Test("lone surrogates are no text")
    func surrogates() {
        #expect(throws: JSONError.self) {
            try fields(#"[{"key":"a","kind":"text","label":"\ud800"}]"#)
        }
    }

    private func sent(_ text: String) throws -> [SentAnswer] {
        var fields = try Fields(bytes: Array(text.utf8))
        defer { #expect(throws: Never.self) { try fields.finish() } }
        return try SentAnswer.list(in: &fields)
    }

    @Test("answers are texts or truths by key; null is none")
    func answers() throws {
        #expect(
            try sent(#"{"custom":{"a":"x","b":true,"c":null}}"#)
                == [
                    SentAnswer(key: "a", value: .text("x")),
                    SentAnswer(key: "b", value: .flag(true)),
                ])
        #expect(try sent("{}").isEmpty)
        #expect(try sent(#"{"custom":null}"#).isEmpty)
        for (text, field) in [
            (#"{"custom":[]}"#, "custom"), (#"{"custom":"x"}"#, "custom"),
            (#"{"custom":{"a":1}}"#, "custom.a"), (#"{"custom":{"a":["x"]}}"#, "custom.a"),
        ] {
            #expect("\(text)") {
                _ = try sent(text)
            } throws: { error in
                (error as? FieldError)?.field == field
            }
        }
        let many = (0..<21).map { "\"f\($0)\":true" }.joined(separator: ",")
        #expect(throws: FieldError(field: "custom", problem: .tooMany(countMax: 20))) {
            try sent("{\"custom\":{\(many)}}")
        }
    }

    @Test("facts have what was answered, with the question; without any they are as ever")
    func facts() {
        let facts = CustomerFacts(
            name: "", email: "", phone: "", language: "", page: "", customerNumber: 1,
            custom: [
                CustomAnswer(key: "a", kind: .text, label: "\"A\"", value: .text("x")),
                CustomAnswer(key: "b", kind: .consent, label: "B", value: .flag(true)),
            ])
        let entry = Entry(
            chat: ID(known: "c"), seq: 1, id: ID(known: "m"), at: Instant(milliseconds: 1),
            from: .system, content: .facts(facts))
        #expect(
            String(decoding: entry.json(), as: UTF8.self).hasSuffix(
                #""customerNumber":1,"custom":[{"key":"a","kind":"text","label":"\"A\"","#
                    + #""answer":"x"},{"key":"b","kind":"consent","label":"B","answer":true}]}}"#))
    }
}
