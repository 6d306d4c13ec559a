import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Settings are tried out and judged") struct TryOutSettingsTests {
    @Test(
        "what is tried out is judged as it would be published, and changes nothing",
        arguments: Engine.allCases)
    func tryOut(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let changes: [(name: String, value: SettingValue)] = [
                ("contactForm.colour", .text("#ffffff")), ("phones.maxChats", .wholeNumber(7)),
            ]
            let tried = try await house.service.tryOutSettings(
                changes, of: room.id, by: administrator)
            #expect(tried.version == 1 && tried.settings.phones.maxChats == 7)
            #expect(tried.findings.map(\.rule).suffix(2) == [.maxChatsUnused, .colourCorrected])
            let now = try await house.service.settings(of: room.id, for: administrator)
            #expect(now.version == 1 && now.settings == RoomSettings())

            let published = try await house.service.publishSettings(
                changes, of: room.id, by: administrator)
            #expect(published.version == 2 && published.settings == tried.settings)
            #expect(published.findings == tried.findings)
            await #expect(
                throws: Refusal.fieldOutOfRange(field: "phones.maxChats", min: 1, max: 20)
            ) {
                try await house.service.tryOutSettings(
                    [("phones.maxChats", .wholeNumber(0))], of: room.id, by: administrator)
            }
        }
    }

    @Test("a room that nobody serves is named until somebody does", arguments: Engine.allCases)
    func nobodyServes(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.service.createRoom(named: "BOATS", by: administrator)
            _ = try await house.service.editRoom(
                room.id, name: nil, agents: [], by: administrator)
            let empty = try await house.service.settings(of: room.id, for: administrator)
            #expect(empty.findings.map(\.rule) == [.nobodyServes])
            _ = try await house.service.editRoom(
                room.id, name: nil, agents: [administrator.agent], by: administrator)
            let served = try await house.service.settings(of: room.id, for: administrator)
            #expect(served.findings.isEmpty)
        }
    }
}
