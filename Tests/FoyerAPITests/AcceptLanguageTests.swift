import FoyerAPI
import Testing

@Suite("Accept-Language")
struct AcceptLanguageTests {
    @Test(
        "the reader's first language that there is, else the first of all",
        arguments: [
            ("ar", "ar"), ("AR-EG, en;q=0.8", "ar"), ("de, ar;q=0.5, en;q=0.9", "en"),
            ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"),
            ("zh-CN, ar;q=0.1", "ar"),
            ("fr", "en"), ("", "en"), ("*", "en"), ("ar;q=0", "en"),
            ("ar;q=x, zh-HK;q=0.2", "zh-Hant"),
            (";;;,,,q=1", "en"), ("en;q=0.5, ar;q=0.5", "en"), (" ar ; q=0.9 , en ; q=0.1", "ar"),
        ])
    func choice(_ header: String, _ expected: String) {
        #expect(AcceptLanguage.choice(header, among: ["en", "zh-Hant", "ar"]) == expected)
    }

    @Test("without the header, or with a huge one, it is the first")
    func extremes() {
        #expect(AcceptLanguage.choice(nil, among: ["en", "ar"]) == "en")
        let huge = String(repeating: "xx,", count: 100_000) + "ar"
        #expect(AcceptLanguage.choice(huge, among: ["en", "ar"]) == "en")
    }
}
