import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// A server to load, an administrator who is logged on, and the one event loop of all sockets.
struct LoadSession: Sendable {
    private(set) var loop: any EventLoop
    let api: API
    let address: Address
    let staff: Staff
    let room: Staff.Room
    /// The server, where this program started it.
    let server: ServerProcess?
    /// Where figures about the disk are measured.
    let folder: String
    /// A running server's process, where this program did not start it.
    private let listener: Int32?
    private let postmaster: Int32?

    /// Opens a session on a started or a running server, and cleans up behind `body`.
    ///
    /// With `isSoundFirst` a server with a planted fault gets its accounts from one without.
    static func run<Output: Sendable>(
        _ options: ServerOptions, isSoundFirst: Bool = false,
        _ body: (LoadSession) async throws -> Output
    ) async throws -> Output {
        Children.endWithThisProgram()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // The same loop also carries HTTP: the load program has one thread, as far as it can.
        let client = HTTPClient(eventLoopGroupProvider: .shared(group))
        let result: Result<Output, any Error>
        do {
            let loop = group.any()
            result = .success(try await open(options, isSoundFirst, client, loop, body))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try await group.shutdownGracefully()
        return try result.get()
    }

    private static func open<Output: Sendable>(
        _ options: ServerOptions, _ isSoundFirst: Bool, _ client: HTTPClient,
        _ loop: any EventLoop, _ body: (LoadSession) async throws -> Output
    ) async throws -> Output {
        if let url = options.url {
            return try await body(try await attached(to: url, options, client, loop))
        }
        return try await options.withPlan { plan in
            let server = try ServerProcess(plan)
            let demo = try server.fill()
            try server.start(sound: isSoundFirst && !plan.arguments.isEmpty)
            defer { server.kill() }
            let api = API(base: server.url, client: client)
            try await server.waitUntilReady(api)
            return try await body(
                try await LoadSession(
                    api, demo, loop, server: server, folder: plan.folder, options.database))
        }
    }

    private static func attached(
        to url: String, _ options: ServerOptions, _ client: HTTPClient, _ loop: any EventLoop
    ) async throws -> LoadSession {
        let demo = Demo(email: options.email ?? "", password: options.password ?? "")
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        return try await LoadSession(
            API(base: base, client: client), demo, loop, server: nil,
            folder: NSTemporaryDirectory(), options.database)
    }

    private init(
        _ api: API, _ demo: Demo, _ loop: any EventLoop, server: ServerProcess?, folder: String,
        _ database: String?
    ) async throws {
        guard let components = URLComponents(string: api.base), let host = components.host else {
            throw ServerProcess.Failure(description: "\(api.base) is no URL")
        }
        address = Address(host: host, port: components.port ?? 80)
        self.api = api
        self.loop = loop
        self.server = server
        self.folder = folder
        staff = try await Staff(api, email: demo.email, password: demo.password)
        room = try await staff.generalRoom()
        listener = server == nil ? ProcessFigures.listener(on: address.port) : nil
        postmaster = database.flatMap { PostgreSQLSchema.postmaster(of: $0) }
    }

    private var serverID: Int32? { server?.processID ?? listener }

    /// Stops the server, lets `body` change what its folder holds, and starts it again; the time
    /// from the start until it is ready. Accounts and log-ons stay; sockets do not.
    func refill(_ body: (StoredRows) async throws -> Void) async throws -> Duration {
        guard let server, server.plan.database == nil else {
            throw ServerProcess.Failure(description: "only a SQLite server started here is filled")
        }
        server.kill()
        let rows = try StoredRows(folder: server.plan.folder, room: room.id)
        try await body(rows)
        await rows.close()
        let began = ContinuousClock.now
        try server.start()
        try await server.waitUntilReady(api, secondsMax: 300)
        return began.duration(to: .now)
    }

    /// Processor seconds of the server and of its PostgreSQL up to now.
    var cpuSeconds: Double {
        (serverID.map { ProcessFigures.cpuSeconds(of: $0) } ?? 0)
            + (postmaster.map { ProcessFigures.cpuSecondsOfFamily($0) } ?? 0)
    }

    /// The server's resident memory; 0 when it runs elsewhere.
    var residentBytes: Int { serverID.map { ProcessFigures.residentBytes(of: $0) } ?? 0 }

    /// The same server, asked from another thread: what a crowd does at once would hold up the
    /// clock of those who are measured beside it.
    func onAnotherThread<Output: Sendable>(
        _ body: (LoadSession) async throws -> Output
    ) async throws -> Output {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var other = self
        other.loop = group.any()
        let result: Result<Output, any Error>
        do {
            result = .success(try await body(other))
        } catch {
            result = .failure(error)
        }
        try await group.shutdownGracefully()
        return try result.get()
    }

    /// Waits until `condition`, asked on the event loop, holds.
    func wait(
        _ what: String, secondsMax: Double, until condition: @escaping @Sendable () -> Bool
    ) async throws {
        let began = ContinuousClock.now
        while !(try await loop.submit(condition).get()) {
            guard began.duration(to: .now) < .seconds(secondsMax) else {
                throw ServerProcess.Failure(description: "\(what): not within \(secondsMax) s")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
