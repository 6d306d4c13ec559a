/// The `Accept-Language` header (RFC 9110, section 12.5.4).
package enum AcceptLanguage {
    /// More than any browser names.
    private static let tagsMax = 32

    /// The first of `existing`, BCP 47 tags, that the reader wants most; the first of all where
    /// none is wanted. Chinese is written in two ways: `zh-TW` and `zh-HK` mean `zh-Hant`, `zh-CN`
    /// does not.
    package static func choice(of existing: [String], for header: String?) -> String {
        let wishes = (header ?? "").split(separator: ",").prefix(tagsMax).compactMap { Wish($0) }
        // Stable: of two that are wanted alike the first named comes first.
        let ordered = wishes.enumerated().sorted { left, right in
            left.element.thousandths == right.element.thousandths
                ? left.offset < right.offset
                : left.element.thousandths > right.element.thousandths
        }
        for (_, wish) in ordered where wish.thousandths > 0 {
            if let found = existing.first(where: { writing(of: $0) == writing(of: wish.tag) }) {
                return found
            }
        }
        return existing.first ?? "en"
    }

    private struct Wish {
        let tag: String
        let thousandths: Int

        init?(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let tag = parts.first, !tag.isEmpty else { return nil }
            self.tag = tag.lowercased()
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2) ?? "1"
            thousandths = Double(quality).map { Int(min(max($0, 0), 1) * 1_000) } ?? 0
        }
    }

    /// Language and script.
    private static func writing(of tag: String) -> String {
        let parts = tag.lowercased().split(separator: "-")
        guard let language = parts.first else { return "" }
        guard language == "zh" else { return String(language) }
        let traditional = ["hant", "tw", "hk", "mo"]
        return parts.dropFirst().contains { traditional.contains(String($0)) } ? "zh-hant" : "zh"
    }
}
