import FoyerCore
import FoyerService

/// A customer who has asked: the browser's token, and the open chat.
package struct AskingCustomer: Sendable {
    package let token: String
    package let roomToken: String
    package let id: ID<Customer>
    package let chat: ID<Chat>
    package let formNumber: Int64
    package let connection: CustomerConnection

    package var asker: Asker { .customer(id) }
}

extension ServiceFixture {
    /// A new key or `cid`: 32 hexadecimal digits.
    package func hexDigits() -> String {
        var digits = ""
        for _ in 0..<32 { digits.append("0123456789abcdef".randomElement() ?? "0") }
        return digits
    }

    /// A filled form with a solved puzzle. Without a token the customer is new, without a link it
    /// comes through the room's own.
    package func form(
        in room: RoomRow, through link: String? = nil, customer: String? = nil,
        question: String = "Do you ship?"
    ) async throws -> FormDraft {
        let challenge = try await service.makeChallenge(roomToken: link ?? room.token)
        var draft = FormDraft()
        draft.challenge = challenge.challenge
        draft.solution = Self.solution(of: challenge)
        draft.customer = customer ?? challenge.customer
        draft.key = hexDigits()
        draft.name = "Carla"
        draft.email = "carla@example.org"
        draft.phone = "+41 44 668 18 00"
        draft.question = question
        draft.language = "en"
        draft.page = "https://shop.example.org/"
        return draft
    }

    package static func solution(of challenge: Challenge) -> String {
        var guess = 0
        while !Puzzle.solves(String(guess), challenge: challenge.challenge, bits: challenge.bits) {
            guess += 1
        }
        return String(guess)
    }

    /// A customer who asks and whose screen is connected.
    package func customer(
        asksIn room: RoomRow, through link: String? = nil, token: String? = nil,
        question: String = "Do you ship?"
    ) async throws -> AskingCustomer {
        let link = link ?? room.token
        let draft = try await form(in: room, through: link, customer: token, question: question)
        let asked = try await service.askForAgent(draft, roomToken: link)
        let connection = try await service.connectCustomer(
            roomToken: link, token: draft.customer)
        return AskingCustomer(
            token: draft.customer, roomToken: link, id: connection.customer,
            chat: asked.chat, formNumber: asked.formNumber, connection: connection)
    }

    /// A customer whose chat `agent` serves.
    package func customer(
        asksIn room: RoomRow, servedBy agent: LoggedOn
    ) async throws -> AskingCustomer {
        let customer = try await customer(asksIn: room)
        try await answer(customer.chat, by: agent)
        return customer
    }

    @discardableResult
    package func send(
        _ body: String, in chat: ID<Chat>, as asker: Asker, cid: String? = nil
    ) async throws -> Entry {
        try await service.sendMessage(
            MessageDraft(chat: chat, cid: cid ?? hexDigits(), body: body), as: asker)
    }

    /// All entries, page by page, as a new screen reads them.
    package func entries(of chat: ID<Chat>, for asker: Asker) async throws -> [Entry] {
        var entries: [Entry] = []
        while true {
            let have = entries.last.map { HaveEntry(seq: $0.seq, id: $0.id) }
            let page = try await service.transcript(of: chat, after: have, for: asker)
            entries += page.entries
            guard page.more, !page.entries.isEmpty else { return entries }
        }
    }

    /// The chat's life, as its customer sees it.
    package func life(of customer: AskingCustomer) async throws -> ChatLife {
        try await service.customerChat(customer.chat, for: customer.id).life
    }
}
