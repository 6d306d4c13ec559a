import ArgumentParser
import Foundation
import FoyerTestSupport

/// Tells seeded histories to the real service, for the tests only. Never shipped: no product names
/// it.
@main
struct FoyerHistories: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "foyer-histories",
        abstract: "Tells seeded histories to the service, and judges what came of them.",
        subcommands: [Mutants.self, Screens.self, Resume.self, ServiceStories.self])
}

struct HistoryOptions: ParsableArguments {
    @Option(help: "How many histories.")
    var histories: UInt64 = 100

    @Option(help: "Tell this one only, as a fault's line says.")
    var seed: UInt64?

    var seeds: Range<UInt64> { seed.map { $0..<($0 + 1) } ?? 1..<(histories + 1) }

    func validate() throws {
        guard histories >= 1, histories < .max else {
            throw ValidationError("--histories must be at least 1.")
        }
    }

    static var workers: Int { ProcessInfo.processInfo.activeProcessorCount }
    /// Histories in which a planted bug must have been seen.
    static let plantedSeeds: Range<UInt64> = 1..<401
}

/// Says what was found, and fails where it was something.
func judge(_ fault: (seed: UInt64, found: [String])?, _ command: String) throws {
    guard let fault else { return }
    for found in fault.found { print(found) }
    print("again: foyer-histories \(command) --seed \(fault.seed)")
    throw ExitCode.failure
}

/// Plants a bug, and fails where no history sees it.
func hunt(
    _ bug: String, _ tell: @escaping @Sendable (UInt64) async throws -> [String]
) async throws {
    let told = try await ManyHistories(HistoryOptions.plantedSeeds, workers: HistoryOptions.workers)
    { seed in (try await tell(seed), ()) }
    guard let fault = told.fault else {
        print("SURVIVED: \(bug)")
        throw ExitCode.failure
    }
    print("caught: \(bug) by seed \(fault.seed), \(fault.found.first?.prefix(100) ?? "")")
}
