import ArgumentParser
import FoyerTestSupport

/// Old screen and frames against fresh screen.
struct Screens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares every open screen with a fresh one, after every command.")

    @OptionGroup var options: HistoryOptions

    /// How often each file of commands is met at least, in as many histories as always run.
    private static let timesMin = 100
    private static let historiesForAll = 2_000

    func run() async throws {
        let told = try await ManyHistories(options.seeds, workers: HistoryOptions.workers) { seed in
            try await OracleWorld.differences(seed: seed)
        }
        try judge(told.fault, "screens")
        var counts: [CommandFile: Int] = [:]
        for outcome in told.outcomes { counts.merge(outcome) { $0 + $1 } }
        for file in CommandFile.allCases { print("\(counts[file, default: 0])  \(file.rawValue)") }
        let rarest = CommandFile.allCases.map { counts[$0, default: 0] }.min() ?? 0
        guard told.outcomes.count < Self.historiesForAll || rarest >= Self.timesMin else {
            print("too little: a file of commands is met \(rarest) times")
            throw ExitCode.failure
        }
        guard options.seed == nil else { return }
        for bug in FrameBug.Kind.ofScreens {
            try await hunt(bug.rawValue) {
                try await OracleWorld.differences(seed: $0, frames: bug).0
            }
        }
        print(
            "\(told.outcomes.count) histories, \(CommandFile.allCases.count) files of commands "
                + "each met at least \(rarest) times, every old screen shows what a fresh one "
                + "shows; \(FrameBug.Kind.ofScreens.count) planted bugs caught")
    }
}
