import ArgumentParser

@main
struct FoyerLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "foyer-load",
        abstract: "Loads a Foyer server, measures it, and checks that nothing is lost.",
        discussion: """
            Every command starts a server of its own on loopback, fills it, and removes it again; \
            --url loads a running one. Figures are printed for people, and as the last line as one \
            JSON object.
            """,
        subcommands: [
            MessageCommand.self, IdleCommand.self, RingCommand.self, CrowdCommand.self,
            StartCommand.self, EngineCommand.self, ReadyCommand.self, AskCommand.self,
            RoomsCommand.self, RunOutCommand.self, ReturnCommand.self, SilentCommand.self,
            LedgerCommand.self, KillCommand.self, SmokeCommand.self, BenchCommand.self,
        ])
}
