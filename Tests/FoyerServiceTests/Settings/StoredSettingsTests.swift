import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite("Settings are stored by version")
struct StoredSettingsTests {
    /// For every setting a value that is not its default.
    static let changed: [(name: String, value: SettingValue)] = RoomSettings.fields.map { field in
        switch (field.kind, field.read(RoomSettings())) {
        case (.flag, .flag(let flag)): (field.name, .flag(!flag))
        case (.wholeNumber(let range), .wholeNumber(let number)):
            (
                field.name,
                .wholeNumber(number == range.upperBound ? range.lowerBound : range.upperBound)
            )
        case (.choice(let values), _): (field.name, .text(values[values.count - 1]))
        case (.email, _): (field.name, .text("ana@example.com"))
        case (.colour, _): (field.name, .text("#a1b2c3"))
        case (.customFields, _): (field.name, .customFields(FormHouse.fields))
        case (.image, _): (field.name, .text("https://img.example.com/\(field.name).png"))
        default: (field.name, .text("Büro \"7\" \\ 👩🏽‍💻"))
        }
    }

    @Test("what is stored comes back, alone and all together")
    func roundTrip() throws {
        var all = RoomSettings()
        for (name, value) in Self.changed {
            var one = RoomSettings()
            try one.set(name, to: value)
            #expect(one != RoomSettings())
            #expect(try RoomSettings(stored: one.stored()) == one)
            try all.set(name, to: value)
        }
        #expect(try RoomSettings(stored: all.stored()) == all)
        #expect(try RoomSettings(stored: RoomSettings().stored()) == RoomSettings())
    }

    @Test("a setting younger than the version has its default, a forgotten one is passed over")
    func olderVersion() throws {
        let old = #"{"phones.agentRole": "Adviser", "phones.gone": 7}"#
        var expected = RoomSettings()
        expected.phones.agentRole = "Adviser"
        #expect(try RoomSettings(stored: old) == expected)
    }

    @Test("what was published stays what it was, also where it would be refused today")
    func restored() throws {
        let old = #"{"phones.maxChats": 2000, "phones.agentRole": "a\nb"}"#
        let read = try RoomSettings(stored: old)
        #expect(read.phones.maxChats == 2_000 && read.phones.agentRole == "a\nb")
        // What is of no kind that the setting has is its default.
        let broken =
            #"{"contactForm.theme": "gone", "contactForm.colour": 7, "phones.maxChats": ""}"#
        #expect(try RoomSettings(stored: broken) == RoomSettings())
    }

    @Test(
        "publishing makes numbered versions; a chat keeps the one it began under",
        arguments: Engine.allCases)
    func versions(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let before = try await house.customer(asksIn: room)
            let published = try await house.service.publishSettings(
                Self.changed.filter { $0.name.hasPrefix("phones") }, of: room.id, by: administrator)
            #expect(published.version == 2)
            // The same again is no new version.
            let same = try await house.service.publishSettings(
                [("phones.hidePreview", .flag(true))], of: room.id, by: administrator)
            #expect(same.version == 2)
            let after = try await house.customer(asksIn: room)
            for (customer, role) in [
                (before, "Agent"), (after, published.settings.phones.agentRole),
            ] {
                let seen = try await house.service.customerChat(customer.chat, for: customer.id)
                #expect(seen.agentRole == role)
            }
        }
    }

    @Test("one bad value refuses all of them", arguments: Engine.allCases)
    func allOrNothing(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            await #expect(
                throws: Refusal.fieldOutOfRange(field: "phones.maxChats", min: 1, max: 20)
            ) {
                try await house.publish(
                    [("phones.agentRole", .text("Adviser")), ("phones.maxChats", .wholeNumber(0))],
                    in: room, by: administrator)
            }
            let now = try await house.service.settings(of: room.id, for: administrator)
            #expect(now.version == 1 && now.settings == RoomSettings())
        }
    }
}
