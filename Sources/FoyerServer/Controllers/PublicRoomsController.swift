import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// A room as strangers see it: the contact form, asking, leaving a letter.
struct PublicRoomsController: Sendable {
    let service: Service

    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        let entrance = try await service.entrance(
            roomToken: try context.parameters.require("token"),
            talking: request.uri.queryParameters["talking"] == "yes")
        return .json { $0.entrance(entrance) }
    }

    func challenge(_ request: Request, context: FoyerContext) async throws -> Response {
        var fields = try await request.fieldsIfAny()
        let customer = try fields?.optionalText(
            "customer", characterCountMax: WireLimit.tokenCharactersMax)
        try fields?.finish()
        let challenge = try await service.makeChallenge(
            roomToken: try context.parameters.require("token"), customer: customer)
        return .json {
            $0.field("challenge", challenge.challenge)
            $0.field("bits", challenge.bits)
            $0.field("customer", challenge.customer)
            $0.field("formNumber", challenge.formNumber)
        }
    }

    func createChat(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try context.parameters.require("token")
        let asked = try await service.askForAgent(
            FormDraft(try await request.fields()), roomToken: token)
        return .json(.created) {
            $0.field("chat", asked.chat.rawValue)
            $0.field("formNumber", asked.formNumber)
        }
    }

    func createLetter(_ request: Request, context: FoyerContext) async throws -> Response {
        let token = try context.parameters.require("token")
        let letter = try await service.leaveLetter(
            FormDraft(try await request.fields()), roomToken: token)
        return .json(.created) { $0.field("letter", letter.rawValue) }
    }

    /// This browser's past chats (CF-8).
    func pastChats(_ request: Request, context: FoyerContext) async throws -> Response {
        let roomToken = try context.parameters.require("token")
        var fields = try await request.fields()
        let customer = try fields.text("customer", characterCountMax: WireLimit.tokenCharactersMax)
        try fields.finish()
        let chats = try await service.pastChats(roomToken: roomToken, token: customer)
        return .json { writer in
            writer.array("chats") { list in
                for chat in chats { list.object { chat.writeForCustomer(&$0) } }
            }
        }
    }

    func pastChat(_ request: Request, context: FoyerContext) async throws -> Response {
        let roomToken = try context.parameters.require("token")
        var fields = try await request.fields()
        let customer = try fields.text("customer", characterCountMax: WireLimit.tokenCharactersMax)
        let after = try fields.optionalInt("after", in: 0...Int(WireLimit.wholeNumberMax)) ?? 0
        try fields.finish()
        let record = try await service.pastChat(
            try context.id(), after: Int64(after), roomToken: roomToken, token: customer)
        return .json { writer in
            writer.entries(record.entries)
            writer.field("last", record.chat.lastSeq)
            writer.field("more", record.more)
        }
    }
}

extension EarlierChat {
    fileprivate func writeForCustomer(_ writer: inout JSONWriter) {
        writer.field("id", chat.id.rawValue)
        writer.field("room", room)
        writer.field("formNumber", chat.formNumber)
        writer.field("askedAt", chat.askedAt.milliseconds)
        writer.field("state", chat.life.state)
        writer.field("endReason", orNull: chat.life.endReason)
        writer.field("agent", orNull: agent)
        writer.field("question", DeskCard.shortened(chat.question))
    }
}

extension FormDraft {
    /// Browsers make addresses of up to two million characters; a body is shorter than that.
    private static let cutCharactersMax = 2_000_000

    init(_ fields: Fields) throws {
        self.init()
        var fields = fields
        func text(_ name: String, _ max: Int) throws(FieldError) -> String {
            try fields.optionalText(name, characterCountMax: max) ?? ""
        }
        func cut(_ name: String, _ max: Int) throws(FieldError) -> String {
            String(try text(name, Self.cutCharactersMax).unicodeScalars.prefix(max))
        }
        challenge = try text("challenge", 400)
        solution = try text("solution", 20)
        customer = try text("customer", 200)
        key = try text("key", 32)
        name = try text("name", Limit.nameCharactersMax)
        email = try text("email", Limit.emailCharactersMax)
        phone = try text("phone", Limit.phoneCharactersMax)
        question = try text("question", Limit.questionCharactersMax)
        // Nobody wrote these by hand, so nobody could make them shorter.
        language = try cut("language", Limit.languageCharactersMax)
        page = try cut("page", Limit.pageCharactersMax)
        custom = try SentAnswer.list(in: &fields)
        try fields.finish()
    }
}
