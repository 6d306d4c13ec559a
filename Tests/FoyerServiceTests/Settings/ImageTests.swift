import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite("Pictures of rooms")
struct ImageTests {
    private static let logo = "contactForm.logo"

    private func text(_ image: KeptImage) -> SettingValue { .text("image:\(image.hash)") }

    @Test("a picture is kept once and comes back as it was", arguments: Engine.allCases)
    func kept(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let kept = try await house.service.keepImage(SmallPicture.png, by: administrator)
            #expect(
                try await house.service.keepImage(SmallPicture.png, by: administrator) == kept)
            let stored = try await house.service.image(hash: kept.hash)
            #expect(stored.bytes == SmallPicture.png && stored.kind == .png)
            let counted: [Int] = try await house.database.read { transaction in
                try transaction.run("SELECT image_bytes FROM company").map {
                    try $0.get("image_bytes")
                }
            }
            #expect(counted == [SmallPicture.png.count])
        }
    }

    @Test("what is no picture is refused and leaves nothing", arguments: Engine.allCases)
    func refused(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            await #expect(throws: Refusal.imageRefused(.trailing)) {
                try await house.service.keepImage(SmallPicture.png + [0], by: administrator)
            }
            for hash in ["", "x", String(repeating: "0", count: 64)] {
                await #expect(throws: Refusal.notFound) {
                    try await house.service.image(hash: hash)
                }
            }
        }
    }

    @Test("a room shows its company's pictures, with their size", arguments: Engine.allCases)
    func shown(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let kept = try await house.service.keepImage(SmallPicture.png, by: administrator)
            let elsewhere = "https://img.example.com/a.png"
            try await house.publish(
                [(Self.logo, text(kept)), ("contactForm.background", .text(elsewhere))],
                in: room, by: administrator)
            let entrance = try await house.service.entrance(roomToken: room.token)
            #expect(entrance.logo?.source == "/images/\(kept.hash)")
            #expect(entrance.logo?.size == ShownImage.Size(width: 1, height: 1))
            #expect(entrance.background?.source == elsewhere)
            #expect(entrance.background?.size == nil)
            try await house.publish([(Self.logo, .text(""))], in: room, by: administrator)
            #expect(try await house.service.entrance(roomToken: room.token).logo == nil)
        }
    }

    @Test("another company's picture is refused at the door", arguments: Engine.allCases)
    func foreign(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let rita = try await house.otherCompany()
            let kept = try await house.service.keepImage(SmallPicture.png, by: rita)
            let room = try await house.general(for: administrator)
            let change = [(name: Self.logo, value: text(kept))]
            let unknown = Refusal.fieldInvalid(field: Self.logo, rule: .imageUnknown)
            await #expect(throws: unknown) {
                try await house.service.publishSettings(change, of: room.id, by: administrator)
            }
            await #expect(throws: unknown) {
                try await house.service.tryOutSettings(change, of: room.id, by: administrator)
            }
            await #expect(throws: unknown) {
                try await house.service.editDraft(change, at: 0, of: room.id, by: administrator)
            }
            var settings = RoomSettings()
            try settings.set(Self.logo, to: text(kept))
            let file = RoomPattern.file(settings)
            await #expect(throws: unknown) {
                try await house.service.createRoom(named: "In", file, by: administrator)
            }
            // Each has it by itself then.
            _ = try await house.service.keepImage(SmallPicture.png, by: administrator)
            let published = try await house.service.publishSettings(
                change, of: room.id, by: administrator)
            #expect(published.version == 2)
        }
    }

    @Test(
        "a draft keeps its pictures, and makes place when it is thrown away",
        arguments: Engine.allCases)
    func drafted(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let kept = try await house.service.keepImage(SmallPicture.png, by: administrator)
            let draft = try await house.service.editDraft(
                [(Self.logo, text(kept))], at: 0, of: room.id, by: administrator)
            house.clock.advance(seconds: 3_600 * Limit.unnamedImageHours + 1)
            let full = try await fillUp(house)
            await #expect(throws: full) {
                try await house.service.keepImage(SmallPicture.otherPNG, by: administrator)
            }
            _ = try await house.service.image(hash: kept.hash)
            _ = try await house.service.discardDraft(
                of: room.id, at: draft.revision, by: administrator)
            _ = try await house.service.keepImage(SmallPicture.otherPNG, by: administrator)
            await #expect(throws: Refusal.notFound) {
                try await house.service.image(hash: kept.hash)
            }
        }
    }

    @Test("a picture that is uploaded again is as young as a new one", arguments: Engine.allCases)
    func uploadedAgain(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let kept = try await house.service.keepImage(SmallPicture.png, by: administrator)
            house.clock.advance(seconds: 3_600 * Limit.unnamedImageHours + 1)
            _ = try await house.service.keepImage(SmallPicture.png, by: administrator)
            let full = try await fillUp(house)
            await #expect(throws: full) {
                try await house.service.keepImage(SmallPicture.otherPNG, by: administrator)
            }
            _ = try await house.service.image(hash: kept.hash)
        }
    }

    @Test(
        "a company's pictures have a limit; those of no room make place", arguments: Engine.allCases
    )
    func full(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let named = try await house.service.keepImage(SmallPicture.png, by: administrator)
            try await house.publish([(Self.logo, text(named))], in: room, by: administrator)
            let unnamed = try await house.service.keepImage(
                SmallPicture.otherPNG, by: administrator)
            let full = try await fillUp(house)
            await #expect(throws: full) {
                try await house.service.keepImage(SmallPicture.thirdPNG, by: administrator)
            }
            // Young ones stay: somebody may be about to save them.
            _ = try await house.service.image(hash: unnamed.hash)
            house.clock.advance(seconds: 3_600 * Limit.unnamedImageHours + 1)
            let third = try await house.service.keepImage(SmallPicture.thirdPNG, by: administrator)
            _ = try await house.service.image(hash: third.hash)
            _ = try await house.service.image(hash: named.hash)
            await #expect(throws: Refusal.notFound) {
                try await house.service.image(hash: unnamed.hash)
            }
        }
    }

    /// Leaves no place for another picture; what is told then.
    private func fillUp(_ house: ServiceFixture) async throws -> Refusal {
        let max = Limit.companyImageBytesMax
        try await house.database.write { transaction in
            try transaction.run("UPDATE company SET image_bytes = \(max)")
        }
        return .imagesFull(bytesMax: max)
    }
}
