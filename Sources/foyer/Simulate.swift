import ArgumentParser
import Foundation
import FoyerSimulation

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run seeded histories through the distribution engine and check its invariants.")

    @Option(help: "How many histories.")
    var seeds: UInt64 = 1_000

    @Option(help: "The first history's seed.")
    var from: UInt64 = 1

    @Option(help: "Run this one history only, as a failure's replay line says.")
    var seed: UInt64?

    @Flag(help: "Also fail when a transition happened too rarely to prove anything.")
    var complete = false

    func run() async throws {
        let (end, overflow) = from.addingReportingOverflow(seeds)
        guard seeds >= 1, !overflow else { throw ValidationError("--seeds must be at least 1.") }
        let range = seed.map { min($0, .max - 1)..<(min($0, .max - 1) + 1) } ?? from..<end
        let workers = ProcessInfo.processInfo.activeProcessorCount
        let summary = await Simulation.runMany(seeds: range, workers: workers)
        print(summary)
        let shortcomings = complete ? summary.shortcomings : []
        for shortcoming in shortcomings { print("too little: \(shortcoming)") }
        guard summary.failure == nil, shortcomings.isEmpty else { throw ExitCode.failure }
    }
}
