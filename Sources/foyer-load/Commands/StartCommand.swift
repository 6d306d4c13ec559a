import ArgumentParser

/// `foyer-load start`
struct StartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "From the start of the process to ready, and the memory then.",
        discussion: """
            On a folder that `foyer demo` filled, one start after the other; the median of all. \
            Ready means that /readyz answers 200.
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Starts to measure.")
    var runs = 10

    func validate() throws {
        guard server.url == nil else { throw ValidationError("a running server cannot be started") }
        guard runs > 0 else { throw ValidationError("--runs counts from 1") }
    }

    func run() async throws {
        try output.write("start", try await StartBench(options: server, runs: runs).report())
    }
}
