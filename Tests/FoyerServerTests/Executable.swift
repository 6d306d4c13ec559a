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
final class StartedProcess: Sendable {
    struct Ended: Error, CustomStringConvertible { let description: String }

    private struct State {
        var output = ""
        var errors = ""
        var waiting: [(part: String, CheckedContinuation<String?, Never>)] = []
        var isEnded = false
    }

    private let state = Mutex(State())
    private let pid: Int32
    private let ends: AsyncStream<Int32>

    init(_ arguments: [String], environment: [String: String] = [:], folder: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: Executable.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        self.ends = ends
        // Exits are told once both pipes are at their end: nothing is missing then.
        let open = Mutex(3)
        let closed: @Sendable (Process?) -> Void = { process in
            let isLast = open.withLock { open in
                open -= 1
                return open == 0
            }
            _ = process
            if isLast { end.finish() }
        }
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            end.yield(isSignal ? -process.terminationStatus : process.terminationStatus)
            closed(process)
        }
        try process.run()
        pid = process.processIdentifier
        read(output, closed) { $0.output += $1 }
        read(errors, closed) { $0.errors += $1 }
    }

    private func read(
        _ pipe: Pipe, _ closed: @escaping @Sendable (Process?) -> Void,
        _ add: @escaping @Sendable (inout State, String) -> Void
    ) {
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                self?.finishWaiting()
                return closed(nil)
            }
            self?.take(String(decoding: data, as: UTF8.self), add)
        }
    }

    private func take(_ text: String, _ add: (inout State, String) -> Void) {
        let met = state.withLock { state in
            add(&state, text)
            let met = state.waiting.filter { state.output.contains($0.part) }
            state.waiting.removeAll { waiting in met.contains { $0.part == waiting.part } }
            return met.map { ($0.1, state.output) }
        }
        for (continuation, output) in met { continuation.resume(returning: output) }
    }

    private func finishWaiting() {
        let waiting = state.withLock { state in
            state.isEnded = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, continuation) in waiting { continuation.resume(returning: nil) }
    }

    /// The first line of the output with that part; throws when the program ends without it.
    func line(containing part: String) async throws -> String {
        let output = await withCheckedContinuation { continuation in
            let known = state.withLock { state -> String?? in
                if state.output.contains(part) { return .some(state.output) }
                if state.isEnded { return .some(nil) }
                state.waiting.append((part, continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
        guard let line = output?.split(separator: "\n").first(where: { $0.contains(part) }) else {
            throw Ended(description: state.withLock { "ended with: \($0.output)\($0.errors)" })
        }
        return String(line)
    }

    func kill(_ signal: Int32) { _ = Foundation.kill(pid, signal) }

    /// Waits for the end. A negative status is the signal that ended it.
    func outcome() async -> Executable.Outcome {
        var status: Int32 = 0
        for await end in ends { status = end }
        return state.withLock {
            Executable.Outcome(status: status, output: $0.output, errors: $0.errors)
        }
    }
}
