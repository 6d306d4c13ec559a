import FoyerCore
import FoyerTestSupport
import Testing

@testable import FoyerService

@Suite("Open forms are told what concerns them") struct PublicationHintTests {
    private func told(_ house: ServiceFixture) -> [String] {
        house.announcer.take().compactMap { hint in
            switch hint {
            case .settingsPublished(let room, let version): "\(room) has \(version)"
            case .linkChanged(let room): "\(room) has another link"
            default: nil
            }
        }
    }

    @Test(
        "each publication is told once, after it is live; what publishes nothing is not told",
        arguments: Engine.allCases)
    func published(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            _ = house.announcer.take()
            try await house.publish(
                [("contactForm.header", .text("Ahoy"))], in: room, by: administrator)
            #expect(told(house) == ["\(room.id) has 2"])
            let live = try await house.service.liveVersion(roomToken: room.token)
            #expect(live.room == room.id && live.version == 2)
            // The same again is no new version.
            try await house.publish(
                [("contactForm.header", .text("Ahoy"))], in: room, by: administrator)
            _ = try await house.service.tryOutSettings(
                [("contactForm.header", .text("Other"))], of: room.id, by: administrator)
            await #expect(throws: Refusal.self) {
                try await house.publish(
                    [("contactForm.theme", .text("gone"))], in: room, by: administrator)
            }
            #expect(told(house).isEmpty)
        }
    }

    @Test("a replaced link and a deleted room are told", arguments: Engine.allCases)
    func links(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.service.createRoom(named: "BOATS", by: administrator)
            _ = house.announcer.take()
            let replaced = try await house.service.replaceRoomToken(room.id, by: administrator)
            #expect(told(house) == ["\(room.id) has another link"])
            await #expect(throws: Refusal.roomLinkReplaced) {
                try await house.service.liveVersion(roomToken: room.token)
            }
            try await house.service.deleteRoom(room.id, by: administrator)
            #expect(told(house) == ["\(room.id) has another link"])
            await #expect(throws: Refusal.roomLinkUnknown) {
                try await house.service.liveVersion(roomToken: replaced.token)
            }
        }
    }
}
