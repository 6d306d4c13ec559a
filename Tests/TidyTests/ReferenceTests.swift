import Testing

/// What code and documents refer to: rules by number, decisions and documents by path.
@Suite("references")
struct ReferenceTests {
    private static let files = Project.files.filter {
        !$0.path.hasPrefix("Tests/TidyTests/") && !$0.path.hasPrefix("Benchmarks/")
    }
    private static let documents = Set(Project.files.map(\.path).filter { $0.hasPrefix("docs/") })

    private static func ruleNumbers(in text: String) -> Set<String> {
        let series = "CO|ROOM|CF|CHAT|ST|DIST|WA|MAIL|AG|PH|CALL|WEB|CHG|PRIV|INV|WL|STAT|R|P"
        return Set(Pattern(#"\b(?:\#(series))-\d{1,2}\b"#).matches(in: text).map { $0[0] })
    }

    @Test("every rule that is named stands in docs/rules.md")
    func rulesAreExplained() throws {
        let rules = try #require(Project.files.first { $0.path == "docs/rules.md" })
        let explained = Set(Pattern(#"\*\*([A-Z]+-\d+)\*\*"#).matches(in: rules.text).map { $0[1] })
        for file in Self.files {
            let missing = Self.ruleNumbers(in: file.text).subtracting(explained).sorted()
            #expect(missing == [], "\(file.path) names \(missing)")
        }
    }

    @Test("every document and decision that is named exists")
    func documentsExist() {
        let listed = Self.documents.sorted().joined(separator: "\n")
        let numbers = Set(Pattern(#"decisions/(\d{4})-"#).matches(in: listed).map { $0[1] })
        let decision = Pattern(#"\bdecisions?[ /](\d{4})\b"#)
        let document = Pattern(#"\bdocs/[\w/-]+\.(?:md|yaml|svg|png)\b"#)
        for file in Self.files {
            for match in decision.matches(in: file.text) {
                let number = match[1]
                #expect(numbers.contains(number), "\(file.path) names decision \(number)")
            }
            for match in document.matches(in: file.text) {
                let path = match[0]
                #expect(Project.exists(path), "\(file.path) names \(path)")
            }
        }
    }

    @Test("every file that a document names exists")
    func filesExist() {
        let path = Pattern(#"`((?:Sources|Web|Tests|Plugins|Benchmarks|bin|docs)/[\w./+-]+)`"#)
        for file in Self.files where file.path.hasSuffix(".md") {
            for match in path.matches(in: file.text) where !match[1].contains("NNNN") {
                #expect(Project.exists(match[1]), "\(file.path) names \(match[1])")
            }
        }
    }

    @Test("the project stands alone")
    func nothingOutsideIsNamed() {
        let names = "DESIGN|PROOF|STYLE|TOOLBOX|PERFORMANCE"
        let outside = Pattern(#"\bSPEC\b|/work/|\b(?:\#(names))\.md\b|\[ref\]"#)
        for file in Self.files {
            for range in outside.ranges(in: file.text) {
                let number = file.text[..<range.lowerBound].count { $0 == "\n" } + 1
                let name = file.text[range]
                Issue.record("\(file.path):\(number) names \(name), which is not in this project")
            }
        }
    }

    @Test("rule numbers are told from other names")
    func numbersAreTold() {
        #expect(
            Self.ruleNumbers(in: "DIST-5, (CHAT-10), SHA-256 and UTF-8") == ["DIST-5", "CHAT-10"])
    }
}
