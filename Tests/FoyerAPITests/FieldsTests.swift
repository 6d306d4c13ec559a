import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("The fields of a request") struct FieldsTests {
    private enum Mode: String, CaseIterable { case open, closed }
    private enum Thing {}

    private func fields(_ text: String) throws -> Fields { try Fields(bytes: Array(text.utf8)) }

    private func refusal<Value>(
        _ text: String, _ take: (inout Fields) throws -> Value
    ) throws -> FieldError? {
        var fields = try fields(text)
        do {
            _ = try take(&fields)
            return nil
        } catch { return error as? FieldError }
    }

    @Test("each kind of field is taken by its name")
    func taking() throws {
        let id = "0190a6c2-7b1e-7000-8000-000000000001"
        var fields = try fields(
            #"{"name":"Ada","n":3,"on":true,"mode":"closed","id":"\#(id)","tags":["a","b"],"#
                + #""form":{"x":1},"list":[{"y":2}],"none":null,"any":[1]}"#)
        #expect(try fields.text("name", characterCountMax: 3) == "Ada")
        #expect(try fields.int("n", in: 1...5) == 3)
        #expect(try fields.bool("on"))
        #expect(try fields.choice("mode", of: Mode.self) == .closed)
        #expect(try fields.id("id", of: Thing.self).rawValue == id)
        #expect(try fields.textList("tags", countMax: 2, characterCountMax: 1) == ["a", "b"])
        var form = try fields.object("form")
        #expect(try form.int("x", in: 0...1) == 1)
        try form.finish()
        var list = try fields.objectList("list", countMax: 1)
        #expect(try list[0].int("y", in: 0...9) == 2)
        #expect(fields.contains("none"))
        #expect(try fields.optionalText("none", characterCountMax: 1) == nil)
        #expect(fields.value("any") == .array([.int(1)]))
        #expect(fields.value("absent") == nil)
        try fields.finish()
    }

    @Test("an error names the field and what is wrong with it")
    func errors() throws {
        func expect<Value>(
            _ text: String, _ field: String, _ problem: FieldError.Problem,
            _ take: (inout Fields) throws -> Value
        ) throws {
            #expect(try refusal(text, take) == FieldError(field: field, problem: problem))
        }
        try expect("{}", "name", .missing) { try $0.text("name", characterCountMax: 1) }
        try expect(#"{"name":null}"#, "name", .missing) {
            try $0.text("name", characterCountMax: 1)
        }
        try expect(#"{"name":1}"#, "name", .wrongType(expected: .string)) {
            try $0.optionalText("name", characterCountMax: 1)
        }
        try expect(#"{"name":"éé"}"#, "name", .tooLong(characterCountMax: 1)) {
            try $0.text("name", characterCountMax: 1)
        }
        try expect(#"{"name":""}"#, "name", .tooShort(characterCountMin: 1)) {
            try $0.text("name", characterCountMin: 1, characterCountMax: 9)
        }
        try expect(#"{"n":6}"#, "n", .outOfRange(min: 1, max: 5)) { try $0.int("n", in: 1...5) }
        try expect(#"{"n":1.0}"#, "n", .wrongType(expected: .number)) { try $0.int("n", in: 1...5) }
        try expect(#"{"b":0}"#, "b", .wrongType(expected: .bool)) { try $0.bool("b") }
        try expect(#"{"m":"x"}"#, "m", .unknownChoice(allowed: ["open", "closed"])) {
            try $0.choice("m", of: Mode.self)
        }
        try expect(#"{"id":"x"}"#, "id", .invalidID) { try $0.id("id", of: Thing.self) }
        try expect(#"{"l":["a",1]}"#, "l.1", .wrongType(expected: .string)) {
            try $0.textList("l", countMax: 2, characterCountMax: 1)
        }
        try expect(#"{"l":["a","b"]}"#, "l", .tooMany(countMax: 1)) {
            try $0.textList("l", countMax: 1, characterCountMax: 1)
        }
        try expect(#"{"l":{}}"#, "l", .wrongType(expected: .array)) {
            try $0.objectList("l", countMax: 1)
        }
    }

    @Test("nested names are joined by dots")
    func nesting() throws {
        let text = #"{"contactForm":{"name":{"hidden":"yes","odd":1}},"list":[{"a":1}]}"#
        var outer = try fields(text)
        var form = try outer.object("contactForm")
        var name = try form.object("name")
        #expect(
            throws: FieldError(
                field: "contactForm.name.hidden", problem: .wrongType(expected: .bool))
        ) {
            try name.bool("hidden")
        }
        #expect(throws: FieldError(field: "contactForm.name.odd", problem: .unknownField)) {
            try name.finish()
        }
        let list = try outer.objectList("list", countMax: 1)
        #expect(throws: FieldError(field: "list.0.a", problem: .unknownField)) {
            try list[0].finish()
        }
    }

    @Test("a field that nobody asked for is refused, and so is a field asked for twice")
    func unknown() throws {
        var fields = try fields(#"{"a":true,"b":1,"c":2}"#)
        #expect(throws: FieldError(field: "a", problem: .unknownField)) { try fields.finish() }
        _ = try fields.bool("a")
        #expect(throws: FieldError(field: "b", problem: .unknownField)) { try fields.finish() }
        #expect(throws: FieldError(field: "a", problem: .missing)) { try fields.bool("a") }
    }

    @Test("what is not an object is refused with its place")
    func notJSON() {
        #expect(throws: FieldError(field: "", problem: .notJSON(.unexpectedEnd, offset: 1))) {
            try Fields(bytes: [0x7b])
        }
        #expect(throws: FieldError(field: "", problem: .wrongType(expected: .object))) {
            try Fields(bytes: Array("[]".utf8))
        }
    }
}
