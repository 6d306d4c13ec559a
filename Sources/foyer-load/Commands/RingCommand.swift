import ArgumentParser

/// `foyer-load ring`
struct RingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring",
        abstract:
            "From the customer's press to the ring card, at the first and the last agent (W3).",
        discussion: """
            All agents are ready and all of them ring. Each customer leaves once everybody rang. \
            Puzzles are solved before the first press.
            """,
        aliases: ["w3"])

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Agents who are connected and ready.")
    var agents = 200

    @Option(help: "Presses a second.")
    var starts = 20.0

    @Option(help: "Seconds of presses.")
    var seconds = 20.0

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = RingBench.Plan(agents: agents, startsPerSecond: starts, seconds: seconds)
            return try await RingBench(session: session, plan: plan).report()
        }
        try output.write("ring (W3)", report)
    }
}
