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
        let agent = try context.requireAgent()
        guard let asked = try RoomPageAsked(request) else {
            let rooms = try await service.rooms(for: agent)
            return list(rooms, found: rooms.count, all: rooms.count, more: false)
        }
        let page = try await service.roomPage(asked, for: agent)
        return list(page.rooms, found: page.found, all: page.all, more: page.more)
    }

    private func list(_ rooms: [RoomWithAgents], found: Int, all: Int, more: Bool) -> Response {
        .json { writer in
            writer.array("rooms") { list in
                for room in rooms { list.object { write(room, to: &$0) } }
            }
            writer.field("found", found)
            writer.field("all", all)
            writer.field("more", more)
        }
    }

    func create(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        var fields = try await request.fields()
        let name = try fields.text("name", characterCountMax: Limit.nameCharactersMax)
        let pattern: ID<Room>? = try fields.optionalID("copyOf")
        try fields.finish()
        let room = try await service.createRoom(
            named: name, pattern.map { .room($0) } ?? .defaults, by: agent)
        return try await show(room.id, agent, status: .created)
    }

    /// A new room from a file (ROOM-7), under the file's name or another.
    func importRoom(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        // Before megabytes are read.
        try agent.requireAdministrator()
        var fields = try await request.fields(bytesMax: HTTPLimit.roomFileBytesMax)
        let name = try fields.optionalText("name", characterCountMax: Limit.nameCharactersMax)
        let file = try RoomFile(try fields.object("file"))
        try fields.finish()
        try await service.keepPictures(of: file, by: agent)
        var settings = RoomSettings()
        for change in file.settings { try settings.set(change.name, to: change.value) }
        let room = try await service.createRoom(
            named: name ?? file.name, .file(settings), by: agent)
        return try await show(room.id, agent, status: .created)
    }

    func exportRoom(_ request: Request, context: FoyerContext) async throws -> Response {
        let room = try await service.roomToExport(
            try context.roomID(), for: try context.requireAgent())
        var response = Response.json {
            RoomFile.write(
                name: room.name, settings: room.settings, pictures: room.pictures, to: &$0)
        }
        // The name itself may be of any script; browsers take it from the link that is pressed.
        response.headers[.contentDisposition] = "attachment; filename=\"room.json\""
        return response
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
        writer.links(of: room.room.token, links)
        writer.field("accessNumber", orNull: room.room.accessNumber)
        writer.field("numberPage", links.number)
        writer.field("statistics", links.statistics(room.room.token))
        writer.field("statisticsDetails", links.statisticsDetails(room.room.token))
        writer.field("settingsVersion", room.room.settingsVersion)
        writer.array("agents") { for agent in room.agents { $0.element(agent.rawValue) } }
    }
}

extension Service {
    /// Keeps the pictures that a file brings along; those that no room names are dropped later.
    func keepPictures(of file: RoomFile, by administrator: LoggedOn) async throws {
        for (number, picture) in file.pictures.enumerated() {
            _ = try await keepImage(picture, in: "file.pictures.\(number)", by: administrator)
        }
    }
}

extension RoomPageAsked {
    /// `nil` where all rooms are asked for: neither how many nor which stands in the address line.
    init?(_ request: Request) throws(FieldError) {
        let asked = request.uri.queryParameters
        guard !asked.isEmpty else { return nil }
        for (name, _) in asked where !["search", "after", "count"].contains(name) {
            throw FieldError(field: String(name), problem: .unknownField)
        }
        let search = asked["search"].map(String.init) ?? ""
        guard search.count <= Limit.nameCharactersMax else {
            let problem = FieldError.Problem.tooLong(characterCountMax: Limit.nameCharactersMax)
            throw FieldError(field: "search", problem: problem)
        }
        var count = Int64(Limit.roomPageRoomsMax)
        if let text = asked["count"] { count = try AddressLine.wholeNumber(text, "count") }
        guard (1...Int64(Limit.roomPageRoomsMax)).contains(count) else {
            throw FieldError(
                field: "count", problem: .outOfRange(min: 1, max: Limit.roomPageRoomsMax))
        }
        var after: ID<Room>?
        if let text = asked["after"] { after = try AddressLine.id(text, "after") }
        self.init(search: search, after: after, countMax: Int(count))
    }
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
