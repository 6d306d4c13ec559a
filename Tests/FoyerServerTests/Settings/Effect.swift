import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes

/// What a setting does to people: asked of a server with the default, and again with another value.
struct Effect: Sendable, CustomStringConvertible {
    let field: String
    let value: SettingValue
    /// Settings without which the field has nothing to do.
    var given: [(name: String, value: SettingValue)] = []
    /// What somebody sees, or is refused.
    let seen: @Sendable (EffectScene) async throws -> String
    let before: String
    let after: String

    var description: String { field }

    /// A member of what the customer's page is told.
    static func page(
        _ field: String, _ value: SettingValue, _ member: String, _ before: String, _ after: String
    ) -> Effect {
        Effect(
            field: field, value: value, seen: { try await $0.page(member) }, before: before,
            after: after)
    }
}

/// A room, Ana who administers, Bert who is ready.
struct EffectScene: Sendable {
    let house: ServerHouse
    let bert: LoggedOn

    var fixture: ServiceFixture { house.fixture }
    var service: Service { fixture.service }
    var room: RoomRow { house.general }

    init(_ house: ServerHouse) async throws {
        self.house = house
        bert = try await house.fixture.readyAgent("Bert", by: house.administrator)
    }

    /// A member of the public room, by names with dots, as JSON text.
    func page(_ member: String) async throws -> String {
        let response = try await house.ask(.get, "/api/public/rooms/\(room.token)")
        var value = try JSONValue(parsing: Array(response.text.utf8))
        for name in member.split(separator: ".") {
            guard let inner = value[String(name)] else { return "absent" }
            value = inner
        }
        var writer = JSONWriter()
        writer.element(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// "done", or the refusal.
    func outcome(_ act: () async throws -> Void) async -> String {
        do {
            try await act()
            return "done"
        } catch {
            return "\(error)"
        }
    }

    /// What becomes of a form that lacks the field, and what is kept of one that has it.
    func asks(without field: String) async throws -> String {
        var draft = try await fixture.form(in: room)
        switch field {
        case "name": draft.name = ""
        case "email": draft.email = ""
        case "phone": draft.phone = ""
        default: draft.question = ""
        }
        let lacking = draft
        return await outcome {
            _ = try await service.askForAgent(lacking, roomToken: room.token)
        }
    }

    func keeps(_ field: String) async throws -> String {
        let asked = try await service.askForAgent(
            try await fixture.form(in: room), roomToken: room.token)
        let chat = try await service.record(of: asked.chat, for: .agent(house.administrator)).chat
        let kept = [
            "name": chat.name, "email": chat.email, "phone": chat.phone, "question": chat.question,
        ]
        return kept[field]?.isEmpty == true ? "nothing" : "what was written"
    }

    func rings(_ chat: ID<Chat>) async throws -> Bool {
        try await fixture.offer(of: chat, at: bert) != nil
    }

    /// A customer whom Bert has served; he has not said yet that he is ready again.
    func servedBefore() async throws -> AskingCustomer {
        let customer = try await fixture.customer(asksIn: room, servedBy: bert)
        try await service.endChat(customer.chat, by: .customer(customer.id))
        return customer
    }

    /// The customer's next chat, some seconds after it was asked for.
    func comesBack(_ known: AskingCustomer, waiting seconds: Int = 0) async throws -> CustomerChat {
        let back = try await fixture.customer(asksIn: room, token: known.token)
        if seconds > 0 { try await pass(seconds: seconds) }
        return try await service.customerChat(back.chat, for: back.id)
    }

    func pass(seconds: Int) async throws {
        fixture.clock.advance(seconds: seconds)
        _ = try await service.passTime()
    }
}
