import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("past chats")
struct PastChatTests {
    @Test("a browser sees its own ended chats, newest first", arguments: Engine.allCases)
    func list(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let first = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.endChat(first.chat, by: .agent(bert))
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
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let carla = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.endChat(carla.chat, by: .agent(bert))
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
}
