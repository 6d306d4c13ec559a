import ArgumentParser
import FoyerAPI

struct CheckRoomsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-rooms",
        abstract: "Name settings that cannot work, in one room or all.",
        discussion: "Ends with 1 when something was found.")

    @OptionGroup var server: ServerOptions

    @Argument(help: "The room's name; all rooms without it.")
    var room: String?

    func run() async throws {
        let rooms = try await server.request("rooms")["rooms"]?.elements ?? []
        let wanted = rooms.filter { room == nil || $0["name"]?.string == room }
        guard !wanted.isEmpty else {
            stop(because: "There is no room '\(room ?? "")'. 'foyer room list' lists them.")
        }
        var count = 0
        for each in wanted {
            let (id, name) = (each["id"]?.string ?? "", each["name"]?.string ?? "")
            let settings = try await server.request("rooms/\(id)/settings")
            for finding in settings["findings"]?.elements ?? [] {
                count += 1
                let field = finding["field"]?.string ?? ""
                let message = finding["message"]?.string ?? ""
                print("\(name)\t\(field.isEmpty ? "-" : field)\t\(message)")
            }
        }
        if count > 0 { throw ExitCode(1) }
    }
}
