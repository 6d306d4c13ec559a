import FoyerTestSupport
import Foundation
import Testing

@testable import FoyerServer

@Suite("A file that is made")
struct PartFileTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: URL(filePath: path), encoding: .utf8)
    }

    @Test("has its name once it is whole, and what has the name already stays")
    func whole() async throws {
        try await withFolder { folder in
            let path = "\(folder)/one"
            let file = try PartFile(path)
            #expect(throws: FileProblem.self, "another is at it") { try PartFile(path) }
            try file.write(Data("text".utf8))
            #expect(!FileManager.default.fileExists(atPath: path))
            try file.finish()
            #expect(try text(path) == "text")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["one"])
            #expect(throws: FileProblem.self) { try PartFile(path) }
        }
    }

    @Test("somebody who was faster keeps the name", arguments: [false, true])
    func faster(isOnFAT: Bool) async throws {
        try await withFolder { folder in
            let file = try NewFile("\(folder)/part")
            try Data("theirs".utf8).write(to: URL(filePath: "\(folder)/one"))
            #expect(throws: FileProblem.self) {
                try isOnFAT ? nameOnFAT(file, folder) : file.name("\(folder)/one")
            }
            #expect(try text("\(folder)/one") == "theirs")
        }
    }

    /// As where a file has one name only.
    private func nameOnFAT(_ file: NewFile, _ folder: String) throws {
        try file.name("\(folder)/one") { _, _ in
            errno = EPERM
            return -1
        }
    }

    @Test("it gets its name where a file has one name only")
    func fat() async throws {
        try await withFolder { folder in
            let file = try NewFile("\(folder)/part")
            try file.write(Data("text".utf8))
            try nameOnFAT(file, folder)
            #expect(try text("\(folder)/one") == "text")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["one"])
        }
    }

    @Test("a link that is planted at its path is not followed", arguments: [false, true])
    func planted(isDangling: Bool) async throws {
        try await withFolder { folder in
            let (path, victim) = ("\(folder)/one", "\(folder)/victim")
            if !isDangling { try Data("precious".utf8).write(to: URL(filePath: victim)) }
            try FileManager.default.createSymbolicLink(
                atPath: "\(path).part", withDestinationPath: victim)
            #expect(throws: FileProblem.self) { try PartFile(path) }
            #expect(throws: FileProblem.self) { try NewFile("\(path).part") }
            #expect(FileManager.default.fileExists(atPath: victim) == !isDangling)
            if !isDangling { #expect(try text(victim) == "precious") }
        }
    }

    @Test("one that was put into its place is neither named nor removed")
    func replaced() async throws {
        try await withFolder { folder in
            let file = try PartFile("\(folder)/one")
            try FileManager.default.removeItem(atPath: file.part)
            try Data("theirs".utf8).write(to: URL(filePath: file.part))
            #expect(throws: FileProblem.self) { try file.finish() }
            file.remove()
            #expect(try text(file.part) == "theirs")
        }
    }

    @Test("what a killed one left long ago makes room")
    func leftover() async throws {
        try await withFolder { folder in
            let path = "\(folder)/one"
            try Data("half".utf8).write(to: URL(filePath: "\(path).part"))
            #expect(throws: FileProblem.self) { try PartFile(path) }
            let old = Date(timeIntervalSinceNow: -Double(PartFile.leftoverSecondsMin) - 60)
            try FileManager.default.setAttributes(
                [.modificationDate: old], ofItemAtPath: "\(path).part")
            let file = try PartFile(path)
            #expect(file.byteCount == 0)
            file.remove()
        }
    }
}
