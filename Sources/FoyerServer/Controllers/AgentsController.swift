import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The company's agents; administrators only.
struct AgentsController: Sendable {
    let service: Service
    let links: Links

    func index(_ request: Request, context: FoyerContext) async throws -> Response {
        let agents = try await service.agents(for: try context.requireAgent())
        return .json { writer in
            writer.array("agents") { list in
                for agent in agents { list.object { agent.write(&$0) } }
            }
        }
    }

    func create(_ request: Request, context: FoyerContext) async throws -> Response {
        let administrator = try context.requireAgent()
        let created = try await service.createAgent(
            AgentDraft(try await request.fields(bytesMax: HTTPLimit.listBytesMax)),
            by: administrator)
        let agent = try await service.agent(created.agent.id, for: administrator)
        return .json(.created) { writer in
            writer.object("agent") { agent.write(&$0) }
            writer.field("link", links.password(created.linkToken))
        }
    }

    func edit(_ request: Request, context: FoyerContext) async throws -> Response {
        let administrator = try context.requireAgent()
        let id: ID<Agent> = try context.id()
        _ = try await service.editAgent(
            id, AgentDraft(try await request.fields(bytesMax: HTTPLimit.listBytesMax)),
            by: administrator)
        let agent = try await service.agent(id, for: administrator)
        return .json { agent.write(&$0) }
    }

    func createPasswordLink(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try await service.makePasswordLink(
            for: try context.id(), by: try context.requireAgent())
        return .json(.created) { $0.field("link", links.password(token)) }
    }

    func deletePassword(_ request: Request, context: FoyerContext) async throws -> Response {
        try await service.removePassword(of: try context.id(), by: try context.requireAgent())
        return Response(status: .noContent)
    }
}

extension AgentWithRooms {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("id", agent.id.rawValue)
        writer.field("name", agent.name)
        writer.field("email", agent.email)
        writer.field("administrator", agent.isAdministrator)
        writer.field("greeting", agent.greeting)
        writer.array("rooms") { for room in rooms { $0.element(room.rawValue) } }
        writer.field("maxChats", orNull: agent.maxChats.map(Int64.init))
        writer.field("passwordSet", agent.passwordSet)
    }
}

extension AgentDraft {
    init(_ fields: Fields) throws {
        self.init()
        var fields = fields
        name = try fields.optionalText("name", characterCountMax: Limit.nameCharactersMax)
        email = try fields.optionalText("email", characterCountMax: Limit.emailCharactersMax)
        isAdministrator = try fields.optionalBool("administrator")
        rooms = try fields.optionalIDs("rooms", countMax: Limit.roomsPerEditMax)
        greeting = try fields.optionalText(
            "greeting", characterCountMax: Limit.greetingCharactersMax)
        if fields.contains("maxChats") {
            maxChats = .some(try fields.optionalInt("maxChats", in: 1...Limit.maxChatsMax))
        }
        try fields.finish()
    }
}
