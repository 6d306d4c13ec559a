import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The links of agents' private rooms (PRIV-1).
struct PrivateLinksController: Sendable {
    let service: Service
    let links: Links

    func index(_ request: Request, context: FoyerContext) async throws -> Response {
        let found = try await service.privateLinks(
            of: try context.roomID(), for: try context.requireAgent())
        return .json { writer in
            writer.array("privateLinks") { list in
                for link in found { list.object { write(link, to: &$0) } }
            }
        }
    }

    func create(_ request: Request, context: FoyerContext) async throws -> Response {
        let asker = try context.requireAgent()
        let room = try context.roomID()
        var fields = try await request.fields()
        let named = try fields.text("agent", characterCountMax: 36)
        try fields.finish()
        guard let agent = ID<Agent>(parsing: named) else {
            throw FieldError(field: "agent", problem: .invalidID)
        }
        let link = try await service.makePrivateLink(for: agent, in: room, by: asker)
        return .json(.created) { write(link, to: &$0) }
    }

    func delete(_ request: Request, context: FoyerContext) async throws -> Response {
        let asker = try context.requireAgent()
        let room = try context.roomID()
        guard let agent = ID<Agent>(parsing: try context.parameters.require("agent")) else {
            throw Refusal.notFound
        }
        try await service.removePrivateLink(of: agent, in: room, by: asker)
        return Response(status: .noContent)
    }

    private func write(_ link: PrivateLink, to writer: inout JSONWriter) {
        writer.field("agent", link.agent.rawValue)
        writer.field("token", link.token)
        writer.field("answers", link.answers)
        writer.links(of: link.token, links)
    }
}

extension JSONWriter {
    /// What a room's or a private room's token leads to.
    mutating func links(of token: String, _ links: Links) {
        field("contactForm", links.contactForm(token))
        field("voice", links.way(.voice, token))
        field("video", links.way(.video, token))
        field("whatsApp", links.way(.whatsApp, token))
    }
}
