import Foundation
import FoyerTestSupport
import Testing

/// Which histories the random tests tell: `FOYER_TEST_HISTORIES` says another number of them,
/// `FOYER_TEST_SEED` the one to tell again.
enum Histories {
    static func seeds(_ part: Int, of parts: Int, usually: Int) -> [UInt64] {
        if let seed = number("FOYER_TEST_SEED") { return part == 0 ? [UInt64(seed)] : [] }
        let count = number("FOYER_TEST_HISTORIES") ?? usually
        return (0..<count).filter { $0 % parts == part }.map { UInt64($0) + 1 }
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
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
                for _ in 0..<12 {
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
