import FoyerAPI
import Testing

@Suite("What browsers send for plain forms")
struct FormBodyTests {
    @Test("names and values are decoded as browsers encode them")
    func decoded() throws {
        let body = try FormBody(Array("name=Mei+Lin&question=a%26b%3D%0D%0A%C3%BC%2B&x&y=".utf8))
        #expect(body.text("name") == "Mei Lin")
        #expect(body.text("question") == "a&b=\r\nü+")
        #expect(body.text("x").isEmpty && body.text("y").isEmpty && body.text("z").isEmpty)
        #expect(body.names == ["name", "question", "x", "y"])
        #expect(try FormBody([]).names.isEmpty)
    }

    @Test(
        "what no browser sends is refused",
        arguments: [
            "a=%", "a=%2", "a=%zz", "a=%2g", "a=%FF", "a=%C3", "%=1", "a=1&a=2", "a&a",
            "a=%ED%A0%80", String(repeating: "a=1&", count: 2),
        ])
    func refused(_ text: String) {
        #expect(throws: FormBody.Problem.malformed) { try FormBody(Array(text.utf8)) }
    }

    @Test("more fields than any form has are refused before they are compared")
    func many() {
        let text = (0...100_000).map { "f\($0)=1" }.joined(separator: "&")
        #expect(throws: FormBody.Problem.malformed) { try FormBody(Array(text.utf8)) }
    }
}

@Suite("The languages that a browser asks for")
struct AcceptLanguageTests {
    private static let ours = ["en", "zh-Hant", "ar"]

    @Test(
        "the most wanted one that exists is chosen, else the first",
        arguments: [
            (nil, "en"), ("", "en"), ("de-CH,de;q=0.9", "en"), ("ar", "ar"),
            ("ar-EG,en;q=0.5", "ar"),
            ("de,ar;q=0.5,en;q=0.7", "en"), ("en;q=0.3, ar;q=0.30 , zh-TW;q=0.301", "zh-Hant"),
            ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant-CN", "zh-Hant"), ("zh", "en"),
            ("zh-CN,ar", "ar"), ("zh-Hans-TW,ar", "ar"), ("ar;q=0", "en"), ("ar;q=2", "en"),
            ("*", "en"), ("AR", "ar"), ("ar;q=x,en", "en"), ("ar;q=0.00001", "en"),
            ("ar ; q=1.000", "ar"), (";;;,,;q=1,=", "en"), ("ar\u{202e}", "en"),
        ] as [(String?, String)])
    func choice(_ header: String?, _ expected: String) {
        #expect(AcceptLanguage.choice(header, among: Self.ours) == expected)
    }

    @Test("a header without end costs nothing")
    func endless() {
        let long = String(repeating: "de,", count: 100_000) + "ar"
        #expect(AcceptLanguage.choice(long, among: Self.ours) == "en")
        #expect(AcceptLanguage.first("de-CH, ar") == "de-CH")
        #expect(AcceptLanguage.first(nil) == nil)
    }
}
