import FoundationEssentials

/// A page that is made here, for browsers without scripts: `{{name}}` in a file of `Web/pages`
/// stands for a text.
struct PageTemplate: Sendable {
    private let parts: [Substring]

    init(_ text: String) {
        parts = text.split(separator: "{{", omittingEmptySubsequences: false)
    }

    /// The page with the texts in their places; what a text holds is never markup. A place without
    /// a text stays empty.
    func page(_ texts: [String: String]) -> String {
        var page = String(parts.first ?? "")
        for part in parts.dropFirst() {
            let halves = part.split(separator: "}}", maxSplits: 1, omittingEmptySubsequences: false)
            page += Self.escaped(texts[halves[0].filter { $0 != " " }] ?? "")
            page += halves.dropFirst().joined()
        }
        return page
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// The words of the pages that are made here, by language.
struct PageWords: Sendable {
    /// As BCP 47 tags; the first is everybody's else.
    static let languages = ["en", "zh-Hant", "ar"]
    private let words: [String: [String: String]]

    /// `read` gives a file of `Web/` as text.
    init(_ read: (String) -> String?) {
        words = Dictionary(
            uniqueKeysWithValues: Self.languages.map { language in
                let text = read("locales/\(language)/pages.json") ?? "{}"
                let known = try? JSONDecoder().decode(  // a tidy test reads all of them
                    [String: String].self, from: Data(text.utf8))
                return (language, known ?? [:])
            })
    }

    func text(_ key: String, in language: String) -> String { words[language]?[key] ?? key }

    static func direction(of language: String) -> String { language == "ar" ? "rtl" : "ltr" }
}
