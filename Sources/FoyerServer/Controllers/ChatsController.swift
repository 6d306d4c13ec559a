import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// Chats, letters and decisions to read.
struct ChatsController: Sendable {
    let service: Service

    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        let record = try await service.record(
            of: try context.id(), after: try request.wholeNumber("after") ?? 0,
            for: .agent(try context.requireAgent()))
        return .json { writer in
            writer.object("chat") {
                record.chat.write(&$0, room: record.room)
                $0.custom(record.custom)
            }
            writer.entries(record.entries)
            writer.field("more", record.more)
        }
    }

    func ofCustomer(_ request: Request, context: FoyerContext) async throws -> Response {
        let chats = try await service.chats(of: try context.id(), for: try context.requireAgent())
        return .json { writer in
            writer.array("chats") { list in
                for chat in chats {
                    list.object {
                        chat.chat.write(&$0, room: chat.room)
                        $0.field("agent", orNull: chat.agent)
                    }
                }
            }
        }
    }

    func letters(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        let page = try await service.letters(for: agent, before: try request.idIfAny("before"))
        return .json { writer in
            writer.array("letters") { list in
                for letter in page.letters { list.object { letter.write(&$0) } }
            }
            writer.field("more", page.more)
        }
    }

    func letterCount(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        let count = try await service.letterCount(
            for: agent, after: try request.idIfAny("after"))
        return .json { $0.field("count", count) }
    }

    func explanations(_ request: Request, context: FoyerContext) async throws -> Response {
        let agent = try context.requireAgent()
        let explanations = try await service.explanations(of: try context.id(), for: agent)
        let names = try await service.agentNames(for: agent)
        return .json { writer in
            writer.array("explanations") { list in
                for explanation in explanations {
                    list.object { explanation.write(&$0, names: names) }
                }
            }
        }
    }
}

extension JSONWriter {
    mutating func entries(_ entries: [Entry]) {
        array("entries") { list in
            for entry in entries { list.object { entry.write(&$0) } }
        }
    }
}

extension Request {
    /// A whole number of the address line; `nil` where it is not there.
    fileprivate func wholeNumber(_ name: String) throws -> Int64? {
        guard let text = uri.queryParameters[name[...]] else { return nil }
        return try AddressLine.wholeNumber(text, name)
    }

    /// An id of the address line; `nil` where it is not there.
    fileprivate func idIfAny<Subject>(_ name: String) throws -> ID<Subject>? {
        guard let text = uri.queryParameters[name[...]] else { return nil }
        return try AddressLine.id(text, name)
    }
}

extension ChatRow {
    fileprivate func write(_ writer: inout JSONWriter, room: String) {
        writer.field("id", id.rawValue)
        writer.field("room", room)
        writer.field("formNumber", formNumber)
        writer.field("state", life.state)
        writer.field("endReason", orNull: life.endReason)
        writer.field("turn", turn)
        writer.field("askedAt", askedAt.milliseconds)
        writer.field("name", name)
        writer.field("question", question)
    }
}

extension LetterRow {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("id", id.rawValue)
        writer.field("room", room)
        writer.field("formNumber", formNumber)
        writer.field("for", orNull: `for`)
        writer.field("name", name)
        writer.field("email", email)
        writer.field("phone", phone)
        writer.field("question", question)
        writer.field("language", language)
        writer.field("page", page)
        writer.custom(custom)
        writer.field("leftAt", leftAt.milliseconds)
    }
}
