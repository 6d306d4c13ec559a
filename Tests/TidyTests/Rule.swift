import Foundation

/// A house rule about single lines.
struct Rule: Sendable, CustomStringConvertible {
    let name: String
    /// A regular expression that finds the breach.
    let pattern: String
    let reason: String
    let instead: String
    /// A line that breaks the rule, and one that keeps it: they test the rule itself.
    let bad: String
    let good: String
    /// Where the rule holds: files that begin with one of `folders` and end with one of `endings`.
    let folders: [String]
    let endings: [String]
    /// Files and folders in which the rule does not hold.
    var except: [String] = []
    /// What is read: code without comments and strings, or the text as it stands.
    var reads: Reads = .code
    /// Whether a comment at the end of the same line, saying why, is enough.
    var isExcusedByReason = false

    enum Reads { case code, text }

    var description: String { name }

    func applies(to path: String) -> Bool {
        folders.contains { path.hasPrefix($0) }
            && endings.contains { path.hasSuffix($0) }
            && !except.contains { path.hasPrefix($0) }
    }

    /// The breaches in `file` as `path:line: …`, ready to be read in a test's output.
    func breaches(in file: ProjectFile) -> [String] {
        let read = reads == .code ? file.code : file.text
        let ranges = Pattern(pattern).ranges(in: read)
        guard !ranges.isEmpty else { return [] }
        let lines = file.lines
        var found: [String] = []
        for range in ranges {
            let number = read[..<range.lowerBound].count { $0 == "\n" }
            let line = lines[number]
            if isExcusedByReason, hasReason(line) { continue }
            let shown = line.trimmingCharacters(in: .whitespaces)
            found.append("\(file.path):\(number + 1): \(shown)\n  \(reason) Instead: \(instead)")
        }
        return found
    }

    private func hasReason(_ line: Substring) -> Bool {
        guard let comment = line.range(of: "// ") else { return false }
        return line[comment.upperBound...].count >= 8
    }
}
