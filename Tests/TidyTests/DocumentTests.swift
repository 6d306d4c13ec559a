import Foundation
import Testing

/// Reads Markdown well enough to check titles and links.
enum Markdown {
    /// The lines outside fenced code.
    static func prose(_ text: String) -> [String] {
        var isFenced = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isFenced.toggle()
                return ""
            }
            return isFenced ? "" : String(line)
        }
    }

    static func titles(_ text: String) -> [String] {
        prose(text).filter { $0.hasPrefix("# ") }
    }

    /// The targets of links and pictures that stand in this project, as written.
    static func relativeLinks(_ text: String) -> [String] {
        let body = prose(text).joined(separator: "\n")
            .replacing(/`[^`\n]*`/, with: "")
        return body.matches(of: /\]\(([^)\s]+)(?:\s+"[^"]*")?\)/)
            .map { String($0.1) }
            .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
    }

    /// The names that headings give to links: lower case, no signs, dashes for blanks.
    static func anchors(_ text: String) -> Set<String> {
        let names = prose(text).filter { $0.hasPrefix("#") }.map { heading in
            let words = heading.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased()
            return String(words.filter { $0.isLetter || $0.isNumber || " -_".contains($0) })
                .replacing(" ", with: "-")
        }
        return Set(names)
    }
}

@Suite("documents")
struct DocumentTests {
    private static let documents = Project.files.filter { $0.path.hasSuffix(".md") }
    private static let decisions = documents.filter { $0.path.hasPrefix("docs/decisions/") }

    @Test("every document has one title")
    func oneTitleEach() {
        for document in Self.documents {
            let count = Markdown.titles(document.text).count
            #expect(count == 1, "\(document.path) has \(count) titles")
        }
    }

    @Test("decisions are numbered without gaps")
    func decisionsAreNumbered() {
        var numbers: [Int] = []
        for decision in Self.decisions {
            let name = decision.path.dropFirst("docs/decisions/".count)
            guard let match = name.wholeMatch(of: /(\d{4})-[a-z0-9-]+\.md/) else {
                Issue.record("\(decision.path) is not named NNNN-some-words.md")
                continue
            }
            numbers.append(Int(match.1) ?? 0)
            let title = Markdown.titles(decision.text).first ?? ""
            #expect(
                title.hasPrefix("# \(match.1) "), "\(decision.path): the title lacks its number")
        }
        numbers.sort()
        #expect(numbers == Array(1..<(numbers.count + 1)), "numbers are missing or given twice")
    }

    @Test("a decision says its status, context, decision and consequences")
    func decisionsAreComplete() {
        for decision in Self.decisions {
            for part in ["Status", "Context", "Decision", "Consequences"] {
                let isThere =
                    decision.text.contains("## \(part)\n") || decision.text.contains("\(part): ")
                #expect(isThere, "\(decision.path) lacks \(part)")
            }
        }
    }

    @Test("every link inside the project leads somewhere")
    func linksResolve() {
        for document in Self.documents {
            for link in Markdown.relativeLinks(document.text) {
                guard let problem = Self.problem(with: link, in: document) else { continue }
                Issue.record("\(document.path): \(link) \(problem)")
            }
        }
    }

    private static func problem(with link: String, in document: ProjectFile) -> String? {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let folder = document.path.split(separator: "/").dropLast()
        var path = document.path
        if !parts[0].isEmpty {
            var steps = parts[0].hasPrefix("/") ? [] : folder
            for step in parts[0].split(separator: "/") where step != "." {
                if step != ".." {
                    steps.append(step)
                } else if steps.popLast() == nil {
                    return "leaves"
                }
            }
            path = steps.joined(separator: "/")
        }
        guard Project.exists(path) else { return "does not exist" }
        guard parts.count == 2, path.hasSuffix(".md") else { return nil }
        let target = Project.files.first { $0.path == path }
        let anchors = Markdown.anchors(target?.text ?? "")
        return anchors.contains(String(parts[1])) ? nil : "has no such heading"
    }

    @Test("titles, links and headings are read, and code is not")
    func markdownIsRead() {
        let text = "# One\n```sh\n# not one\n```\n## Error codes\n[a](b.md#c \"d\") `[no](no.md)`"
        #expect(Markdown.titles(text) == ["# One"])
        #expect(Markdown.relativeLinks(text) == ["b.md#c"])
        #expect(Markdown.anchors(text) == ["one", "error-codes"])
    }
}
