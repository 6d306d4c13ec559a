import ArgumentParser
import FoyerTestSupport

/// What both ledger commands ask for.
struct LedgerOptions: ParsableArguments {
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Chats; both sides of each write and watch.")
    var chats = 25

    @Option(help: "Agents who share the chats.")
    var agents = 5

    @Option(help: "What all chance comes from. Default: a new one, printed.")
    var seed: UInt64?

    @Flag(help: "Succeed only when a promise was broken: for a server with a planted fault.")
    var expectFailure = false

    func validate() throws {
        guard agents > 0, chats >= agents, chats <= 20 * agents else {
            throw ValidationError("each agent serves 1 to 20 chats")
        }
    }

    /// Runs the ledger and ends with 0 when the verdict is the wanted one, else with 1.
    func run(kills: Int, seconds: Double) async throws {
        var plan = LedgerRun.Plan(chats: chats, agents: agents, kills: kills, seconds: seconds)
        plan.seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(plan.seed)")
        let chosen = plan
        let outcome: LedgerRun.Outcome
        do {
            outcome = try await LoadSession.run(server, isSoundFirst: true) { session in
                let run = try await LedgerRun(session, chosen)
                let outcome = try await run.outcome()
                if outcome.verdict.isKept != expectFailure { run.removeFiles() }
                return outcome
            }
        } catch {
            print("the run is spoilt, seed \(plan.seed): \(error)")
            throw ExitCode(2)
        }
        try tell(outcome, seed: plan.seed)
        guard outcome.verdict.isKept != expectFailure else {
            print(
                expectFailure ? "no promise was broken" : "a promise was broken, seed \(plan.seed)")
            throw ExitCode(1)
        }
    }

    private func tell(_ outcome: LedgerRun.Outcome, seed: UInt64) throws {
        let verdict = outcome.verdict
        for breach in verdict.breaches.prefix(20) { print("  breach: \(breach)") }
        var report = Report()
        report.add("seed", String(seed))
        report.add("kills", outcome.kills)
        report.add("sent", verdict.sentCount)
        report.add("acknowledged", verdict.acknowledgedCount)
        report.add("stored", verdict.storedCount)
        report.add("lost", verdict.lostCount)
        report.add("doubled", verdict.doubledCount)
        report.add("reordered", verdict.reorderedCount)
        report.add("cuts", outcome.counts.cuts)
        report.add("connections", outcome.counts.connections)
        report.add("gapsAskedFor", outcome.counts.gaps)
        report.add("resyncs", outcome.counts.resyncs)
        report.add("stalls", outcome.counts.stalls)
        for (code, count) in outcome.counts.refusals.sorted(by: { $0.key < $1.key }) {
            report.add("refused.\(code)", count)
        }
        report.add("restartSecondsMax", outcome.restartSecondsMax)
        try output.write("ledger (R-01)", report)
    }
}

/// `foyer-load ledger`
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Everybody writes down what was sent, acknowledged and seen; nothing may differ.",
        discussion: """
            20 of 100 texts are repeated on purpose, 10 of 100 lose their socket before the \
            acknowledgement. At the end everything is resumed and compared. Ends with 1 when a \
            promise was broken, with 2 when the run itself failed.
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: "How long everybody writes.")
    var seconds = 10.0

    func run() async throws { try await options.run(kills: 0, seconds: seconds) }
}

/// `foyer-load kill`
struct KillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "The ledger while the server is killed and started again, over and over (R-01).",
        discussion: """
            SIGKILL at a random moment 0.2 to 3 s after each start, on the same data and port. \
            Ends with 1 when a promise was broken, with 2 when the run itself failed.
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: "How often the server is killed.")
    var kills = 30

    func validate() throws {
        guard options.server.url == nil else {
            throw ValidationError("only a server started here can be killed")
        }
    }

    func run() async throws { try await options.run(kills: kills, seconds: 0) }
}
