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

/// One language: its texts for both sides, for customers and for the console, those that the
/// console fetches only for the settings of a room, and those of their preview.
struct Locale {
    static let parts = ["shared", "customer", "console", "settings", "preview", "pages", "plain"]
    let name: String
    let files: [ProjectFile]

    /// The keys of the given parts.
    func keys(_ parts: [String]) -> Set<String> {
        files.filter { file in parts.contains { file.path.hasSuffix("/\($0).json") } }
            .reduce(into: []) { $0.formUnion(Locales.keys(of: $1)) }
    }
}

@Suite("locales")
struct LocaleTests {
    private static let all = Dictionary(
        grouping: Project.files(under: ["Web/locales/"], endings: [".json"]),
        by: { String($0.path.split(separator: "/")[2]) }
    ).map { Locale(name: $0.key, files: $0.value) }
    private static let locales = all.filter { $0.name != "_comments" }
    private static let english = all.first { $0.name == "en" }
    private static let users = Project.files(
        under: [
            "Web/", "Sources/FoyerCore/", "Sources/FoyerAPI/", "Sources/FoyerService/",
            "Sources/FoyerServer/",
        ],
        endings: [".js", ".html", ".swift"]
    ).filter { !$0.path.hasSuffix(".test.js") }

    /// What the code of a folder may say: its own part and what both sides share.
    private static func defined(for path: String) -> Set<String> {
        let side = ["customer", "console", "preview"].first { path.hasPrefix("Web/\($0)/") }
        let more = ["console": ["settings"], "preview": ["customer"]]
        let parts = side.map { [$0] + more[$0, default: []] } ?? []
        return english?.keys(["shared"] + parts) ?? []
    }

    @Test("every key that a side uses is defined for it")
    func usedIsDefined() {
        let all = Self.english?.keys(Locale.parts) ?? []
        let groups = Set(all.compactMap { $0.split(separator: ".").first })
        for file in Self.users where file.path.hasPrefix("Web/") {
            let defined = Self.defined(for: file.path)
            for key in Locales.candidates(in: file.text).sorted() {
                guard let group = key.split(separator: ".").first, groups.contains(group) else {
                    continue
                }
                #expect(defined.contains(key), "\(file.path) uses \(key), which its side has not")
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
        for key in (Self.english?.keys(Locale.parts) ?? []).sorted() where !used.contains(key) {
            let isCompleted = beginnings.contains { key.hasPrefix($0) }
            #expect(isCompleted, "nobody uses \(key)")
        }
    }

    @Test("every language has the same keys in each part, and comments speak of keys that exist")
    func languagesAgree() {
        #expect(Self.locales.count >= 3)
        for part in Locale.parts {
            let defined = Self.english?.keys([part]) ?? []
            for locale in Self.locales {
                let difference = locale.keys([part]).symmetricDifference(defined).sorted()
                #expect(difference == [], "\(locale.name) and en differ in \(part): \(difference)")
            }
            let comments = Self.all.first { $0.name == "_comments" }?.keys([part]) ?? []
            let unknown = comments.subtracting(defined).sorted()
            #expect(unknown == [], "comments without a text in \(part): \(unknown)")
        }
    }

    @Test("no key stands in two parts of one language")
    func partsAreDisjoint() {
        for locale in Self.locales {
            let counts = locale.files.map { Locales.keys(of: $0).count }.reduce(0, +)
            #expect(counts == locale.keys(Locale.parts).count, "\(locale.name) says a key twice")
        }
    }

    @Test("keys are told from other texts")
    func keysAreTold() {
        let text = "t('form.name'); import './form.js'; tIfKnown(`error.${code}`); 'Form.x'"
        #expect(Locales.candidates(in: text) == ["form.name"])
        #expect(Locales.beginnings(in: text) == ["error."])
    }
}
