/// The languages that a browser asks for (RFC 9110, section 12.5.4).
package enum AcceptLanguage {
    /// More than anybody lists.
    private static let languagesMax = 32

    /// The first of `existing` that the header wants most; the first that exists where it wants
    /// none of them. Chinese is told apart by its script, also where only a region is named.
    package static func choice(_ header: String?, among existing: [String]) -> String {
        for language in wanted(header ?? "") {
            if let found = existing.first(where: { writing($0) == writing(language) }) {
                return found
            }
        }
        return existing.first ?? "en"
    }

    /// The most wanted language tag; `nil` where there is none.
    package static func first(_ header: String?) -> String? { wanted(header ?? "").first }

    /// Language tags, the most wanted first; as they stand where they are wanted alike.
    private static func wanted(_ header: String) -> [String] {
        let parts = header.utf8.split(separator: 0x2c, maxSplits: languagesMax).prefix(languagesMax)
        let weighed = parts.compactMap { part -> (tag: String, thousandths: Int)? in
            let pieces = part.split(separator: 0x3b).map { Substring($0).withoutHeaderSpace }
            guard let tag = pieces.first, isTag(tag) else { return nil }
            guard pieces.count > 1 else { return (String(tag), 1_000) }
            guard let weight = thousandths(pieces[1]), weight > 0 else { return nil }
            return (String(tag), weight)
        }
        return weighed.enumerated().sorted { one, other in
            (-one.element.thousandths, one.offset) < (-other.element.thousandths, other.offset)
        }.map(\.element.tag)
    }

    private static func isTag(_ text: Substring) -> Bool {
        (1...35).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7a).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2d
            }
    }

    /// `q=0.8` as 800.
    private static func thousandths(_ text: Substring) -> Int? {
        guard text.hasPrefix("q=0") || text.hasPrefix("q=1") else { return nil }
        let digits = text.dropFirst(2).utf8.filter { $0 != 0x2e }
        guard digits.count <= 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let padded = digits + [UInt8](repeating: 0x30, count: 4 - digits.count)
        return min(1_000, padded.reduce(0) { 10 * $0 + Int($1 - 0x30) })
    }

    /// Language and script: `zh-TW` is read as `zh-Hant` is, and `zh-CN` is not.
    private static func writing(_ tag: String) -> String {
        let parts = tag.lowercased().split(separator: "-")
        guard parts.first == "zh" else { return parts.first.map(String.init) ?? "" }
        if parts.contains("hans") { return "zh-hans" }
        let regions: [Substring] = ["hant", "tw", "hk", "mo"]
        return parts.contains(where: { regions.contains($0) }) ? "zh-hant" : "zh-hans"
    }
}
