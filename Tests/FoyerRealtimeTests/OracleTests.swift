import Foundation
import FoyerTestSupport
import Testing

/// A few of the histories that `bin/steps/histories` tells by the thousand.
@Suite("Old screens and fresh ones")
struct OracleTests {
    @Test("an old screen and its frames show what a fresh screen shows, after every command")
    func oldIsFresh() async throws {
        let told = try await ManyHistories(1..<17, workers: 2) { seed in
            try await OracleWorld.differences(seed: seed)
        }
        #expect(told.fault == nil)
    }

    /// 445: a desk came back, and an entry that was written while it read that nothing was new was
    /// lost. 329, an agent's new name on an ended chat's screen, has a test in AgentTests.
    @Test("what was found once stays mended", arguments: [445] as [UInt64])
    func found(seed: UInt64) async throws {
        #expect(try await OracleWorld.differences(seed: seed).0 == [])
    }

    @Test("every file of commands has its row in the oracle, and every row its file")
    func everyFile() throws {
        let folder = URL(filePath: #filePath)
            .appending(path: "../../../Sources/FoyerService/Commands").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Self.withoutRow(files) == [])
        #expect(Set(CommandFile.allCases.map(\.rawValue)).subtracting(files) == [])
    }

    @Test("a file of commands without a row is named")
    func fileWithoutRow() {
        #expect(Self.withoutRow(["SetUp.swift", "TransferChat.swift"]) == ["TransferChat.swift"])
    }

    @Test("a field that a frame lacks is seen", arguments: [FrameBug.Kind.roomWithoutGone])
    func planted(bug: FrameBug.Kind) async throws {
        let told = try await ManyHistories(1..<60, workers: 2) { seed in
            try await OracleWorld.differences(seed: seed, frames: bug)
        }
        #expect(told.fault != nil, "\(bug) survived")
    }

    private static func withoutRow(_ files: [String]) -> [String] {
        files.filter { $0.hasSuffix(".swift") && CommandFile(rawValue: $0) == nil }
    }
}
