import ArgumentParser
import Foundation

/// `foyer-load bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "All figures: W1 closed, at 500/s and at 2,000/s, W2, W3 and the start.",
        discussion: """
            W1 runs on SQLite, and with --database on PostgreSQL too. A figure under its floor is \
            told; it is a failure only of the machine or of us, and the run goes on.
            """)

    @OptionGroup var server: ServerOptions

    @Option(help: "Append one line for each bench to this file.")
    var record: String?

    @Option(help: "Chats of W1.")
    var chats = 200

    @Option(help: "Measured seconds of each W1.")
    var seconds = 30.0

    @Argument(help: "Only the benches whose names begin so, such as w1-sqlite. Default: all.")
    var names: [String] = []

    func run() async throws {
        let bench = Bench(options: server, chats: chats, seconds: seconds)
        for piece in bench.pieces() {
            guard names.isEmpty || names.contains(where: { piece.name.hasPrefix($0) }) else {
                continue
            }
            var line = Report()
            line.add("bench", piece.name)
            line.add(Machine.report(dataFolder: NSTemporaryDirectory()))
            let report = try await piece.measure()
            line.add(report)
            print(piece.name)
            for text in line.lines.dropFirst() { print(text) }
            for floor in piece.floors {
                if let complaint = floor.complaint(about: report, factor: 1) {
                    print("  ! \(complaint)")
                }
            }
            if let record { try foyer_load.record(line.json, in: record) }
        }
    }
}
