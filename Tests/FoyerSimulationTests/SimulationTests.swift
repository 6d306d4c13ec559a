import FoyerSimulation
import Testing

/// seeded histories, judged after every event.
@Suite(.serialized) struct SimulationTests {
    /// A few of those that `bin/steps/simulate` tells by the ten thousand.
    @Test("histories keep every promise, and are long and crowded enough")
    func histories() async throws {
        let summary = await Simulation.runMany(seeds: 0..<600, workers: 2)

        #expect(summary.failure == nil)
        #expect(summary.historyCount == 600 && summary.fewestEvents >= 200)
        #expect(summary.crowdedCount * 2 >= summary.historyCount)
        #expect(summary.digest == Simulation.runMany(seeds: 0..<600).digest)
    }

    @Test("too few histories, and what never happened in them, are told")
    func shortcomings() {
        let summary = Simulation.runMany(seeds: 1..<3)
        #expect(summary.shortcomings.contains { $0.hasPrefix("event restarted: ") })
        #expect(summary.shortcomings.contains { $0.hasPrefix("sizes: ") })
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
        #expect(String(Simulation.runMany(seeds: 0..<40).digest, radix: 16) == "c126867a1ff6d0b5")
    }

    /// One of them; `bin/steps/simulate` tells of all, in a release build.
    @Test("a planted bug is seen, and its seed is told")
    func planted() throws {
        let summary = Simulation.runMany(seeds: 0..<2_000, mutation: .neverTires)

        let failure = try #require(summary.failure)
        #expect(failure.contains("foyer simulate --seed \(summary.historyCount - 1)"))
    }

    /// `foyer-histories mutants` proves that nothing else sees them.
    @Test("each promise sees a bug of its own", arguments: Mutation.seenOnlyBy.indices)
    func seenByItsPromise(index: Int) throws {
        let (promise, mutation) = Mutation.seenOnlyBy[index]
        let violations = (1...30 as ClosedRange<UInt64>).lazy
            .compactMap { Simulation.run(seed: $0, mutation: mutation).violation }
        #expect(violations.first?.promise == promise)
    }

    @Test("a mutant that survives, or is seen by another promise than its own, is not killed")
    func survivor() {
        let survivor = MutantReport(mutation: .neverTires, caught: nil, alone: nil)
        #expect(!survivor.isKilled && survivor.description == "SURVIVED: neverTires")
        let betrayed = MutantReport(
            mutation: .bothOverbook, caught: (3, .withinCapacity), alone: (.withinCapacity, 7))
        #expect(!betrayed.isKilled && betrayed.description.hasPrefix("SEEN BY ANOTHER"))
    }
}
