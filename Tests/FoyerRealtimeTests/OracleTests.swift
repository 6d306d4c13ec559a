import Foundation
import FoyerTestSupport
import Testing

/// How many histories the random tests tell; `FOYER_TEST_HISTORIES` says another number.
enum Histories {
    static let count =
        ProcessInfo.processInfo.environment["FOYER_TEST_HISTORIES"].flatMap { Int($0) }

    /// A seed of each run, printed by the first failure so that it can be told again.
    static func seeds(_ part: Int, of parts: Int, usually: Int) -> [UInt64] {
        (0..<(count ?? usually)).filter { $0 % parts == part }.map { UInt64($0) + 1 }
    }
}

@Suite("Old screens and fresh ones")
struct OracleTests {
    @Test(
        "an old screen and its frames show what a fresh screen shows, after every command",
        arguments: 0..<8)
    func oldIsFresh(part: Int) async throws {
        for seed in Histories.seeds(part, of: 8, usually: 320) {
            try await RealtimeHouse.with { house in
                let world = try await OracleWorld(house, seed: seed)
                for _ in 0..<24 {
                    try await world.step()
                    let found = await world.differences()
                    guard found.isEmpty else {
                        Issue.record(
                            "seed \(seed): \(found)\nafter \(world.story.joined(separator: "; "))")
                        return
                    }
                }
            }
        }
    }
}
