import Foundation

/// Finds names by parts of them: every word that was typed must occur, whatever its letters' case
/// and accents; who looks for Zoe finds Zoë.
struct NameSearch: Sendable {
    private let words: [String]

    init(_ typed: String) {
        words = Self.folded(typed).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    func finds(_ name: String) -> Bool {
        let folded = Self.folded(name)
        return words.allSatisfy { folded.contains($0) }
    }

    private static func folded(_ text: String) -> String {
        // Most names are plain, and ten thousand of them are looked through at each key.
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
        return text.decomposedStringWithCompatibilityMapping.folding(
            options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
