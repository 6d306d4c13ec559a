import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite("ROOM-3: a room's access number")
struct RoomNumberTests {
    @Test(
        "every room has its own, which leads to it until it is replaced with the link",
        arguments: Engine.allCases)
    func leads(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            let general = try await house.general(for: administrator)
            let sales = try await service.createRoom(named: "Sales", by: administrator)
            let number = try #require(sales.accessNumber)
            #expect(number != general.accessNumber)
            #expect(AccessNumber(typed: number)?.digits == number)
            let typed = "\(number.prefix(4)) \(number.suffix(4))"
            #expect(try await service.roomToken(accessNumber: typed) == sales.token)

            let fresh = try await service.replaceRoomToken(sales.id, by: administrator)
            #expect(fresh.accessNumber != number)
            await #expect(throws: Refusal.roomLinkReplaced) {
                try await service.roomToken(accessNumber: number)
            }
            let next = try #require(fresh.accessNumber)
            #expect(try await service.roomToken(accessNumber: next) == fresh.token)
            try await service.deleteRoom(sales.id, by: administrator)
            for gone in [number, next] {
                await #expect(throws: Refusal.accessNumberUnknown) {
                    try await service.roomToken(accessNumber: gone)
                }
            }
            await #expect(throws: Refusal.fieldInvalid(field: "number", rule: .accessNumber)) {
                try await service.roomToken(accessNumber: "1234")
            }
        }
    }

    @Test("rooms of before get theirs at the next start, once", arguments: Engine.allCases)
    func older(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            for name in ["Sales", "Help"] {
                _ = try await house.service.createRoom(named: name, by: administrator)
            }
            try await house.database.write { transaction in
                try transaction.run("UPDATE room SET access_number = NULL")
            }
            try await house.another().service.restart()
            let given = try await house.service.rooms(for: administrator).map(\.room.accessNumber)
            #expect(Set(given.compactMap { $0 }).count == 3)
            try await house.another().service.restart()
            let kept = try await house.service.rooms(for: administrator).map(\.room.accessNumber)
            #expect(kept == given)
        }
    }
}
