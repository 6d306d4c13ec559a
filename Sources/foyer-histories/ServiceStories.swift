import ArgumentParser
import FoyerTestSupport

/// The simulator's histories through the real service.
struct ServiceStories: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Tells the simulator's histories to the service, which decides the same.")

    @OptionGroup var options: HistoryOptions

    func run() async throws {
        let told = try await ManyHistories(options.seeds, workers: HistoryOptions.workers) { seed in
            let (differences, tally) = try await StoryTelling.differences(
                seed: seed, comparingEachStep: options.seed != nil)
            return (differences, tally)
        }
        try judge(told.fault, "service")
        guard options.seed == nil else { return }
        var sum = StoryTelling.Tally()
        for tally in told.outcomes { sum.add(tally) }
        try await hunt(SQLBug.searchNotSaved.rawValue) {
            try await StoryTelling.differences(seed: $0, planting: .searchNotSaved).differences
        }
        print(
            "\(told.outcomes.count) histories through the service on two nodes, \(sum.events) "
                + "events: \(sum.offers) offers, \(sum.winners) winners and \(sum.explanations) "
                + "explanations as the pure engine's; searchNotSaved caught")
    }
}
