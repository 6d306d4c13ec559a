import Foundation
import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerServer

@Suite("The executable", .serialized)
struct ExecutableTests {
    /// Status 78 and one clear sentence on standard error, nothing on standard output.
    private func expectRefusal(
        _ outcome: Executable.Outcome, naming words: [String], _ what: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == 78, "\(what): \(outcome)", sourceLocation: location)
        #expect(outcome.output == "", "\(what)", sourceLocation: location)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(what): \(outcome.errors)", sourceLocation: location)
        #expect(outcome.errors.hasPrefix("foyer: "), "\(what)", sourceLocation: location)
        #expect(outcome.errors.hasSuffix(".\n"), "\(what): \(outcome)", sourceLocation: location)
        for word in words {
            #expect(outcome.errors.contains(word), "\(what): \(outcome)", sourceLocation: location)
        }
    }

    @Test("a good configuration is shown; a flag wins over its variable")
    func goodConfiguration() async throws {
        let outcome = try await Executable.run(
            ["check-config", "--listen", "[::1]:8181", "--trusted-proxy", "10.0.0.0/8"],
            environment: [
                "FOYER_LISTEN": "127.0.0.1:1", "FOYER_PUBLIC_URL": "https://chat.example.com/",
            ])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("8181"))
        #expect(outcome.output.contains("https://chat.example.com\n"))
        #expect(outcome.errors == "")
    }

    @Test("a port in use is said to be, and so is a host that is not here")
    func portInUse() async throws {
        try await withFolder { folder in
            try await Executable.serving(data: "\(folder)") { _, port in
                let second = try await Executable.run(
                    ["serve", "--listen", "127.0.0.1:\(port)", "--data", "other"])
                expectRefusal(second, naming: ["Port \(port)"], "port in use")
            }
        }
        let nowhere = try await Executable.run(["serve", "--listen", "192.0.2.1:8080"])
        expectRefusal(nowhere, naming: ["192.0.2.1"], "an address of another machine")
        let unknown = try await Executable.run(["serve", "--listen", "no.such.host.invalid:8080"])
        expectRefusal(unknown, naming: ["no.such.host.invalid"], "an unknown host")
    }

    @Test("a second start, or a demo, on a SQLite database that is in use changes nothing in it")
    func databaseInUse() async throws {
        try await withFolder { folder in
            let database = "sqlite:\(folder)/foyer.db"
            try await Executable.serving(data: folder, ["--database", database]) { _, _ in
                for command in [["serve", "--listen", "127.0.0.1:0"], ["demo"]] {
                    let second = try await Executable.run(command + ["--database", database])
                    expectRefusal(second, naming: ["Another Foyer", "foyer.db"], command[0])
                }
            }
        }
    }

    @Test("demo fills an empty folder and prints how to log on; a used one it refuses")
    func demo() async throws {
        try await withFolder { folder in
            let made = try await Executable.run(
                ["demo", "--data", folder, "--public-url", "https://chat.example.com"])
            #expect(made.status == 0, "\(made)")
            let json = try JSONValue(parsing: Array(made.output.utf8))
            #expect(json.names == ["console", "agents", "rooms"])
            #expect(json["console"]?.text == "https://chat.example.com/console")
            let agents = json["agents"]?.elements ?? []
            #expect(agents.count == 3)
            #expect(
                agents.allSatisfy { $0.names == ["name", "email", "password", "administrator"] })
            #expect(Set(agents.map { $0["password"]?.text }).count == 3)
            let room = try #require(json["rooms"]?.elements.first)
            #expect(
                room.names == ["name", "token", "contactForm", "statistics", "statisticsDetails"])
            let token = try #require(room["token"]?.text)
            #expect(room["contactForm"]?.text == "https://chat.example.com/r/\(token)")

            let again = try await Executable.run(["demo", "--data", folder])
            expectRefusal(again, naming: [folder], "a used folder")

            try await Executable.serving(data: folder) { process, port in
                let page = try await request("GET /r/\(token)", port: port)
                #expect(page.hasPrefix("HTTP/1.1 200"))
                let email = agents[0]["email"]?.text ?? ""
                let password = agents[0]["password"]?.text ?? ""
                let logOn = try await request(
                    "POST /api/log-on", port: port,
                    body: #"{"email":"\#(email)","password":"\#(password)"}"#)
                #expect(logOn.hasPrefix("HTTP/1.1 200"))
                _ = process
            }
        }
    }

    @Test("a first start prints the set-up link, which works once")
    func firstStart() async throws {
        try await withFolder { folder in
            try await Executable.serving(data: "\(folder)/new/data") { process, port in
                let line = try await process.line(containing: "/console/set-up#")
                let link = try #require(line.split(separator: "#").last)
                func setUp() async throws -> String {
                    try await request(
                        "POST /api/set-up", port: port,
                        body: """
                            {"link":"\(link)","company":"Acme","name":"Ana",\
                            "email":"ana@example.com","password":"long enough, yes"}
                            """)
                }
                #expect(try await setUp().hasPrefix("HTTP/1.1 201"))
                #expect(try await setUp().hasPrefix("HTTP/1.1 409"))
            }
        }
    }

    @Test("the help reads well")
    func help() async throws {
        let whole = try await Executable.run(["--help"])
        #expect(whole.status == 0)
        for word in ["serve", "check-config", "demo", "FOYER_LISTEN", "SUBCOMMANDS"] {
            #expect(whole.output.contains(word), "\(word)")
        }
        let serve = try await Executable.run(["serve", "--help"])
        for word in [
            "--listen <host:port>", "--data <dir>", "--database <url>", "--public-url <url>",
            "--trusted-proxy <cidr>", "0.0.0.0:8080", "./foyer-data",
        ] {
            #expect(serve.output.contains(word), "\(word)")
        }
        for command in ["serve", "check-config", "demo", "room", "check-rooms", "simulate"] {
            let text = try await Executable.run([command, "--help"])
            #expect(text.status == 0)
            #expect(text.output.hasPrefix("OVERVIEW: "), "\(command)")
        }
        #expect(
            try await Executable.run(["--version"]).output == "\(ServerConfiguration.version)\n")
        let unknown = try await Executable.run(["serve", "--nonsense"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("--nonsense"))
    }

    @Test("SIGTERM tells every socket, ends what runs and exits with 0", .timeLimit(.minutes(1)))
    func drains() async throws {
        try await withFolder { folder in
            let people = try await People(folder)
            try await Executable.serving(data: folder) { process, port in
                try await LoopbackClient.with(port: port) { client in
                    var socket = try await people.connect(client)
                    let start = ContinuousClock.now
                    process.kill(SIGTERM)
                    #expect(try await socket.closeCode() == Disconnect.shuttingDown.rawValue)
                    let outcome = await process.outcome()
                    #expect(outcome.status == 0, "\(outcome)")
                    #expect(ContinuousClock.now - start < .seconds(10))
                }
            }
        }
    }

    @Test("after kill -9 nothing is lost and every grace begins anew", .timeLimit(.minutes(1)))
    func killed() async throws {
        try await withFolder { folder in
            let people = try await People(folder)
            try await Executable.serving(data: folder) { process, port in
                try await LoopbackClient.with(port: port) { client in
                    var socket = try await people.connect(client)
                    try await socket.say(
                        #"{"t":"message","chat":"\#(people.chat)","cid":"\#(people.cid)","#
                            + #""body":"acknowledged"}"#)
                    _ = try await socket.next("ack")
                    process.kill(SIGKILL)
                    #expect(await process.outcome().status == -SIGKILL)
                }
            }
            let before = Int64(Date().timeIntervalSince1970 * 1_000)
            try await Executable.serving(data: folder) { process, port in
                let ready = try await request("GET /readyz", port: port)
                #expect(ready.hasPrefix("HTTP/1.1 200"))
                process.kill(SIGTERM)
                #expect(await process.outcome().status == 0)
            }
            try await people.expectGrace(after: before)
        }
    }

    private func request(_ line: String, port: Int, body: String = "") async throws -> String {
        try await LoopbackClient.with(port: port) { client in
            let text =
                "\(line) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            try await client.send(Array(text.utf8))
            return String(decoding: try await client.readToEnd(), as: UTF8.self)
        }
    }
}

