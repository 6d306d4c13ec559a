import Foundation
import Testing

/// The texts of the screens, and who uses them.
enum Locales {
    /// The keys of one locale file.
    static func keys(of file: ProjectFile) -> Set<String> {
        let content = try? JSONSerialization.jsonObject(with: Data(file.text.utf8))
        return Set((content as? [String: Any] ?? [:]).keys)
    }

    /// Texts in quotes that look like a key: words with dots between.
    static func candidates(in text: String) -> Set<String> {
        Set(Pattern(#"['"`]([a-z]\w*(?:\.\w+)+)['"`]"#).matches(in: text).map { $0[1] })
    }

    /// Beginnings of keys that code completes: `error.` of `error.${code}`.
    static func beginnings(in text: String) -> Set<String> {
        Set(Pattern(#"`((?:[a-z]\w*\.)+\w*)\$\{"#).matches(in: text).map { $0[1] })
    }
}

@Suite("locales")
struct LocaleTests {
    private static let locales = Project.files(under: ["Web/locales/"], endings: [".json"])
        .filter { !$0.path.hasSuffix("/_comments.json") }
    private static let english = locales.first { $0.path.hasSuffix("/en.json") }
    private static let defined = english.map(Locales.keys) ?? []
    private static let users = Project.files(
        under: ["Web/", "Sources/FoyerCore/", "Sources/FoyerAPI/"],
        endings: [".js", ".html", ".swift"]
    ).filter { !$0.path.hasSuffix(".test.js") }

    @Test("every key that the screens use is defined")
    func usedIsDefined() {
        let groups = Set(Self.defined.compactMap { $0.split(separator: ".").first })
        for file in Self.users where file.path.hasPrefix("Web/") {
            for key in Locales.candidates(in: file.text).sorted() {
                guard let group = key.split(separator: ".").first, groups.contains(group) else {
                    continue
                }
                #expect(
                    Self.defined.contains(key), "\(file.path) uses \(key), which is not in en.json")
            }
        }
    }

    @Test("every key that is defined is used")
    func definedIsUsed() {
        var used: Set<String> = []
        var beginnings: Set<String> = []
        for file in Self.users {
            used.formUnion(Locales.candidates(in: file.text))
            beginnings.formUnion(Locales.beginnings(in: file.text))
        }
        for key in Self.defined.sorted() where !used.contains(key) {
            let isCompleted = beginnings.contains { key.hasPrefix($0) }
            #expect(isCompleted, "nobody uses \(key) of en.json")
        }
    }

    @Test("every language has the same keys, and comments speak of keys that exist")
    func languagesAgree() {
        for locale in Self.locales {
            let difference = Locales.keys(of: locale).symmetricDifference(Self.defined).sorted()
            #expect(difference == [], "\(locale.path) and en.json differ in \(difference)")
        }
        guard let comments = Project.files.first(where: { $0.path == "Web/locales/_comments.json" })
        else { return }
        let unknown = Locales.keys(of: comments).subtracting(Self.defined).sorted()
        #expect(unknown == [], "comments without a text: \(unknown)")
    }

    @Test("keys are told from other texts")
    func keysAreTold() {
        let text = "t('form.name'); import './form.js'; tIfKnown(`error.${code}`); 'Form.x'"
        #expect(Locales.candidates(in: text) == ["form.name"])
        #expect(Locales.beginnings(in: text) == ["error."])
    }
}
