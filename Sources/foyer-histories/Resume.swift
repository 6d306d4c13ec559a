import ArgumentParser
import FoyerTestSupport

/// Resume after cuts, sleep and half-open sockets.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Cuts connections in every way, and checks that every screen is complete.")

    @OptionGroup var options: HistoryOptions

    func run() async throws {
        let told = try await ManyHistories(options.seeds, workers: HistoryOptions.workers) { seed in
            let (breaches, tally) = try await ResumeStory.breaches(seed: seed)
            return (breaches, tally)
        }
        try judge(told.fault, "resume")
        guard options.seed == nil else { return }
        var sum = ResumeStory.Tally()
        for tally in told.outcomes { sum.add(tally) }
        try await hunt(SQLBug.resumeByTime.rawValue) {
            try await ResumeStory.breaches(seed: $0, planting: .resumeByTime).breaches
        }
        try await hunt(FrameBug.Kind.gapAnsweredAsComplete.rawValue) {
            try await ResumeStory.breaches(seed: $0, frames: .gapAnsweredAsComplete).breaches
        }
        print(
            "\(told.outcomes.count) histories of 3 devices a side, \(sum.texts) texts, "
                + "\(sum.cuts) cuts of \(sum.shortestCut)–\(sum.longestCut) ms (\(sum.tunnels) of "
                + "all devices), \(sum.sleeps) sleeping tabs, \(sum.halfOpens) half-open sockets, "
                + "\(sum.ended) customers and \(sum.turns) agents lost; every screen complete; "
                + "resumeByTime and gapAnsweredAsComplete caught")
    }
}
