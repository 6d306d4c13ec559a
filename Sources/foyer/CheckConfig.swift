import ArgumentParser
import FoyerCore
import FoyerServer
import Storage

struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check the flags and variables of 'serve' without starting it.")

    @OptionGroup var options: ServeOptions

    func run() throws {
        let checked = try options.checkedOrExit()
        print("The configuration is valid.")
        print("  listen       \(checked.server.host):\(checked.server.port)")
        print("  public URL   \(checked.server.publicURL)")
        if let plans = checked.server.plans {
            print("  plans        \(plans.all.map(\.key).joined(separator: ", "))")
        }
        print(
            "  database     \(checked.database?.description ?? "SQLite in \(checked.dataFolder)")")
    }
}
