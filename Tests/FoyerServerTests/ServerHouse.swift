import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Storage

@testable import FoyerServer

/// A server in process, its database, and the people of two companies.
struct ServerHouse: Sendable {
    let server: FoyerServer
    /// Another service on the same database, for what a test arranges.
    let fixture: ServiceFixture
    let client: any TestClientProtocol
    let administrator: LoggedOn
    let general: RoomRow
    let logs: LogBuffer

    static let publicURL = "http://localhost:8080"

    static func with(
        _ configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (ServerHouse) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        configuration.publicURL = publicURL
        (configuration.asksPerMinute, configuration.logOnsPerMinute) = (0, 0)
        (configuration.messagesPerMinute, configuration.readsPerMinute) = (0, 0)
        configuration.socketsPerMinute = 0
        configure(&configuration)
        let clock = ManualClock()
        let logs = LogBuffer()
        try await Engine.sqliteMemory.withDatabase(clock: clock.read) { [configuration] database in
            try await Migrator.foyer.apply(to: database)
            let fixture = ServiceFixture(database: database, clock: clock)
            try await fixture.service.restart()
            let administrator = try await fixture.setUp()
            let general = try await fixture.general(for: administrator)
            var options = Service.Options()
            options.puzzleBits = 4
            let server = FoyerServer(
                configuration: configuration, database: database, options: options,
                clock: clock.read, logger: logs.logger)
            let application = Application(router: server.router())
            try await application.test(.router) { client in
                try await body(
                    ServerHouse(
                        server: server, fixture: fixture, client: client,
                        administrator: administrator, general: general, logs: logs))
            }
        }
    }

    // MARK: Asking

    /// Which door an agent's request comes through.
    enum Roof: String, CaseIterable, Sendable {
        case api, console

        var path: String { self == .api ? "/api" : "/console/api" }
    }

    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, _ body: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }

    /// Asks through an agent's door with the token of a log-on.
    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, _ body: String? = nil,
        token: String?, through roof: Roof = .api
    ) async throws -> TestResponse {
        try await ask(
            method, "\(roof.path)/\(path)", body, headers: Self.headers(token, through: roof))
    }

    static func headers(_ token: String?, through roof: Roof = .api) -> HTTPFields {
        var headers: HTTPFields = roof == .console ? [.origin: publicURL] : [:]
        guard let token else { return headers }
        switch roof {
        case .api: headers[.authorization] = "Bearer \(token)"
        case .console: headers[.cookie] = "foyer_log_on=\(token)"
        }
        return headers
    }

    // MARK: People

    func token(of email: String) async throws -> String {
        try await fixture.service.logOn(
            email: email, password: ServiceFixture.password, channel: .browser
        ).token
    }

    func administratorToken() async throws -> String {
        try await token(of: administrator.email)
    }

    /// A second company with its administrator `rita@rival.example`. The set-up link makes only
    /// one, so its rows are copied from the first.
    func makeRivals() async throws {
        try await fixture.database.write { transaction in
            try transaction.run(
                """
                INSERT INTO company (id, name, plan, created_at_ms)
                VALUES ('0190b000-0000-7000-8000-00000000000c', 'Rival', 'selfHosted', 0)
                """)
            try transaction.run(
                """
                INSERT INTO agent
                    (id, company_id, name, email, password_hash, administrator, created_at_ms)
                SELECT '0190b000-0000-7000-8000-00000000000a',
                    '0190b000-0000-7000-8000-00000000000c', 'Rita', 'rita@rival.example',
                    password_hash, 1, 0
                FROM agent WHERE email = 'admin@example.com'
                """)
        }
    }

    /// Every row of every table: what a refusal must not change.
    func rows() async throws -> [String] {
        try await fixture.database.read { transaction in
            let tables: [String] = try transaction.run(
                """
                SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                ORDER BY name
                """
            ).map { try $0.get("name") }
            return try tables.map { table in
                "\(table): \(try transaction.run(SQL(stringLiteral: "SELECT * FROM \(table)")))"
            }
        }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    /// The body as JSON; `null` when it is none.
    var json: JSONValue {
        do { return try JSONValue(parsing: Array(body.readableBytesView)) } catch { return .null }
    }

    var code: String? { json["code"]?.text }
}
