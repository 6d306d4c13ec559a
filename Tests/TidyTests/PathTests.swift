import Testing

@Suite("paths")
struct PathTests {
    private static let vague: Set<String> = [
        "utils", "util", "helpers", "helper", "common", "misc", "stuff", "shared-utils",
    ]

    /// The vague word in a path's folders or file name, if there is one.
    private static func vagueWord(in path: String) -> String? {
        path.split(separator: "/")
            .map { $0.prefix { $0 != "." }.lowercased() }
            .first { vague.contains($0) }
    }

    @Test("a path says what is in it")
    func pathsAreTelling() {
        for file in Project.files {
            guard let word = Self.vagueWord(in: file.path) else { continue }
            Issue.record("\(file.path): '\(word)' says nothing. Instead: name what the code does")
        }
    }

    @Test("a vague path is found")
    func vaguePathIsFound() {
        #expect(Self.vagueWord(in: "Sources/FoyerCore/Utils/Text.swift") == "utils")
        #expect(Self.vagueWord(in: "Web/shared/helpers.js") == "helpers")
        #expect(Self.vagueWord(in: "Web/shared/connection.js") == nil)
    }
}
