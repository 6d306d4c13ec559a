import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Hummingbird
import Logging
import ServiceLifecycle
import Storage

@testable import FoyerServer

/// A server that listens on a free port of this machine, on SQLite in a folder of its own.
struct LiveHouse: Sendable {
    let port: Int
    let folder: String
    /// Another service on the same database, for what a test arranges.
    let fixture: ServiceFixture
    let administrator: LoggedOn
    let general: RoomRow
    let logs: LogBuffer
    let followers: FormFollowers
    private let group: ServiceGroup

    static func with(
        _ configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (LiveHouse) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        (configuration.host, configuration.port) = ("127.0.0.1", 0)
        configuration.publicURL = ServerHouse.publicURL
        (configuration.asksPerMinute, configuration.logOnsPerMinute) = (0, 0)
        (configuration.messagesPerMinute, configuration.readsPerMinute) = (0, 0)
        configuration.socketsPerMinute = 0
        configure(&configuration)
        try await withFolder { [configuration] folder in
            let clock = ManualClock()
            let database = try SQLiteDatabase(
                location: .file("\(folder)/foyer.sqlite"), clock: clock.read)
            try await Migrator.foyer.apply(to: database)
            try await run(configuration, database, clock, folder, body)
            await database.close()
        }
    }

    private static func run(
        _ configuration: ServerConfiguration, _ database: any Database, _ clock: ManualClock,
        _ folder: String, _ body: @escaping @Sendable (LiveHouse) async throws -> Void
    ) async throws {
        let logs = LogBuffer()
        var options = Service.Options()
        options.puzzleBits = 4
        let server = FoyerServer(
            configuration: configuration, database: database, options: options, clock: clock.read,
            logger: logs.logger)
        let fixture = ServiceFixture(database: database, clock: clock)
        try await fixture.service.restart()
        let administrator = try await fixture.setUp()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = server.application { port.yield($0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [application], logger: logs.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports.prefix(1) {
                let house = LiveHouse(
                    port: port, folder: folder, fixture: fixture, administrator: administrator,
                    general: try await fixture.general(for: administrator), logs: logs,
                    followers: server.followers,
                    group: group)
                do { try await body(house) } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func shutDown() async { await group.triggerGracefulShutdown() }

    /// A whole request as bytes, and the whole answer.
    func ask(_ request: String, headers: String = "", body: String = "") async throws -> String {
        try await LoopbackClient.with(port: port) { client in
            let text =
                "\(request) HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
            try await client.send(Array(text.utf8))
            return String(decoding: try await client.readToEnd(), as: UTF8.self)
        }
    }

    /// Opens a WebSocket; `body` gets the answer's first line.
    func socket<Output: Sendable>(
        _ path: String, headers: String = "",
        _ body: (inout LiveSocket, String) async throws -> Output
    ) async throws -> Output {
        try await LoopbackClient.with(port: port) { client in
            let text =
                "GET \(path) HTTP/1.1\r\nHost: localhost:8080\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(headers)\r\n"
            try await client.send(Array(text.utf8))
            let answer = try await client.read(until: "\r\n\r\n")
            var socket = LiveSocket(client: client)
            return try await body(&socket, String(answer.prefix { $0 != "\r\n" }))
        }
    }
}

/// A WebSocket client that speaks JSON.
struct LiveSocket {
    struct Closed: Error { let code: UInt16 }

    var client: LoopbackClient

    func say(_ text: String) async throws { try await client.send(ClientFrame.text(text)) }

    /// The next frame of the kind; all others are passed over.
    mutating func next(_ type: String) async throws -> JSONValue {
        while true {
            let frame = try await client.nextFrame()
            if frame.opcode == 8 { throw Closed(code: Self.code(frame.payload)) }
            guard frame.opcode == 1 else { continue }
            let value = try JSONValue(parsing: frame.payload)
            if value["t"]?.text == type { return value }
        }
    }

    /// The code of the close frame, whatever comes before it.
    mutating func closeCode() async throws -> UInt16 {
        while true {
            let frame = try await client.nextFrame()
            guard frame.opcode == 8 else { continue }
            try await client.send(ClientFrame.close(Self.code(frame.payload)))
            return Self.code(frame.payload)
        }
    }

    private static func code(_ payload: [UInt8]) -> UInt16 {
        payload.prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
    }
}
