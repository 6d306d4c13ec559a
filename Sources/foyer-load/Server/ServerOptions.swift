import ArgumentParser
import Foundation

/// Which server to load.
struct ServerOptions: ParsableArguments {
    @Option(
        name: [.customLong("server"), .customLong("foyer")],
        help: ArgumentHelp(
            "The server to start. Default: the foyer beside this program.",
            discussion: "The foyer in the same folder fills the data and makes the accounts."))
    var server: String?

    @Option(
        parsing: .unconditional,
        help: "Words before the server's command, separated by blanks, for a planted fault.")
    var serverArguments = ""

    @Option(help: "Keep the data in this empty folder. Default: a temporary one.")
    var data: String?

    @Option(help: "postgresql://…; a schema of its own is made in it and dropped. Default: SQLite.")
    var database: String?

    @Option(help: "Load this running server instead of starting one.")
    var url: String?

    @Option(help: "With --url: an administrator's e-mail address.")
    var email: String?

    @Option(help: "With --url: the administrator's password.")
    var password: String?

    func validate() throws {
        guard url == nil || (email != nil && password != nil) else {
            throw ValidationError("--url needs --email and --password")
        }
    }

    /// Runs `body` with what to start; what was made for it is removed afterwards.
    func withPlan<Output>(_ body: (ServerPlan) async throws -> Output) async throws -> Output {
        let folder = data ?? "\(NSTemporaryDirectory())/foyer-load-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let schema = try database.map { try PostgreSQLSchema(on: $0) }
        let plan = ServerPlan(
            executable: executable,
            arguments: serverArguments.split(separator: " ").map(String.init),
            folder: folder, database: schema?.url)
        do {
            let output = try await body(plan)
            try schema?.drop()
            if data == nil { remove(plan) }
            return output
        } catch {
            // The folder and its log stay for whoever looks for the reason.
            try? schema?.drop()  // the first error is the one to tell
            throw error
        }
    }

    private func remove(_ plan: ServerPlan) {
        for path in [plan.folder, plan.log] {
            try? FileManager.default.removeItem(atPath: path)  // a file left behind harms nobody
        }
    }

    private var executable: String {
        if let server { return server }
        let own = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appending(path: "foyer").path
    }
}

/// Where the figures go.
struct OutputOptions: ParsableArguments {
    @Option(help: "Also write the figures to this file, as one JSON object.")
    var json: String?

    /// Prints the figures for people, and as the last line for programs.
    func write(_ title: String, _ report: Report) throws {
        print(title)
        for line in report.lines { print(line) }
        print(report.json)
        if let json { try Data((report.json + "\n").utf8).write(to: URL(filePath: json)) }
    }
}
