import ArgumentParser

/// `foyer-load idle`
struct IdleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle",
        abstract: "Connections that do nothing: the memory that each costs (W2).",
        discussion: """
            Resident memory after minus before, divided by the sockets; and what their log-on \
            cost. Sockets of agents are spread over some accounts; customers wait in as many chats.
            """,
        aliases: ["w2"])

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Sockets to open.")
    var sockets = 5_000

    @Option(help: "Who connects: agents or customers.")
    var kind = IdleBench.Kind.agents

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = IdleBench.Plan(sockets: sockets, kind: kind)
            return try await IdleBench(session: session, plan: plan).report()
        }
        try output.write("idle (W2)", report)
    }
}
