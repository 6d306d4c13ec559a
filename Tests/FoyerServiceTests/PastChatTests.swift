import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("past chats")
struct PastChatTests {
    @Test("a browser sees its own ended chats, newest first", arguments: Engine.allCases)
    func list(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let (room, first) = try await house.endedChat(by: administrator)
            house.clock.advance(seconds: 1)
            let second = try await house.customer(
                asksIn: room, token: first.token, question: "And now?")
            let open = try await house.service.pastChats(
                roomToken: room.token, token: first.token)
            #expect(open.map(\.chat.id) == [first.chat])
            #expect(open.map(\.agent) == ["Bert"])

            try await house.service.cancelChat(second.chat, by: second.id)
            let both = try await house.service.pastChats(
                roomToken: room.token, token: first.token)
            #expect(both.map(\.chat.id) == [second.chat, first.chat])
            #expect(
                try await house.service.pastChats(roomToken: room.token, token: "unknown").isEmpty)
            await #expect(throws: Refusal.roomLinkUnknown) {
                try await house.service.pastChats(roomToken: "unknown", token: first.token)
            }
        }
    }

    @Test("the transcript of one is shown to its own browser only", arguments: Engine.allCases)
    func transcript(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let (room, carla) = try await house.endedChat(by: administrator)
            let other = try await house.customer(asksIn: room)
            let record = try await house.service.pastChat(
                carla.chat, after: 0, roomToken: room.token, token: carla.token)
            #expect(record.entries.map(\.seq) == Array(1...record.chat.lastSeq))
            let rest = try await house.service.pastChat(
                carla.chat, after: 2, roomToken: room.token, token: carla.token)
            #expect(rest.entries == Array(record.entries.dropFirst(2)))
            for token in [other.token, "", carla.id.rawValue] {
                await #expect(throws: Refusal.notFound) {
                    try await house.service.pastChat(
                        carla.chat, after: 0, roomToken: room.token, token: token)
                }
            }
        }
    }

    @Test("a long chat comes in pages that a socket's frame would hold", arguments: Engine.allCases)
    func pages(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let carla = try await house.customer(asksIn: room, servedBy: bert)
            // Six bytes each as JSON.
            let body = String(repeating: "\u{1}", count: 5_000)
            for _ in 0..<12 {
                try await house.send(body, in: carla.chat, as: carla.asker, cid: nil)
            }
            try await house.service.endChat(carla.chat, by: .agent(bert))
            var pages: [ChatRecord] = []
            repeat {
                pages.append(
                    try await house.service.pastChat(
                        carla.chat, after: pages.last?.entries.last?.seq ?? 0,
                        roomToken: room.token, token: carla.token))
            } while pages.last?.more == true
            #expect(pages.count > 2)
            #expect(pages.allSatisfy { $0.entries.count <= 8 })
            let seqs = pages.flatMap { $0.entries.map(\.seq) }
            #expect(seqs == Array(1...(pages.last?.chat.lastSeq ?? 0)))
        }
    }

    @Test("a link that was replaced still shows what was talked about", arguments: Engine.allCases)
    func replacedLink(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let (room, carla) = try await house.endedChat(by: administrator)
            let fresh = try await house.service.replaceRoomToken(room.id, by: administrator)
            for link in [room.token, fresh.token] {
                let chats = try await house.service.pastChats(roomToken: link, token: carla.token)
                #expect(chats.map(\.chat.id) == [carla.chat])
                let record = try await house.service.pastChat(
                    carla.chat, after: 0, roomToken: link, token: carla.token)
                #expect(!record.entries.isEmpty)
            }
        }
    }
}

extension ServiceFixture {
    /// A customer of `GENERAL` whose chat Bert has served and ended.
    fileprivate func endedChat(
        by administrator: LoggedOn
    ) async throws -> (room: RoomRow, customer: AskingCustomer) {
        let room = try await general(for: administrator)
        let bert = try await readyAgent("Bert", by: administrator)
        let customer = try await customer(asksIn: room, servedBy: bert)
        try await service.endChat(customer.chat, by: .agent(bert))
        return (room, customer)
    }
}
