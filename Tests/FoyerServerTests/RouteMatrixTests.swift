import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import FoyerServer

/// Who asks. A customer's token opens no agent's door.
private enum Role: CaseIterable {
    case nobody, customer, agent, otherRoomsAgent, rival, administrator
}

/// One route of the two roofs and what each role is answered.
private struct Rule {
    let method: HTTPRequest.Method
    let path: String
    /// A body that an administrator is not refused.
    let body: String?
    let nobody: Int
    let agent: Int
    let otherRoomsAgent: Int
    let rival: Int
    let administrator: Int

    init(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, nobody: Int = 401,
        agent: Int, otherRoomsAgent: Int? = nil, rival: Int, administrator: Int
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.nobody = nobody
        self.agent = agent
        self.otherRoomsAgent = otherRoomsAgent ?? agent
        self.rival = rival
        self.administrator = administrator
    }

    func status(for role: Role, through roof: ServerHouse.Roof) -> Int {
        switch role {
        case .nobody: nobody
        // The API refuses a token that it does not know, wherever it is shown.
        case .customer: roof == .api ? 401 : nobody
        case .agent: agent
        case .otherRoomsAgent: otherRoomsAgent
        case .rival: rival
        case .administrator: administrator
        }
    }

    /// As the router names it.
    var name: String { "\(method) /\(path)" }
}

