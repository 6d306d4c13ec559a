import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// Rooms, their links and their settings.
struct RoomsController: Sendable {
    let service: Service
    let links: Links

    func index(_ request: Request, context: FoyerContext) async throws -> Response {
        let rooms = try await service.rooms(for: try context.requireAgent())
        return .json { writer in
            writer.array("rooms") { list in
                for room in rooms { list.object { write(room, to: &$0) } }
            }
        }
    }

    func create(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        var fields = try await request.fields()
        let name = try fields.text("name", characterCountMax: Limit.nameCharactersMax)
        try fields.finish()
        let room = try await service.createRoom(named: name, by: agent)
        return try await show(room.id, agent, status: .created)
    }

    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        try await show(try context.roomID(), try context.requireAgent())
    }

    func edit(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        let id = try context.roomID()
        var fields = try await request.fields(bytesMax: HTTPLimit.listBytesMax)
        let name = try fields.optionalText("name", characterCountMax: Limit.nameCharactersMax)
        let agents: [ID<Agent>]? = try fields.optionalIDs(
            "agents", countMax: Limit.agentsPerEditMax)
        try fields.finish()
        _ = try await service.editRoom(id, name: name, agents: agents, by: agent)
        return try await show(id, agent)
    }

    func delete(_ request: Request, context: FoyerContext) async throws -> Response {
        try await service.deleteRoom(try context.roomID(), by: try context.requireAgent())
        return Response(status: .noContent)
    }

    func replaceToken(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        let room = try await service.replaceRoomToken(try context.roomID(), by: agent)
        return try await show(room.id, agent)
    }

    func showSettings(_ request: Request, context: FoyerContext) async throws -> Response {
        answer(
            try await service.settings(of: try context.roomID(), for: try context.requireAgent()))
    }

    func editSettings(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        let id = try context.roomID()
        let bytes = try await request.bodyBytes()
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw FieldError(field: "", problem: .notJSON(error.problem, offset: error.offset))
        }
        let changes = try RoomSettings.changes(in: value)
        return answer(
            try isTryOut(request)
                ? try await service.tryOutSettings(changes, of: id, by: agent)
                : try await service.publishSettings(changes, of: id, by: agent))
    }

    /// What was misspelt must not publish.
    private func isTryOut(_ request: Request) throws(FieldError) -> Bool {
        for (name, _) in request.uri.queryParameters where name != "tryOut" {
            throw FieldError(field: String(name), problem: .unknownField)
        }
        guard let tryOut = request.uri.queryParameters["tryOut"] else { return false }
        guard tryOut == "yes" else {
            throw FieldError(field: "tryOut", problem: .unknownChoice(allowed: ["yes"]))
        }
        return true
    }

    private func answer(_ published: PublishedSettings) -> Response {
        .json { writer in
            writer.field("version", published.version)
            writer.field("settings", published.settings.json())
            writer.array("findings") { list in
                for finding in published.findings {
                    list.object {
                        $0.field("rule", finding.rule.rawValue)
                        $0.field("field", finding.field)
                        $0.field("message", finding.rule.sentence)
                    }
                }
            }
        }
    }

    private func show(_ id: ID<Room>, _ agent: LoggedOn, status: HTTPResponse.Status = .ok)
        async throws -> Response
    {
        let room = try await service.room(id, for: agent)
        return .json(status) { write(room, to: &$0) }
    }

    private func write(_ room: RoomWithAgents, to writer: inout JSONWriter) {
        writer.field("id", room.room.id.rawValue)
        writer.field("name", room.room.name)
        writer.field("token", room.room.token)
        writer.field("contactForm", links.contactForm(room.room.token))
        writer.field("statistics", links.statistics(room.room.token))
        writer.field("statisticsDetails", links.statisticsDetails(room.room.token))
        writer.field("settingsVersion", room.room.settingsVersion)
        writer.array("agents") { for agent in room.agents { $0.element(agent.rawValue) } }
    }
}

/// Addresses that are shown to people.
package struct Links: Sendable {
    let publicURL: String

    package init(publicURL: String) { self.publicURL = publicURL }

    package var console: String { "\(publicURL)/console" }

    package func contactForm(_ token: String) -> String { "\(publicURL)/r/\(token)" }

    package func statistics(_ token: String) -> String { "\(publicURL)/api/statistics/\(token)" }

    package func statisticsDetails(_ token: String) -> String { "\(statistics(token))/details" }

    /// One-time links carry their token in the fragment, which reaches no server and no log.
    package func setUp(_ token: String) -> String { "\(publicURL)/console/set-up#\(token)" }

    package func password(_ token: String) -> String { "\(publicURL)/console/password#\(token)" }
}

extension FoyerContext {
    func roomID() throws -> ID<Room> { try id() }

    /// The id in the path; what is no id names nothing.
    func id<Subject>() throws -> ID<Subject> {
        guard let id = ID<Subject>(parsing: try parameters.require("id")) else {
            throw Refusal.notFound
        }
        return id
    }
}

extension Fields {
    mutating func optionalIDs<Subject>(_ name: String, countMax: Int) throws(FieldError) -> [ID<
        Subject
    >]? {
        guard let texts = try optionalTextList(name, countMax: countMax, characterCountMax: 36)
        else { return nil }
        var ids: [ID<Subject>] = []
        for (position, text) in texts.enumerated() {
            guard let id = ID<Subject>(parsing: text) else {
                throw FieldError(field: "\(name).\(position)", problem: .invalidID)
            }
            ids.append(id)
        }
        return ids
    }
}
