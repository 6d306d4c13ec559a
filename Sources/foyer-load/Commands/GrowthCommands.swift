import ArgumentParser

/// `foyer-load engine`
struct EngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract:
            "The distribution engine alone: events a second, and a chat with 10,000 candidates."
    )

    @OptionGroup var output: OutputOptions

    @Option(help: "Ready agents who are asked in turn.")
    var agents = 10

    func run() throws {
        try output.write("engine", try EngineBench(plan: .init(agents: agents)).report())
    }
}

/// `foyer-load ready`
struct ReadyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "10,000 chats wait and an agent presses ready: until the oldest rings there.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Chats that wait.")
    var waiting = 10_000

    @Option(help: "Presses, by ten agents in turn.")
    var presses = 60

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = ReadyBench.Plan(waitingChats: waiting, presses: presses)
            return try await ReadyBench(session: session, plan: plan).report()
        }
        try output.write("ready", report)
    }
}

/// `foyer-load ask`
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "What a press costs with 10 agents and with 10,000, ten of them ready.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Agents of the large company.")
    var agents = 10_000

    @Option(help: "Presses with few and with many agents, each.")
    var asks = 300

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = AskBench.Plan(agents: agents, asks: asks)
            return try await AskBench(session: session, plan: plan).report()
        }
        try output.write("ask", report)
    }
}

/// `foyer-load rooms`
struct RoomsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rooms",
        abstract: "Publishing where there are 1,000 rooms, and the list of 10,000 rooms.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Rooms of the list.")
    var rooms = 10_000

    @Option(help: "Agents beside the demonstration's.")
    var agents = 10_000

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = RoomsBench.Plan(
                publishingRooms: min(rooms, 1_000), listedRooms: rooms, agents: agents)
            return try await RoomsBench(session: session, plan: plan).report()
        }
        try output.write("rooms", report)
    }
}

/// `foyer-load run-out`
struct RunOutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-out",
        abstract: "100 rings at each of 100 agents run out within moments, while others talk.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Agents at whom as many chats ring as may.")
    var agents = 100

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            try await RunOutBench(session: session, plan: .init(agents: agents)).report()
        }
        try output.write("run-out", report)
    }
}

/// `foyer-load return`
struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "Thousands of sockets are cut and come back at once, while others talk (R-15).")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Sockets: half of them desks, half of them customers who wait.")
    var sockets = 5_000

    @Option(help: "Seconds from the cut in which the others are listened to.")
    var seconds = 15.0

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = ReturnBench.Plan(
                sockets: sockets, accounts: max(1, sockets / 100), seconds: seconds)
            return try await ReturnBench(session: session, plan: plan).report()
        }
        try output.write("return", report)
    }
}

/// `foyer-load silent`
struct SilentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silent",
        abstract: "Some clients never read, and the others must not notice (R-17).")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Chats that are timed, of two sockets each.")
    var chats = 400

    @Option(help: "Clients that never read.")
    var silent = 200

    @Option(help: "Seconds with readers, and again with clients that never read.")
    var seconds = 60.0

    @Flag(help: "The planted fault: the silent ones read after all.")
    var silentRead = false

    func run() async throws {
        let report = try await LoadSession.run(server) { session in
            let plan = SilentBench.Plan(
                chats: chats, silent: silent, seconds: seconds, silentRead: silentRead)
            return try await SilentBench(session: session, plan: plan).report()
        }
        try output.write("silent", report)
    }
}