@Suite("Who may call what")
struct RouteMatrixTests {
    private static let rules: [Rule] = [
        Rule(
            .post, "set-up",
            #"{"link":"x","company":"c","name":"n","email":"a@b.ch","password":"long enough"}"#,
            nobody: 409, agent: 409, rival: 409, administrator: 409),
        Rule(
            .post, "log-on",
            #"{"email":"admin@example.com","password":"\#(ServiceFixture.password)"}"#,
            nobody: 200, agent: 200, rival: 200, administrator: 200),
        Rule(
            .post, "links", #"{"link":"x"}"#, nobody: 410, agent: 410, rival: 410,
            administrator: 410),
        Rule(
            .put, "me/password", #"{"link":"x","password":"long enough"}"#, nobody: 410,
            agent: 410, rival: 410, administrator: 410),
        Rule(.post, "log-off", nobody: 204, agent: 204, rival: 204, administrator: 204),
        Rule(.get, "me", agent: 200, rival: 200, administrator: 200),
        Rule(.put, "me", #"{"greeting":"Hi"}"#, agent: 200, rival: 200, administrator: 200),
        Rule(.get, "rooms", agent: 200, rival: 200, administrator: 200),
        Rule(.post, "rooms", #"{"name":"New UNIQUE"}"#, agent: 403, rival: 201, administrator: 201),
        Rule(
            .get, "rooms/:id", agent: 200, otherRoomsAgent: 404, rival: 404, administrator: 200),
        Rule(.patch, "rooms/:id", "{}", agent: 403, rival: 404, administrator: 200),
        Rule(.delete, "rooms/:id", agent: 403, rival: 404, administrator: 409),
        Rule(.post, "rooms/:id/token", agent: 403, rival: 404, administrator: 200),
        Rule(
            .get, "rooms/:id/private-links", agent: 200, otherRoomsAgent: 404, rival: 404,
            administrator: 200),
        Rule(
            .post, "rooms/:id/private-links", #"{"agent":"SELF"}"#, agent: 201,
            otherRoomsAgent: 404, rival: 404, administrator: 201),
        Rule(
            .delete, "rooms/:id/private-links/:agent", agent: 204, otherRoomsAgent: 404,
            rival: 404, administrator: 404),
        Rule(
            .get, "rooms/:id/settings", agent: 200, otherRoomsAgent: 404, rival: 404,
            administrator: 200),
        Rule(
            .put, "rooms/:id/settings", #"{"phones":{"agentRole":"Doctor"}}"#, agent: 403,
            rival: 404, administrator: 200),
        Rule(.get, "settings-schema", agent: 200, rival: 200, administrator: 200),
        Rule(
            .post, "room-files", #"{"name":"In UNIQUE","file":{"foyerRoom":1,"settings":{}}}"#,
            agent: 403, rival: 201, administrator: 201),
        Rule(.get, "rooms/:id/export", agent: 403, rival: 404, administrator: 200),
        Rule(.get, "rooms/:id/draft", agent: 403, rival: 404, administrator: 200),
        Rule(
            .patch, "rooms/:id/draft", #"{"revision":0,"settings":{}}"#, agent: 403, rival: 404,
            administrator: 200),
        Rule(
            .post, "rooms/:id/draft/import",
            #"{"revision":0,"file":{"foyerRoom":1,"settings":{}}}"#, agent: 403, rival: 404,
            administrator: 200),
        // Another version is live than this body says.
        Rule(
            .post, "rooms/:id/draft/publish", #"{"revision":0,"version":99}"#, agent: 403,
            rival: 404, administrator: 409),
        Rule(
            .post, "rooms/:id/draft/schedule",
            #"{"revision":0,"version":99,"publishAt":1900000000000}"#, agent: 403, rival: 404,
            administrator: 409),
        // Nothing is changed, nothing scheduled.
        Rule(.delete, "rooms/:id/draft", agent: 400, rival: 400, administrator: 400),
        Rule(.delete, "rooms/:id/schedule", agent: 403, rival: 404, administrator: 404),
        Rule(.get, "rooms/:id/versions", agent: 403, rival: 404, administrator: 200),
        Rule(
            .post, "rooms/:id/versions/:version/restore", #"{"version":99}"#, agent: 403,
            rival: 404, administrator: 409),
        // What is no picture is refused for that alone by those who may.
        Rule(.post, "images", "<svg/>", agent: 403, rival: 422, administrator: 422),
        Rule(.get, "limits", agent: 403, rival: 200, administrator: 200),
        Rule(.get, "agents", agent: 403, rival: 200, administrator: 200),
        Rule(
            .post, "agents", #"{"name":"Dan","email":"UNIQUE@example.com"}"#, agent: 403,
            rival: 201, administrator: 201),
        Rule(
            .patch, "agents/:id", #"{"name":"Bert"}"#, agent: 403, rival: 404, administrator: 200),
        Rule(.post, "agents/:id/password-link", agent: 403, rival: 404, administrator: 201),
        Rule(.get, "letters", agent: 200, rival: 200, administrator: 200),
        Rule(.get, "letters/count", agent: 200, rival: 200, administrator: 200),
        Rule(
            .get, "chats/:id", agent: 200, otherRoomsAgent: 404, rival: 404, administrator: 200),
        Rule(
            .get, "chats/:id/explanations", agent: 200, otherRoomsAgent: 404, rival: 404,
            administrator: 200),
        Rule(
            .get, "customers/:id/chats", agent: 200, otherRoomsAgent: 404, rival: 404,
            administrator: 200),
        // Last: the agent of this table is out then.
        Rule(.delete, "agents/:id/password", agent: 403, rival: 404, administrator: 204),
    ]

    /// What has no roof: the same answer for everybody, whatever they hold.
    private static let open = [
        "GET /", "GET /r/{token}", "POST /r/{token}", "GET /console", "GET /console/preview",
        "GET /console/**", "GET /web/**", "GET /images/{hash}",
        "GET /r/{token}/{way}", "GET /number", "POST /number",
        "GET /api/public/numbers/{number}", "OPTIONS /api/public/numbers/{number}",
        "GET /healthz", "GET /readyz", "GET /metrics", "GET /ws/customer", "GET /ws/agent",
        "GET /api/public/rooms/{token}", "OPTIONS /api/public/rooms/{token}",
        "GET /api/public/rooms/{token}/changes", "OPTIONS /api/public/rooms/{token}/changes",
        "POST /api/public/rooms/{token}/challenge", "OPTIONS /api/public/rooms/{token}/challenge",
        "POST /api/public/rooms/{token}/chats", "OPTIONS /api/public/rooms/{token}/chats",
        "POST /api/public/rooms/{token}/letters", "OPTIONS /api/public/rooms/{token}/letters",
        "POST /api/public/rooms/{token}/past-chats",
        "OPTIONS /api/public/rooms/{token}/past-chats",
        "POST /api/public/rooms/{token}/past-chats/{id}",
        "OPTIONS /api/public/rooms/{token}/past-chats/{id}",
        "GET /api/statistics/{token}", "OPTIONS /api/statistics/{token}",
        "GET /api/statistics/{token}/details", "OPTIONS /api/statistics/{token}/details",
    ]

    @Test("every route stands in this table, and nothing else does")
    func everyRouteIsListed() async throws {
        try await ServerHouse.with { house in
            let routes = Set(house.server.router().routes.map { Self.plain("\($0)") })
            let roofs = ServerHouse.Roof.allCases.flatMap { roof in
                Self.rules.map { "\($0.method) \(roof.path)/\($0.path)" }
            }
            let listed = Set((Self.open + roofs).map(Self.plain))
            #expect(routes.subtracting(listed) == [], "not in the table")
            #expect(listed.subtracting(routes) == [], "in the table alone")
        }
    }

    /// Captures as `:name`, however the router writes them.
    private static func plain(_ route: String) -> String {
        route.replacing(/\{(\w+)\}/) { ":\($0.1)" }.replacing(/\.recursiveWildcard/) { _ in "**" }
    }

    @Test(
        "each role is answered as the table says, and a refusal changes nothing",
        arguments: ServerHouse.Roof.allCases)
    func matrix(_ roof: ServerHouse.Roof) async throws {
        try await ServerHouse.with { house in
            let scene = try await Scene(house)
            for rule in Self.rules {
                for role in Role.allCases {
                    let token = try await scene.token(of: role)
                    let path = scene.path(of: rule)
                    let before = try await house.rows()
                    let response = try await house.ask(
                        rule.method, path, scene.body(of: rule), token: token, through: roof)
                    let expected = rule.status(for: role, through: roof)
                    let what = "\(role): \(rule.name) \(roof) said \(response.text)"
                    #expect(response.status.code == expected, "\(what)")
                    guard response.status.code >= 400 else { continue }
                    #expect(response.code != nil, "\(what)")
                    #expect(try await house.rows() == before, "\(what)")
                }
            }
        }
    }

    @Test("what does not exist, and what is no id, answers as what is forbidden")
    func absentAndForbidden() async throws {
        try await ServerHouse.with { house in
            let scene = try await Scene(house)
            let rita = try await scene.token(of: .rival)
            let absent = "0190a000-0000-7000-8000-000000000000"
            for rule in Self.rules where rule.path.contains(":id") {
                let forbidden = try await house.ask(
                    rule.method, scene.path(of: rule), scene.body(of: rule), token: rita)
                for id in [absent, "x", "%00", "..", absent.uppercased()] {
                    let response = try await house.ask(
                        rule.method, scene.path(of: rule, id: id), scene.body(of: rule),
                        token: rita)
                    #expect(response.status == forbidden.status, "\(rule.name) \(id)")
                    #expect(response.text == forbidden.text, "\(rule.name) \(id)")
                }
            }
        }
    }
}

/// A served chat of Bert, and somebody in every role.
private struct Scene: Sendable {
    let house: ServerHouse
    let bert: LoggedOn
    let customer: AskingCustomer

    init(_ house: ServerHouse) async throws {
        self.house = house
        try await house.makeRivals()
        let fixture = house.fixture
        bert = try await fixture.readyAgent("Bert", by: house.administrator)
        let help = try await fixture.service.createRoom(named: "Help", by: house.administrator)
        _ = try await fixture.agent("Dora", in: [help.id], by: house.administrator)
        customer = try await fixture.customer(asksIn: house.general, servedBy: bert)
    }

    func token(of role: Role) async throws -> String? {
        switch role {
        case .nobody: nil
        case .customer: customer.token
        case .agent: try await house.token(of: "bert@example.com")
        case .otherRoomsAgent: try await house.token(of: "dora@example.com")
        case .rival: try await house.token(of: "rita@rival.example")
        case .administrator: try await house.administratorToken()
        }
    }

    func path(of rule: Rule) -> String {
        let id =
            switch rule.path.split(separator: "/")[0] {
            case "rooms": house.general.id.rawValue
            case "agents": bert.agent.rawValue
            case "chats": customer.chat.rawValue
            default: customer.id.rawValue
            }
        return path(of: rule, id: id)
    }

    func path(of rule: Rule, id: String) -> String {
        rule.path.replacing(":id", with: id).replacing(":version", with: "1")
            .replacing(":agent", with: bert.agent.rawValue)
    }

    func body(of rule: Rule) -> String? {
        rule.body?.replacing("UNIQUE", with: house.fixture.hexDigits().prefix(12))
            .replacing("SELF", with: bert.agent.rawValue)
    }
}
