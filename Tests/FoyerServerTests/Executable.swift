import Foundation
import FoyerTestSupport
import Synchronization

/// The built program, run as an operator runs it.
struct Executable {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// `FOYER_BINARY`, else what stands beside the tests.
    static let path: String =
        ProcessInfo.processInfo.environment["FOYER_BINARY"]
        ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "foyer").path

    /// Runs it to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws
        -> Outcome
    {
        try await withFolder { folder in
            let process = try StartedProcess(arguments, environment: environment, folder: folder)
            return await process.outcome()
        }
    }

    /// Runs the server on a free port for as long as `body` takes, and ends it if that did not.
    static func serving<Output: Sendable>(
        data: String, _ more: [String] = [],
        _ body: (StartedProcess, _ port: Int) async throws -> Output
    ) async throws -> Output {
        let process = try StartedProcess(
            ["serve", "--listen", "127.0.0.1:0", "--data", data] + more, folder: "/")
        do {
            let line = try await process.line(containing: "listens on port ")
            let digits = line.split(separator: " ").last?.dropLast() ?? ""
            let output = try await body(process, Int(digits) ?? 0)
            process.kill(SIGKILL)
            _ = await process.outcome()
            return output
        } catch {
            process.kill(SIGKILL)
            _ = await process.outcome()
            throw error
        }
    }
}

/// One run of the program.
///
/// It writes to files and is waited for by its number, so that nothing depends on who else holds an
/// end of a pipe: every process that is started at the same moment would inherit one.
final class StartedProcess: Sendable {
    struct Ended: Error, CustomStringConvertible { let description: String }

    private let pid: pid_t
    private let outputs: Outputs
    private let ends: Task<Int32, Never>

    init(_ arguments: [String], environment: [String: String] = [:], folder: String) throws {
        outputs = try Outputs()
        let environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        pid = try Self.spawn(arguments, environment, folder: folder, outputs)
        ends = Self.end(of: pid)
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String: String], folder: String, _ outputs: Outputs
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputs.output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, outputs.errors, flags, 0o600)
        // env(1) moves to the folder and becomes the program.
        var words = (["env", "-C", folder, Executable.path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, "/usr/bin/env", &actions, nil, &words, &variables)
        guard code == 0 else {
            throw Ended(description: "\(Executable.path): \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// A thread of its own waits: a blocked one of the tests' would be missed.
    private static func end(of pid: pid_t) -> Task<Int32, Never> {
        Task {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    var status: Int32 = 0
                    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                    // The low seven bits name the signal, the byte above them the exit status.
                    let signal = status & 0x7f
                    continuation.resume(returning: signal == 0 ? (status >> 8) & 0xff : -signal)
                }
            }
        }
    }

    /// The first line of the output with that part; throws when the program ends without it.
    func line(containing part: String) async throws -> String {
        let hasEnded = Mutex(false)
        let watch = Task {
            _ = await ends.value
            hasEnded.withLock { $0 = true }
        }
        defer { watch.cancel() }
        while true {
            // Asked first: what was written before the end is then in the file.
            let isLastLook = hasEnded.withLock { $0 }
            let lines = outputs.readOutput().split(
                separator: "\n", omittingEmptySubsequences: false)
            if let line = lines.dropLast().first(where: { $0.contains(part) }) {
                return String(line)
            }
            guard !isLastLook else {
                throw Ended(
                    description: "ended with: \(outputs.readOutput())\(outputs.readErrors())")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    func kill(_ signal: Int32) { _ = Foundation.kill(pid, signal) }

    /// Waits for the end. A negative status is the signal that ended it.
    func outcome() async -> Executable.Outcome {
        let status = await ends.value
        return Executable.Outcome(
            status: status, output: outputs.readOutput(), errors: outputs.readErrors())
    }
}

/// The files that a program writes to, gone with this value.
private final class Outputs: Sendable {
    let folder: String
    var output: String { folder + "/output" }
    var errors: String { folder + "/errors" }

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "foyer-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func readOutput() -> String { read(output) }
    func readErrors() -> String { read(errors) }

    private func read(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
