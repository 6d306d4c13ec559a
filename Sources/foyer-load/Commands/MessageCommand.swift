import ArgumentParser

/// `foyer-load message`
struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message",
        abstract: "Customers write, agents see: messages a second and their times (W1).",
        discussion: """
            Each chat has a customer's and an agent's socket of its own. Closed loop: one message \
            in flight in each chat, the next when it was acknowledged to the customer and seen by \
            the agent. With --rate: so many messages a second over all chats, times counted from \
            when a message was due. With --database the processor seconds hold PostgreSQL's too.
            """,
        aliases: ["w1"])

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Chats, each of one customer and one agent.")
    var chats = 200

    @Option(help: "Seconds that are measured, after two that are not.")
    var seconds = 30.0

    @Option(help: "Messages a second over all chats. Default: closed loop.")
    var rate: Int?

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = MessageBench.Plan(chats: chats, seconds: seconds)
            let bench = try await MessageBench(session, plan)
            if let rate { return try await bench.open(rate: rate) }
            return try await bench.closed()
        }
        try output.write(
            "message (W1), \(server.database == nil ? "SQLite" : "PostgreSQL")", report)
    }
}
