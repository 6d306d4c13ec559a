import ArgumentParser
import Foundation
import FoyerSimulation

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run seeded histories through the distribution engine and check its invariants.")

    @Option(help: "How many histories.")
    var seeds: UInt64 = 1_000

    @Option(help: "Run this one history only, as a failure's replay line says.")
    var seed: UInt64?

    func run() throws {
        guard seeds >= 1, seeds < .max else { throw ValidationError("--seeds must be at least 1.") }
        let range = seed.map { $0..<($0 + 1) } ?? 1..<(seeds + 1)
        let summary = Simulation.runMany(seeds: range)
        print(summary)
        guard summary.failure == nil else { throw ExitCode.failure }
    }
}