/// A company in a data folder with one customer who waits, made before the program runs.
private struct People: Sendable {
    let folder: String
    let chat: ID<Chat>
    let room: String
    let token: String
    let cid: String

    init(_ folder: String) async throws {
        self.folder = folder
        let database = try Self.open(folder)
        try await Migrator.foyer.apply(to: database)
        let fixture = ServiceFixture(
            database: database,
            clock: ManualClock(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)))
        try await fixture.service.restart()
        let general = try await fixture.general(for: try await fixture.setUp())
        let customer = try await fixture.customer(asksIn: general)
        (chat, room, token) = (customer.chat, general.token, customer.token)
        cid = fixture.hexDigits()
        await database.close()
    }

    private static func open(_ folder: String) throws -> SQLiteDatabase {
        try SQLiteDatabase(
            location: .file("\(folder)/foyer.sqlite"),
            clock: { Int64(Date().timeIntervalSince1970 * 1_000) })
    }

    /// The customer's socket after hello.
    func connect(_ client: LoopbackClient) async throws -> LiveSocket {
        var client = client
        let text =
            "GET /ws/customer HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        try await client.send(Array(text.utf8))
        _ = try await client.read(until: "\r\n\r\n")
        var socket = LiveSocket(client: client)
        try await socket.say(#"{"t":"hello","room":"\#(room)","token":"\#(token)"}"#)
        _ = try await socket.next("transcript")
        return socket
    }

    /// The chat waits with all that was acknowledged, and its grace ends a minute after the start.
    func expectGrace(after start: Int64) async throws {
        let database = try Self.open(folder)
        let chat = chat
        let (state, due, bodies) = try await database.read { transaction in
            let state: String? = try transaction.run(
                "SELECT state FROM chat WHERE id = \(chat.rawValue)"
            ).first?.get("state")
            let due: Int64? = try transaction.run(
                """
                SELECT due_at_ms FROM deadline
                WHERE kind = 'customerGrace' AND subject_id = \(chat.rawValue)
                """
            ).first?.get("due_at_ms")
            let bodies: [String] = try transaction.run(
                "SELECT body FROM message WHERE chat_id = \(chat.rawValue) AND kind = 'text'"
            ).map { try $0.get("body") }
            return (state, due, bodies)
        }
        await database.close()
        #expect(state == "waiting")
        #expect(try #require(due) >= start + 60_000)
        #expect(bodies.last == "acknowledged")
    }
}
