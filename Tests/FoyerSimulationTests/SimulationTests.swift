import FoyerSimulation
import Testing

/// seeded histories, judged after every event.
@Suite(.serialized) struct SimulationTests {
    @Test("5,000 histories keep every promise, and meet every transition a hundred times")
    func histories() throws {
        let summary = Simulation.runMany(seeds: 0..<5_000)

        #expect(summary.failure == nil)
        let rare = summary.counts.rows.filter { $0.count < 100 }.map(\.name)
        #expect(rare == [], "\(summary.table)")
        #expect(summary.eventCount >= summary.historyCount * 200)
        #expect(summary.crowdedCount * 2 >= summary.historyCount)
    }

    /// 3082: a room's new settings freed several agents at once, and the last agent of a waiting
    /// customer was not asked first.
    @Test("what was found once stays mended", arguments: [3_082] as [UInt64])
    func found(seed: UInt64) {
        #expect(Simulation.run(seed: seed).failure == nil)
    }

    @Test("equal seeds give equal histories")
    func repetition() {
        for seed in [1, 99, 4_711] as [UInt64] {
            #expect(Simulation.run(seed: seed) == Simulation.run(seed: seed))
        }
        #expect(Simulation.run(seed: 1).digest != Simulation.run(seed: 2).digest)
    }

    /// Every process hashes differently; this one too. When a rule changes, so does the figure:
    /// then run `foyer simulate` in two processes, see that they agree, and write the new one down.
    @Test("histories are the same as in the process that wrote this figure down")
    func otherProcess() {
        #expect(String(Simulation.runMany(seeds: 0..<40).digest, radix: 16) == "148c6087d6ffd51f")
    }

    @Test("every planted bug is seen within 2,000 seeds", arguments: Mutation.allCases)
    func planted(mutation: Mutation) throws {
        let summary = Simulation.runMany(seeds: 0..<2_000, mutation: mutation)

        let failure = try #require(summary.failure, "\(mutation) survived")
        #expect(failure.contains("foyer simulate --seed \(summary.historyCount - 1)"))
    }
}
