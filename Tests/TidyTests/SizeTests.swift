import Testing

/// How long a file, a line and a function may be.
enum Sizes {
    static let fileLinesMax = 400
    static let testFileLinesMax = 600
    static let lineColumnsMax = 100
    static let functionLinesMax = 70

    /// What was longer when it was written. The numbers only go down, and then away.
    static let knownLongFiles: [String: Int] = [:]
    static let knownLongFunctions: [String: Int] = [:]

    static func lineCount(_ file: ProjectFile) -> Int {
        file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
    }

    static func fileLinesMax(for path: String) -> Int {
        path.hasPrefix("Tests/") || path.hasSuffix(".test.js") ? testFileLinesMax : fileLinesMax
    }

    /// A sentence when `count` breaks the limit or the ratchet has slack; `nil` when all is well.
    static func verdict(_ subject: String, count: Int, limit: Int, known: Int?) -> String? {
        guard let known else {
            return count > limit
                ? "\(subject) has \(count) lines, at most \(limit) are allowed" : nil
        }
        if count <= limit { return "\(subject) is short now: take it off the list in SizeTests" }
        if count < known { return "\(subject) has \(count) lines: lower its \(known) in SizeTests" }
        return count > known ? "\(subject) grew from \(known) to \(count) lines" : nil
    }
}

@Suite("sizes")
struct SizeTests {
    private static let code = Project.files(
        under: ["Sources/", "Web/", "Tests/", "Plugins/", "Package.swift"],
        endings: [".swift", ".js", ".css"]
    ).filter { !$0.path.hasPrefix("Web/vendor/") }  // foreign code keeps its shape

    @Test("files fit their limit, and the list of long ones only shrinks")
    func filesFit() {
        for file in Self.code {
            let verdict = Sizes.verdict(
                file.path, count: Sizes.lineCount(file), limit: Sizes.fileLinesMax(for: file.path),
                known: Sizes.knownLongFiles[file.path])
            if let verdict { Issue.record("\(verdict)") }
        }
        for path in Sizes.knownLongFiles.keys where !Project.exists(path) {
            Issue.record("\(path) is gone: take it off the list in SizeTests")
        }
    }

    @Test("lines of Swift fit 100 columns")
    func linesFit() {
        for file in Self.code where file.path.hasSuffix(".swift") {
            for (number, line) in zip(1..., file.lines) where line.count > Sizes.lineColumnsMax {
                Issue.record("\(file.path):\(number): \(line.count) columns")
            }
        }
    }

    @Test("functions fit the screen, and the list of long ones only shrinks")
    func functionsFit() {
        var seen: Set<String> = []
        for file in Self.code where !file.path.hasSuffix(".css") {
            for function in FunctionFinder.functions(in: file) {
                let name = "\(file.path) \(function.name)"
                seen.insert(name)
                let verdict = Sizes.verdict(
                    name, count: function.lineCount, limit: Sizes.functionLinesMax,
                    known: Sizes.knownLongFunctions[name])
                if let verdict { Issue.record("\(verdict)") }
            }
        }
        for name in Sizes.knownLongFunctions.keys where !seen.contains(name) {
            Issue.record("\(name) is gone: take it off the list in SizeTests")
        }
    }

    @Test("the lines of a function's body are counted")
    func bodiesAreCounted() {
        let text = """
            protocol Door { func open(_ key: Key) throws }
            func first(then: () -> Void = {}) async throws
            {
                second { "}" }
                // }
            }
            struct Box {
                init?(_ text: String) { return nil }
            }
            """
        let file = ProjectFile(path: "Sources/Example.swift", text: text)
        let functions = FunctionFinder.functions(in: file)
        #expect(functions.map(\.name) == ["first", "init"])
        #expect(functions.map(\.lineCount) == [2, 0])
    }

    @Test("functions and methods of JavaScript are found, and branches are none")
    func javaScriptIsFound() {
        let text = """
            export async function load(path) {
              if (path) {
                return 1
              }
            }
            class Row {
              show(message) {
                this.text = message
              }
            }
            """
        let file = ProjectFile(path: "Web/example.js", text: text)
        let functions = FunctionFinder.functions(in: file)
        #expect(functions.map(\.name) == ["load", "show"])
        #expect(functions.map(\.lineCount) == [3, 1])
    }

    @Test("the ratchet turns one way")
    func ratchetTurnsOneWay() {
        #expect(Sizes.verdict("f", count: 70, limit: 70, known: nil) == nil)
        #expect(Sizes.verdict("f", count: 71, limit: 70, known: nil) != nil)
        #expect(Sizes.verdict("f", count: 90, limit: 70, known: 90) == nil)
        #expect(Sizes.verdict("f", count: 91, limit: 70, known: 90) != nil)
        #expect(Sizes.verdict("f", count: 89, limit: 70, known: 90) != nil)
        #expect(Sizes.verdict("f", count: 70, limit: 70, known: 90) != nil)
    }
}
