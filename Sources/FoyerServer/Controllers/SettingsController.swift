import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// A room's settings: what is live, the draft, its publication, and the versions before.
struct SettingsController: Sendable {
    let service: Service

    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        answer(
            try await service.settings(of: try context.roomID(), for: try context.requireAgent()))
    }

    func edit(_ request: Request, context: FoyerContext) async throws -> Response {
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
            writer.findings(published.findings)
        }
    }

    /// The schema that the screens are drawn by (ROOM-1).
    func schema(_ request: Request, context: FoyerContext) async throws -> Response {
        _ = try context.requireAgent()
        guard case .object(let members) = RoomSettings.schema() else { throw Refusal.notFound }
        return .json { writer in
            for member in members {
                writer.name(member.name)
                writer.element(member.value)
            }
        }
    }
}
