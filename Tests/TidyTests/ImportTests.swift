import Foundation
import Testing

/// The import arrows of docs/architecture.md, target by target.
enum ImportArrows {
    private static let foundation: Set<String> = ["Foundation", "FoundationEssentials"]
    private static let system: Set<String> = ["Synchronization", "Glibc", "Darwin", "Dispatch"]

    /// What each target under Sources/ may import.
    static let allowed: [String: Set<String>] = [
        "FoyerCore": [],
        "FoyerSimulation": ["FoyerCore"],
        "Storage": foundation.union(system).union(["CSQLite", "CPostgres"]),
        "FoyerAPI": foundation.union(["FoyerCore", "Glibc", "Darwin"]),
        "FoyerService": foundation.union(system)
            .union(["FoyerCore", "Storage", "CArgon2", "Crypto", "Logging"]),
        "FoyerRealtime": foundation.union(system)
            .union(["FoyerCore", "FoyerAPI", "FoyerService", "Storage", "NIOCore", "Logging"]),
        "AssetJoining": [],
        "FoyerAssets": [],
        "FoyerServer": foundation.union(system).union(hummingbird).union([
            "FoyerCore", "FoyerAPI", "FoyerService", "FoyerRealtime", "FoyerAssets", "Storage",
            "Logging", "Crypto",
        ]),
        "FoyerTestSupport": foundation.union(system)
            .union([
                "FoyerCore", "FoyerAPI", "FoyerService", "FoyerRealtime", "FoyerSimulation",
                "Storage", "Crypto", "Logging", "NIOCore", "Testing",
            ]),
        "embed-assets": foundation.union(["AssetJoining"]),
        "foyer": foundation.union(system).union([
            "FoyerCore", "FoyerAPI", "FoyerService", "FoyerServer", "FoyerSimulation", "Storage",
            "ArgumentParser", "AsyncHTTPClient", "Logging", "NIOCore", "NIOHTTP1",
        ]),
        "foyer-load": foundation.union(system).union([
            "FoyerCore", "FoyerAPI", "FoyerTestSupport", "Storage", "ArgumentParser",
            "AsyncHTTPClient", "Crypto", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket",
        ]),
        "foyer-echo": foundation.union([
            "FoyerAPI", "FoyerServer", "Hummingbird", "HummingbirdCore", "NIOCore", "Logging",
        ]),
        "foyer-races": foundation.union(system).union([
            "FoyerAPI", "FoyerCore", "FoyerRealtime", "FoyerService", "FoyerTestSupport", "Storage",
            "NIOCore", "NIOPosix", "Logging",
        ]),
        "foyer-histories": foundation.union([
            "FoyerSimulation", "FoyerTestSupport", "ArgumentParser",
        ]),
        "foyer-planted": foundation.union(system)
            .union([
                "FoyerServer", "FoyerService", "Storage", "CFileSystems", "CSQLite",
                "ArgumentParser", "Logging",
            ]),
    ]

    /// The HTTP server and what it stands on: for FoyerServer alone.
    private static let hummingbird: Set<String> = [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOHTTPTypes", "NIOHTTPTypesHTTP1",
        "NIOConcurrencyHelpers", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPCompression", "NIOSSL",
        "ServiceLifecycle", "UnixSignals",
    ]

    static func breaches(in file: ProjectFile) -> [String] {
        let parts = file.path.split(separator: "/")
        guard parts.count > 2 else { return ["\(file.path) stands in no target"] }
        guard let allowed = allowed[String(parts[1])] else {
            return ["the target \(parts[1]) is not in the table of ImportTests"]
        }
        return modules(importedBy: file.code)
            .filter { !allowed.contains($0) }
            .map { "\(file.path) imports \($0), which \(parts[1]) may not" }
    }

    private static func modules(importedBy code: String) -> [String] {
        let words: Set<Substring> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
        return code.split(separator: "\n").compactMap { line in
            var parts = line.split(separator: " ")
            while let first = parts.first, first.hasPrefix("@") || modifiers.contains(first) {
                parts.removeFirst()
            }
            guard parts.first == "import" else { return nil }
            parts.removeFirst()
            if let kind = parts.first, words.contains(kind) { parts.removeFirst() }
            return parts.first?.split(separator: ".").first.map(String.init)
        }
    }

    private static let modifiers: Set<Substring> = ["public", "package", "internal", "private"]
}

@Suite("import arrows")
struct ImportTests {
    @Test("every target imports only what its arrows allow")
    func arrowsHold() {
        for file in Project.files(under: ["Sources/"], endings: [".swift"]) {
            for breach in ImportArrows.breaches(in: file) { Issue.record("\(breach)") }
        }
    }

    @Test(
        "a forbidden import is found, however it is written",
        arguments: [
            "import NIOCore", "@preconcurrency import NIOCore", "import struct NIOCore.ByteBuffer",
            "package import NIOCore",
        ])
    func forbiddenImportIsFound(_ line: String) {
        let file = ProjectFile(path: "Sources/Storage/Example.swift", text: line)
        #expect(ImportArrows.breaches(in: file).count == 1)
    }

    @Test("an allowed import passes")
    func allowedImportPasses() {
        let text = "import CSQLite\nimport Synchronization\n// import NIOCore"
        let file = ProjectFile(path: "Sources/Storage/Example.swift", text: text)
        #expect(ImportArrows.breaches(in: file) == [])
    }
}
