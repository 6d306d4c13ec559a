import Foundation

/// A regular expression. Foundation's, since Swift's own is slow in a debug build.
struct Pattern: Sendable {
    private let expression: NSRegularExpression

    init(_ text: String) {
        do {
            expression = try NSRegularExpression(pattern: text)
        } catch {
            preconditionFailure("\(text) is not a regular expression: \(error)")
        }
    }

    /// Each match as its groups; the first is the whole, a group that did not take part is empty.
    func matches(in text: String) -> [[String]] {
        let whole = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: whole).map { match in
            (0..<match.numberOfRanges).map { group in
                Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
            }
        }
    }

    /// Where the pattern is found.
    func ranges(in text: String) -> [Range<String.Index>] {
        let whole = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: whole).compactMap { Range($0.range, in: text) }
    }
}
