import ArgumentParser
import FoyerServer

@main
struct Foyer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "foyer",
        abstract: "Rooms where customers ask and the right agents answer.",
        discussion: """
            Start with 'foyer serve', open the printed link, and you are set up. Every flag of \
            'serve' may also be given as an environment variable: --listen as FOYER_LISTEN, \
            --public-url as FOYER_PUBLIC_URL, and so on. A flag wins over the variable.
            """,
        version: ServerConfiguration.version,
        subcommands: [
            Serve.self, CheckConfig.self, Demo.self, RoomCommand.self, CheckRoomsCommand.self,
            CompanyCommand.self,
            BackupCommand.self,
            RestoreCommand.self, Simulate.self,
        ])
}
