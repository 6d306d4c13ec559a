import Testing

@Suite("single lines")
struct LineRuleTests {
    @Test("a rule finds its bad line and passes its good one", arguments: LineRules.all)
    func ruleWorks(_ rule: Rule) throws {
        let path = try #require(rule.folders.first) + "Example" + #require(rule.endings.first)
        let bad = ProjectFile(path: path, text: rule.bad + "\n")
        let good = ProjectFile(path: path, text: rule.good + "\n")

        #expect(!rule.breaches(in: bad).isEmpty)
        #expect(rule.breaches(in: good) == [])
    }

    @Test("a reason on the same line excuses where the rule says so")
    func reasonExcuses() throws {
        let rule = try #require(LineRules.all.first { $0.isExcusedByReason })
        let path = "Sources/Storage/Example.swift"
        let excused = rule.bad + "  // The lock guards it."
        let unexcused = rule.bad + "  // ok"

        #expect(rule.breaches(in: ProjectFile(path: path, text: excused)) == [])
        #expect(!rule.breaches(in: ProjectFile(path: path, text: unexcused)).isEmpty)
    }

    @Test("every line keeps the rule", arguments: LineRules.all)
    func treeObeys(_ rule: Rule) {
        for file in Project.files where rule.applies(to: file.path) {
            for breach in rule.breaches(in: file) { Issue.record("\(breach)") }
        }
    }

    @Test(
        "comments and strings are told from code",
        arguments: [
            ("let a = 1 // Task {", "let a = 1"),
            (#"let a = "Task {" + b"#, #"let a = "      " + b"#),
            (#"let a = "x \(f("y")) z""#, #"let a = "   (f(" "))  ""#),
            (##"let a = #"a " b"# + c"##, ##"let a = #"     "# + c"##),
            ("a /* b /* c */ d */ e", "a                   e"),
        ])
    func codeIsTold(_ text: String, _ code: String) {
        let read = SourceCode.code(of: text, dialect: .swift)
        #expect(read.utf8.count == text.utf8.count)
        #expect(read.hasPrefix(code))
        #expect(read.dropFirst(code.count).allSatisfy { $0 == " " })
    }
}
