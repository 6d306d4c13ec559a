import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Administrators make, edit and delete rooms")
struct RoomTests {
    @Test("GENERAL keeps its name and stays", arguments: Engine.allCases)
    func general(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            await #expect(throws: Refusal.roomProtected) {
                try await house.service.deleteRoom(room.id, by: administrator)
            }
            await #expect(throws: Refusal.roomProtected) {
                try await house.service.editRoom(
                    room.id, name: "Main", agents: nil, by: administrator)
            }
            _ = try await house.service.editRoom(
                room.id, name: "GENERAL", agents: nil, by: administrator)
        }
    }

    @Test("names are given once, and free again after deletion", arguments: Engine.allCases)
    func names(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let sales = try await house.service.createRoom(named: " Sales ", by: administrator)
            #expect(sales.name == "Sales")
            for name in ["Sales", "GENERAL"] {
                await #expect(throws: Refusal.roomNameInUse) {
                    try await house.service.createRoom(named: name, by: administrator)
                }
            }
            let help = try await house.service.createRoom(named: "Help", by: administrator)
            await #expect(throws: Refusal.roomNameInUse) {
                try await house.service.editRoom(
                    help.id, name: "Sales", agents: nil, by: administrator)
            }
            await #expect(throws: Refusal.fieldMissing(field: "name")) {
                try await house.service.createRoom(named: "  ", by: administrator)
            }
            try await house.service.deleteRoom(sales.id, by: administrator)
            let renamed = try await house.service.editRoom(
                help.id, name: "Sales", agents: nil, by: administrator)
            #expect(renamed.name == "Sales" && renamed.token == help.token)
        }
    }

    @Test(
        "a deleted room's link is refused, and its chats stay as history",
        arguments: Engine.allCases)
    func delete(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.service.createRoom(named: "Sales", by: administrator)
            let customer = try await house.customer(asksIn: room)
            await #expect(throws: Refusal.roomInUse) {
                try await house.service.deleteRoom(room.id, by: administrator)
            }
            try await house.service.cancelChat(customer.chat, by: customer.id)
            let draft = try await house.form(in: room)

            try await house.service.deleteRoom(room.id, by: administrator)

            await #expect(throws: Refusal.roomLinkUnknown) {
                try await house.service.askForAgent(draft, roomToken: room.token)
            }
            await #expect(throws: Refusal.notFound) {
                try await house.service.room(room.id, for: administrator)
            }
            #expect(
                try await house.service.record(of: customer.chat, for: .agent(administrator)).room
                    == "Sales")
            #expect(
                try await house.service.rooms(for: administrator).map(\.room.name) == ["GENERAL"])
        }
    }

    @Test(
        "a replaced link is refused, the new one is good, and the queue stays",
        arguments: Engine.allCases)
    func replaceToken(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            let draft = try await house.form(in: room)
            let retried = try await house.form(in: room)
            let asked = try await house.service.askForAgent(retried, roomToken: room.token)
            var letter = try await house.form(in: room)
            letter.email = "mei@example.com"
            let left = try await house.service.leaveLetter(letter, roomToken: room.token)
            let fresh = try await house.service.replaceRoomToken(room.id, by: administrator)
            #expect(fresh.token != room.token)
            await #expect(throws: Refusal.roomLinkReplaced) {
                try await house.service.askForAgent(draft, roomToken: room.token)
            }
            await #expect(throws: Refusal.roomLinkReplaced) {
                try await house.service.entrance(roomToken: room.token)
            }
            // Whoever did not hear the answer gets the same one.
            #expect(
                try await house.service.askForAgent(retried, roomToken: room.token) == asked)
            #expect(try await house.service.leaveLetter(letter, roomToken: room.token) == left)
            _ = try await house.service.askForAgent(draft, roomToken: fresh.token)
            #expect(try await house.life(of: customer) == .waiting(turn: 1))
            // Who talks goes on talking, over either link.
            for link in [room.token, fresh.token] {
                let back = try await house.service.connectCustomer(
                    roomToken: link, token: customer.token)
                #expect(back.chat == customer.chat)
            }
            #expect(try await house.service.entrance(roomToken: fresh.token).company == "Example")
        }
    }
}
