import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("The distribution in memory is the one in the rows")
struct DistributionMemoryTests {
    @Test("after every command of a random history", arguments: UInt64(1)...220)
    func random(seed: UInt64) async throws {
        _ = try await live(seed: seed, steps: 80, on: .sqliteMemory)
    }

    @Test("on the other engines, too", arguments: Engine.allCases, UInt64(1_001)...1_003)
    func everyEngine(_ engine: Engine, seed: UInt64) async throws {
        _ = try await live(seed: seed, steps: 120, on: engine)
    }

    @Test("and histories do every command, most of them without refusal")
    func everyCommand() async throws {
        var done: [History.Command: Int] = [:]
        var compared = 0
        var absent = 0
        for seed in UInt64(2_001)...2_006 {
            let (history, oracle) = try await live(seed: seed, steps: 200, on: .sqliteMemory)
            done.merge(history.done) { $0 + $1 }
            compared += oracle.compared
            absent += oracle.absent
        }
        for command in History.Command.allCases {
            #expect(done[command, default: 0] >= 3, "\(command)")
        }
        // A node has no valid memory after the other one's write, or after a room was deleted.
        #expect(compared > absent)
    }

    private func live(
        seed: UInt64, steps: Int, on engine: Engine
    ) async throws -> (history: History, oracle: MemoryOracle) {
        try await engine.withService { house, administrator in
            let nodes = [house, house.another()]
            var history = try await History(seed: seed, nodes: nodes, administrator: administrator)
            var oracle = MemoryOracle()
            for step in 1...steps {
                let (command, node) = try await history.step()
                try await oracle.check(
                    node, administrator.company, "seed \(seed), step \(step), \(command)")
            }
            return (history, oracle)
        }
    }
}
