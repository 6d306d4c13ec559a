import ArgumentParser
import Foundation

/// `foyer-load bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "All figures: W1 closed, at 500/s and at 2,000/s, W2, W3 and the start.",
        discussion: """
            W1 runs on SQLite, and with --database on PostgreSQL too. A figure under its floor is \
            told; it is a failure only of the machine or of us, and the run goes on. With --judge \
            the exit code is 1 then. Long benches run only when they are named in full.
            """)

    @OptionGroup var server: ServerOptions

    @Option(help: "Append one line for each bench to this file.")
    var record: String?

    @Option(help: "Chats of W1.")
    var chats = 200

    @Option(help: "Measured seconds of each W1.")
    var seconds = 30.0

    @Flag(help: "End with 1 when a figure is worse than its floor.")
    var judge = false

    @Option(help: "Print a line that says what the benches prove, such as R-15.")
    var proof: String?

    @Argument(help: "Only the benches whose names begin so, such as w1-sqlite. Default: all.")
    var names: [String] = []

    func run() async throws {
        var complaints: [String] = []
        let bench = Bench(options: server, chats: chats, seconds: seconds)
        for piece in bench.pieces() {
            let isWanted =
                piece.isLong
                ? names.contains(piece.name)
                : names.isEmpty || names.contains { piece.name.hasPrefix($0) }
            guard isWanted else { continue }
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
                    complaints.append(complaint)
                }
            }
            if let proof { print("proof \(proof): \(piece.name), \(piece.summary(report))") }
            if let record { try foyer_load.record(line.json, in: record) }
        }
        if judge, !complaints.isEmpty { throw ExitCode(1) }
    }
}
