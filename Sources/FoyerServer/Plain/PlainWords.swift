import FoyerAPI

/// The words of pages without scripts, out of the same files as the screens'; read once.
struct PlainWords: Sendable {
    static let languages = ["en", "zh-Hant", "ar"]

    private let languages: [String: Language]

    init(files: WebFiles) {
        languages = Dictionary(
            uniqueKeysWithValues: Self.languages.map { name in
                let parts = ["shared", "customer", "plain"].compactMap {
                    files.text("locales/\(name)/\($0).json")
                }
                return (name, Language(name: name, parts: parts))
            })
    }

    /// The room's language, or the one that the browser asks for.
    func language(forced: String?, accepted header: String?) -> Language {
        let name = forced ?? AcceptLanguage.choice(header, among: Self.languages)
        return languages[name] ?? Language(name: "en", parts: [])
    }
}

extension PlainWords {
    /// One language.
    struct Language: Sendable {
        let name: String
        private var texts: [String: Text] = [:]

        init(name: String, parts: [String]) {
            self.name = name
            for part in parts {
                // A file of ours that cannot be read shows its keys as words; a test reads them.
                let read = try? JSONValue(parsing: Array(part.utf8))  // else nothing is known
                guard case .object(let members)? = read else { continue }
                for member in members { texts[member.name] = Text(member.value) }
            }
        }

        var isRightToLeft: Bool { name == "ar" }

        func has(_ key: String) -> Bool { texts[key] != nil }

        /// The words of a key, values put in; what is foreign in them turns nothing around.
        func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String
        {
            fill(texts[key]?.one(of: "other") ?? key, values)
        }

        /// Words about a number of things.
        func many(_ key: String, _ count: Int) -> String {
            let text = texts[key]?.one(of: plural(of: count)) ?? key
            return fill(text, ["count": String(count)])
        }

        private func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
            var rest = text[...]
            var filled = ""
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}")
            {
                let name = rest[rest.index(after: open)..<close]
                filled += rest[..<open]
                let value = values.first { $0.key == name }?.value
                filled +=
                    value.map { isolated($0) } ?? String(rest[open...close])
                rest = rest[rest.index(after: close)...]
            }
            return filled + rest
        }

        /// What reads the other way leaves its neighbours alone; a number keeps to its sign.
        private func isolated(_ value: String) -> String {
            let value = Self.calm(value)
            let isForeign = value.unicodeScalars.contains { scalar in
                let isArabic =
                    (0x590...0x8ff).contains(scalar.value)
                    || (0xfb1d...0xfefc).contains(scalar.value)
                    || (0x10800...0x1efff).contains(scalar.value)
                return isRightToLeft ? scalar.properties.isAlphabetic && !isArabic : isArabic
            }
            return isForeign ? "\u{2068}\(value)\u{2069}" : value
        }

        /// Without the signs that would turn the rest of the sentence around.
        private static func calm(_ value: String) -> String {
            var calm = String.UnicodeScalarView()
            for scalar in value.unicodeScalars
            where !(0x202a...0x202e).contains(scalar.value)
                && !(0x2066...0x2069).contains(scalar.value)
            {
                calm.append(scalar)
            }
            return String(calm)
        }

        /// The category of a number, after Unicode's rules for the three languages.
        private func plural(of count: Int) -> String {
            switch name {
            case "ar":
                switch (count, count % 100) {
                case (0, _): "zero"
                case (1, _): "one"
                case (2, _): "two"
                case (_, 3...10): "few"
                case (_, 11...99): "many"
                default: "other"
                }
            case "en": count == 1 ? "one" : "other"
            default: "other"
            }
        }
    }
}

/// One text, or one for each category of numbers.
private struct Text: Sendable {
    private var forms: [String: String] = [:]

    init(_ value: JSONValue) {
        switch value {
        case .string(let text): forms["other"] = text
        case .object(let members):
            for member in members {
                if case .string(let text) = member.value { forms[member.name] = text }
            }
        default: break
        }
    }

    func one(of category: String) -> String? { forms[category] ?? forms["other"] }
}
