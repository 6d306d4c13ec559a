import Testing

@testable import FoyerAPI

@Suite("The JSON writer") struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("members and elements are separated by commas at every depth")
    func nesting() {
        let frame = text {
            $0.object {
                $0.field("t", "message")
                $0.field("seq", 5)
                $0.array("entries") {
                    $0.element(1)
                    $0.object { $0.field("ok", true) }
                    $0.array { _ in }
                    $0.null()
                }
                $0.object("empty") { _ in }
                $0.null("gone")
                $0.field("last", Int64.min)
            }
        }
        #expect(
            frame == #"{"t":"message","seq":5,"entries":[1,{"ok":true},[],null],"#
                + #""empty":{},"gone":null,"last":-9223372036854775808}"#)
    }

    @Test("an absent value is left out or null, as the caller says")
    func absence() {
        let none: String? = nil
        let number: Int64? = 3
        let object = text {
            $0.object {
                $0.field("a", ifPresent: none)
                $0.field("b", orNull: none)
                $0.field("c", ifPresent: number)
                $0.field("d", orNull: number)
            }
        }
        #expect(object == #"{"b":null,"c":3,"d":3}"#)
    }

    @Test("encoded values and names not known beforehand are spliced in")
    func splicing() {
        let inner = Array(#"{"x":1}"#.utf8)
        let object = text {
            $0.object {
                $0.field("one", encoded: inner)
                $0.name("a \"name\"")
                $0.element(encoded: inner)
                $0.array("list") {
                    $0.element(encoded: inner)
                    $0.element(encoded: inner)
                }
            }
        }
        #expect(object == #"{"one":{"x":1},"a \"name\"":{"x":1},"list":[{"x":1},{"x":1}]}"#)
    }

    @Test("only what must be escaped is escaped")
    func escaping() {
        #expect(
            text { $0.element("\"\\/\n\r\t\u{8}\u{0}\u{1f}\u{7f}<é€😀\u{2028}") }
                == "\"\\\"\\\\/\\n\\r\\t\\u0008\\u0000\\u001f\u{7f}<é€😀\u{2028}\"")
        #expect(text { $0.element("") } == "\"\"")
    }

    @Test("every scalar survives writing and reading")
    func everyScalar() throws {
        for first in stride(from: UInt32(0), to: 0x11_0000, by: 256) {
            var all = ""
            for value in first..<first + 256 {
                if let scalar = Unicode.Scalar(value) { all.unicodeScalars.append(scalar) }
            }
            var writer = JSONWriter()
            writer.element(all)
            let value = try JSONValue(parsing: writer.bytes)
            #expect(value == .string(all))
        }
    }
}
