import Foundation
import FoyerAPI
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server that this program starts, kills and starts again, on one port and one data folder.
final class ServerProcess: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let plan: ServerPlan
    let port: Int
    private let running = Mutex<Process?>(nil)

    var url: String { "http://127.0.0.1:\(port)" }

    init(_ plan: ServerPlan) throws {
        self.plan = plan
        port = try freePort()
    }

    /// The process' number; nil while it does not run.
    var processID: Int32? { running.withLock { $0?.processIdentifier } }

    /// Fills the empty data folder and tells how to log on.
    func fill() throws -> Demo {
        let process = Process()
        process.executableURL = URL(filePath: plan.filler)
        process.arguments =
            ["demo", "--data", plan.folder] + plan.databaseArguments + ["--public-url", url]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = try FileHandle.appending(to: plan.log)
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "demo ended with \(process.terminationStatus); \(plan.log)")
        }
        return try Demo(try JSONValue(parsing: Array(bytes)))
    }

    /// Starts the process; it does not listen yet.
    ///
    /// `sound` leaves a planted fault out, so that accounts and chats can be made without it.
    func start(sound: Bool = false) throws {
        let process = Process()
        process.executableURL = URL(filePath: sound ? plan.filler : plan.executable)
        process.arguments =
            (sound ? [] : plan.arguments) + [
                "serve", "--listen", "127.0.0.1:\(port)", "--data", plan.folder,
            ]
            + plan.databaseArguments
            + ["--public-url", url, "--asks-per-minute", "0", "--log-ons-per-minute", "0"]
            + ["--messages-per-minute", "0", "--reads-per-minute", "0"]
            + ["--sockets-per-minute", "0", "--connections-per-address", "0"]
        let log = try FileHandle.appending(to: plan.log)
        process.standardOutput = log
        process.standardError = log
        try process.run()
        Children.add(process.processIdentifier)
        running.withLock { $0 = process }
    }

    /// Waits until the server answers that it is ready; seconds from now until then.
    @discardableResult
    func waitUntilReady(_ api: API, secondsMax: Double = 60) async throws -> Double {
        let began = ContinuousClock.now
        while await !api.isOK("/readyz") {
            guard running.withLock({ $0?.isRunning ?? false }) else {
                throw Failure(description: "the server ended before it was ready; see \(plan.log)")
            }
            guard began.duration(to: .now) < .seconds(secondsMax) else {
                throw Failure(description: "not ready in \(secondsMax) s; see \(plan.log)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        return began.duration(to: .now).inSeconds
    }

    /// Ends the process at once, as a power switch would, and waits until it is gone.
    func kill() {
        let process = running.withLock { process in
            defer { process = nil }
            return process
        }
        guard let process else { return }
        #if canImport(Glibc)
            _ = Glibc.kill(process.processIdentifier, SIGKILL)
        #else
            _ = Darwin.kill(process.processIdentifier, SIGKILL)
        #endif
        process.waitUntilExit()
        Children.remove(process.processIdentifier)
    }
}

/// What to start, and where.
struct ServerPlan: Sendable {
    let executable: String
    /// Words before the command, such as the switch of a planted fault.
    let arguments: [String]
    let folder: String
    let database: String?

    /// The executable that fills the folder: a server with a planted fault cannot be trusted to.
    fileprivate var filler: String {
        let beside = URL(filePath: executable).deletingLastPathComponent().appending(path: "foyer")
        return FileManager.default.isExecutableFile(atPath: beside.path) ? beside.path : executable
    }

    var log: String { "\(folder).log" }
    fileprivate var databaseArguments: [String] { database.map { ["--database", $0] } ?? [] }
}

/// What `foyer demo` printed, as much as is needed.
struct Demo: Sendable {
    let email: String
    let password: String

    init(email: String, password: String) {
        self.email = email
        self.password = password
    }

    init(_ value: JSONValue) throws {
        let agents = value["agents"]?.elements ?? []
        guard let administrator = agents.first(where: { $0["administrator"] == .bool(true) }) else {
            throw AnswerLacks(field: "an administrator")
        }
        email = try administrator.text("email")
        password = try administrator.text("password")
    }
}

/// The processes to take along when this program is interrupted.
enum Children {
    private static let ids = Mutex<Set<Int32>>([])

    static func add(_ id: Int32) { ids.withLock { _ = $0.insert(id) } }
    static func remove(_ id: Int32) { ids.withLock { _ = $0.remove(id) } }

    /// From now on SIGINT and SIGTERM end this program only after its children.
    static func endWithThisProgram() { _ = sources }

    // Made once, however often it is asked for.
    private static let sources: Void = {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // The handler holds its source, which nobody else does.
                source.suspend()
                endAll()
                exit(128 + number)
            }
            source.resume()
        }
    }()

    static func endAll() {
        let all = ids.withLock { $0 }
        for id in all { _ = kill(id, SIGKILL) }
    }
}

/// A TCP port on loopback that nobody holds now.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw ServerProcess.Failure(description: "no socket") }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutableBytes(of: &address) { bytes in
        guard let raw = bytes.baseAddress else { return Int32(-1) }
        let pointer = raw.assumingMemoryBound(to: sockaddr.self)
        guard bind(descriptor, pointer, length) == 0 else { return Int32(-1) }
        return getsockname(descriptor, pointer, &length)
    }
    guard result == 0 else { throw ServerProcess.Failure(description: "no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
