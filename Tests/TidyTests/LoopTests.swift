import Foundation
import Testing

/// No decision may depend on the order of a Set or Dictionary: it differs from process to process.
///
/// A heuristic: it knows the names that the same file declares as a Set or Dictionary.
enum UnorderedLoops {
    static func breaches(in file: ProjectFile) -> [String] {
        let code = file.code
        let names = declaredNames(in: code)
        guard !names.isEmpty else { return [] }
        let name = #"(?:self\.)?(?:"# + names.joined(separator: "|") + #")(?:\.keys|\.values)?"#
        let loop = #"\bin\s+"# + name + #"\s*(?:\{|where\b)"#
        let walk =
            #"(?<![.\w])"# + name
            + #"\.(?:forEach|map|compactMap|flatMap|first|reduce|enumerated)\b"#
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(1..., lines).compactMap { number, line in
            let found = [loop, walk].contains {
                line.range(of: $0, options: .regularExpression) != nil
            }
            return found
                ? "\(file.path):\(number): \(line.trimmingCharacters(in: .whitespaces))" : nil
        }
    }

    private static func declaredNames(in code: String) -> [String] {
        let declared =
            #"\b(?:let|var)\s+(\w+)\s*(?::\s*(?:Set<|Dictionary<|\[[^\[\]\n]+:[^\[\]\n]+\])"#
            + #"|=\s*(?:Set[<(]|Dictionary[<(]|\[:\]))"#
        return Set(Pattern(declared).matches(in: code).map { $0[1] }).sorted()
    }
}

@Suite("order of decisions")
struct LoopTests {
    @Test("FoyerCore loops over nothing unordered")
    func coreIsOrdered() {
        for file in Project.files(under: ["Sources/FoyerCore/"], endings: [".swift"]) {
            for breach in UnorderedLoops.breaches(in: file) {
                Issue.record("\(breach)\n  Instead: keep an array, or loop over .sorted()")
            }
        }
    }

    @Test(
        "an unordered loop is found",
        arguments: [
            "let seen: Set<Int> = []\nfor one in seen {",
            "var load: [Int: Int] = [:]\nfor (key, value) in load where value > 0 {",
            "var load: [Int: Int] = [:]\nfor value in load.values {",
            "let seen = Set(list)\nlet names = seen.map(\\.name)",
        ])
    func loopIsFound(_ text: String) {
        let file = ProjectFile(path: "Sources/FoyerCore/Example.swift", text: text)
        #expect(UnorderedLoops.breaches(in: file).count == 1)
    }

    @Test(
        "an ordered loop passes",
        arguments: [
            "let seen: Set<Int> = []\nfor one in seen.sorted() {",
            "let list: [Int] = []\nfor one in list {",
            "let seen: Set<Int> = []\nif seen.contains(1) {",
        ])
    func orderedLoopPasses(_ text: String) {
        let file = ProjectFile(path: "Sources/FoyerCore/Example.swift", text: text)
        #expect(UnorderedLoops.breaches(in: file) == [])
    }
}
