import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Pages of rooms")
struct RoomPageTests {
    @Test("they come by name, each of them once", arguments: Engine.allCases)
    func pages(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            for name in ["Sales", "Zoë's desk", "Après-vente", "Repairs"] {
                _ = try await service.createRoom(named: name, by: administrator)
            }
            let first = try await service.roomPage(.init(countMax: 3), for: administrator)
            #expect(first.found == 5 && first.all == 5 && first.more)
            let last = try #require(first.rooms.last?.room.id)
            let second = try await service.roomPage(
                .init(after: last, countMax: 3), for: administrator)
            #expect(second.found == 5 && !second.more)
            let rooms = try await service.rooms(for: administrator)
            #expect((first.rooms + second.rooms).map(\.room.name) == rooms.map(\.room.name))
            #expect(first.rooms.map(\.agents) == rooms.prefix(3).map(\.agents))
        }
    }

    @Test("words find names, whatever their case and accents", arguments: Engine.allCases)
    func search(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            for name in ["Zoë's desk", "ZOE'S DESK 2", "Après-vente", "ＤＥＳＫ of Straße"] {
                _ = try await service.createRoom(named: name, by: administrator)
            }
            func found(_ words: String) async throws -> Set<String> {
                let page = try await service.roomPage(
                    .init(search: words, countMax: 200), for: administrator)
                #expect(page.found == page.rooms.count && page.all == 5)
                return Set(page.rooms.map(\.room.name))
            }
            #expect(try await found("zoe") == ["Zoë's desk", "ZOE'S DESK 2"])
            #expect(try await found("desk zoë") == ["Zoë's desk", "ZOE'S DESK 2"])
            #expect(try await found("apres") == ["Après-vente"])
            #expect(try await found("desk").count == 3)
            #expect(try await found("nothing").isEmpty)
            #expect(try await found("  ").count == 5)

            let one = try await service.roomPage(
                .init(search: "desk", countMax: 1), for: administrator)
            #expect(one.rooms.count == 1 && one.found == 3 && one.more)
            let rest = try await service.roomPage(
                .init(search: "desk", after: one.rooms[0].room.id, countMax: 2),
                for: administrator)
            #expect(rest.rooms.count == 2 && rest.found == 3 && !rest.more)
        }
    }

    @Test("agents get their own rooms, and foreign ones are none", arguments: Engine.allCases)
    func own(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let service = house.service
            let agent = try await house.agent("Ben", in: [], by: administrator)
            let sales = try await service.createRoom(named: "Sales", by: administrator)
            _ = try await service.editRoom(
                sales.id, name: nil, agents: [agent.agent], by: administrator)
            let hidden = try await service.createRoom(named: "Hidden", by: administrator)
            _ = try await service.editRoom(hidden.id, name: nil, agents: [], by: administrator)
            let page = try await service.roomPage(.init(countMax: 200), for: agent)
            #expect(!page.rooms.contains { $0.room.id == hidden.id })
            #expect(page.all == page.rooms.count)
            await #expect(throws: Refusal.notFound) {
                try await service.roomPage(.init(after: hidden.id, countMax: 200), for: agent)
            }
            #expect(
                try await service.roomPage(.init(search: "Hidden", countMax: 9), for: agent)
                    .rooms.isEmpty)
        }
    }
}
