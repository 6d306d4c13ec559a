import Testing

@testable import FoyerAPI

@Suite("The JSON reader") struct JSONReaderTests {
    @Test(
        "values are read as they were written",
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)),
            ("0", .int(0)), ("-0", .int(0)), ("\t42\r\n", .int(42)),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .number("9223372036854775808")),
            ("-9223372036854775809", .number("-9223372036854775809")),
            ("5.0", .number("5.0")), ("1e9", .number("1e9")), ("-1.5E-3", .number("-1.5E-3")),
            (#""""#, .string("")), (#""é€😀""#, .string("é€😀")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
            (#""\u0000\u00e9\u20AC\ud83d\ude00""#, .string("\u{0}é€😀")),
            (#""\ud7ff\ue000\udbff\udffd""#, .string("\u{d7ff}\u{e000}\u{10fffd}")),
            ("[]", .array([])), ("[ 1 , [ ] , {} ]", .array([.int(1), .array([]), .object([])])),
            (
                #"{"b":1,"a":{"c":[]}}"#,
                .object([
                    JSONMember("b", .int(1)),
                    JSONMember("a", .object([JSONMember("c", .array([]))])),
                ])
            ),
        ] as [(String, JSONValue)])
    func reading(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(
        "a wrong text is refused with the place of its first wrong byte",
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("nul", .unexpectedEnd, 3),
            ("nulL", .unexpectedByte, 3), ("True", .unexpectedByte, 0),
            ("null null", .trailingBytes, 5),
            ("1 2", .trailingBytes, 2), ("{}}", .trailingBytes, 2),
            ("\u{feff}1", .unexpectedByte, 0),
            ("01", .invalidNumber, 1), ("-", .unexpectedEnd, 1), ("-a", .invalidNumber, 1),
            ("1.", .unexpectedEnd, 2), ("1.e1", .invalidNumber, 2), ("1e", .unexpectedEnd, 2),
            ("1e+", .unexpectedEnd, 3), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0),
            ("0x10", .trailingBytes, 1), ("NaN", .unexpectedByte, 0), ("1_000", .trailingBytes, 1),
            ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1),
            ("[1 2]", .unexpectedByte, 3),
            ("[1", .unexpectedEnd, 2), ("[}", .unexpectedByte, 1), ("]", .unexpectedByte, 0),
            ("{", .unexpectedEnd, 1), ("{,}", .expected(.string), 1),
            ("{1:2}", .expected(.string), 1),
            (#"{"a"}"#, .unexpectedByte, 4), (#"{"a":}"#, .unexpectedByte, 5),
            (#"{"a":1,}"#, .expected(.string), 7), (#"{"a":1 "b":2}"#, .unexpectedByte, 7),
            (#"{"a":[1}"#, .unexpectedByte, 7), (#"{"a":1,"a":2}"#, .duplicateName, 7),
            (#"{"é":1,"e\u0301":2}"#, .duplicateName, 8),
            (#"""#, .unexpectedEnd, 1), (#""abc"#, .unexpectedEnd, 4), (#""\"#, .unexpectedEnd, 2),
            (#""\x""#, .invalidEscape, 2), (#""\u12"#, .unexpectedEnd, 5),
            (#""\u12g4""#, .invalidEscape, 5),
            ("\"a\nb\"", .controlCharacter, 2), ("\"\u{0}\"", .controlCharacter, 1),
            ("\"\u{1f}\"", .controlCharacter, 1), ("'a'", .unexpectedByte, 0),
            ("// x", .unexpectedByte, 0),
            (#""\ud800""#, .loneSurrogate, 3), (#""\udc00""#, .loneSurrogate, 3),
            (#""\ud83dx""#, .loneSurrogate, 3), (#""\ud83d\n""#, .loneSurrogate, 3),
            (#""\ud83d\ud83d""#, .loneSurrogate, 3), (#""\ud83d\u0041""#, .loneSurrogate, 3),
            (#""\ud83d\ude0"#, .unexpectedEnd, 12), (#""\ud83d\"#, .loneSurrogate, 3),
        ] as [(String, JSONError.Problem, Int)])
    func refusing(_ text: String, _ problem: JSONError.Problem, _ offset: Int) {
        #expect(throws: JSONError(problem, at: offset)) {
            try JSONValue(parsing: Array(text.utf8))
        }
    }

    @Test(
        "a string that is not UTF-8 is refused, before and after an escape",
        arguments: [
            [0x80], [0xff], [0xc0, 0x80], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80],
            [0xf0, 0x80, 0x80, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(_ sequence: [UInt8]) {
        let quote: [UInt8] = [0x22]
        let escape = Array(#"\n"#.utf8)
        #expect(throws: JSONError(.invalidUTF8, at: 2)) {
            try JSONValue(parsing: quote + [0x61] + sequence + quote)
        }
        #expect(throws: JSONError(.invalidUTF8, at: 2)) {
            try JSONValue(parsing: quote + [0x61] + sequence + escape + quote)
        }
        #expect(throws: JSONError(.invalidUTF8, at: 4)) {
            try JSONValue(parsing: quote + escape + [0x61] + sequence + quote)
        }
        #expect(throws: JSONError(.unexpectedByte, at: 0)) { try JSONValue(parsing: sequence) }
    }

    @Test("the depth limit counts open containers")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: #"[{"a":"#, count: depth / 2).utf8)
                + Array("1".utf8) + Array(String(repeating: "}]", count: depth / 2).utf8)
        }
        _ = try JSONValue(parsing: nested(16))
        let refusal = JSONError(.tooDeep(depthMax: 16), at: 8 * 6)
        #expect(throws: refusal) { try JSONValue(parsing: nested(18)) }
        #expect(throws: refusal) {
            try JSONReader.read(nested(18)) { reader throws(JSONError) in try reader.skip() }
        }
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: [UInt8](repeating: 0x5b, count: 200_000))
        }
    }

    @Test("the limits on bytes and values hold exactly")
    func limits() throws {
        let text = Array("[1,2]".utf8)
        _ = try JSONValue(parsing: text, limits: JSONLimits(bytesMax: 5, countMax: 3))
        #expect(throws: JSONError(.tooLong(bytesMax: 4), at: 4)) {
            try JSONValue(parsing: text, limits: JSONLimits(bytesMax: 4))
        }
        #expect(throws: JSONError(.tooManyValues(countMax: 2), at: 3)) {
            try JSONValue(parsing: text, limits: JSONLimits(countMax: 2))
        }
    }

    @Test("a hot frame is read name by name, whether or not its names are escaped")
    func pulling() throws {
        let frame =
            #"{ "t":"message", "ch\u0061t":"c1", "more":[1,{"x":null}], "n":-7, "gone":null}"#
        var seen: [String] = []
        try JSONReader.read(Array(frame.utf8)) { reader throws(JSONError) in
            try reader.beginObject()
            while let name = try reader.nextName() {
                switch name {
                case "t", "chat": seen.append(try reader.string())
                case "n": seen.append("\(try reader.int())")
                case "gone": seen.append("\(try reader.nullIfNext())")
                default: try reader.skip()
                }
            }
        }
        #expect(seen == ["message", "c1", "-7", "true"])
    }

    @Test("asking for another type than comes is an error and passes nothing")
    func wrongType() {
        func refusal(
            _ text: String, _ body: (inout JSONReader) throws -> Void
        ) -> JSONError.Problem? {
            do {
                try Array(text.utf8).withUnsafeBytes {
                    var reader = JSONReader($0)
                    try body(&reader)
                    try reader.finish()
                }
                return nil
            } catch { return (error as? JSONError)?.problem }
        }
        #expect(refusal("1") { _ = try $0.string() } == .expected(.string))
        #expect(refusal("\"\"") { _ = try $0.int() } == .expected(.number))
        #expect(refusal("1.5") { _ = try $0.int() } == .invalidNumber)
        #expect(refusal("99999999999999999999") { _ = try $0.int() } == .integerOutOfRange)
        #expect(refusal("1") { _ = try $0.bool() } == .expected(.bool))
        #expect(refusal("1") { try $0.null() } == .expected(.null))
        #expect(refusal("[]") { try $0.beginObject() } == .expected(.object))
        #expect(refusal("{}") { try $0.beginArray() } == .expected(.array))
        #expect(refusal("}") { _ = try $0.nextName() } == .unexpectedByte)
        #expect(refusal("1") { _ in } == .trailingBytes)
    }
}
