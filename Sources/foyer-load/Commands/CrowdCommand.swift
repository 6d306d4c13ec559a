import ArgumentParser

/// `foyer-load crowd`
struct CrowdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crowd",
        abstract: "A thousand ready agents in one room, 20 chats a second, and talk meanwhile.",
        discussion: """
            Every free agent rings. After 2 s a random one of them answers, ends after 20 s, and \
            is ready at once. Puzzles are solved before the first press.
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Agents who are connected and ready.")
    var agents = 1_000

    @Option(help: "Presses a second.")
    var starts = 20.0

    @Option(help: "Seconds of presses.")
    var seconds = 60.0

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = CrowdBench.Plan(agents: agents, startsPerSecond: starts, seconds: seconds)
            return try await CrowdBench(session: session, plan: plan).report()
        }
        try output.write("crowd", report)
    }
}
