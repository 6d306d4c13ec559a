import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("Settings on the wire")
struct SettingsJSONTests {
    private func changes(_ text: String) throws -> [(name: String, value: SettingValue)] {
        try RoomSettings.changes(in: try JSONValue(parsing: Array(text.utf8)))
    }

    @Test("what is written can be read again, every field of it")
    func roundTrip() throws {
        var settings = RoomSettings()
        settings.phones.agentRole = "Doctor"
        settings.contactForm.email.mandatory = true
        let read = try RoomSettings.changes(in: settings.json())
        #expect(Set(read.map(\.name)) == Set(RoomSettings.fields.map(\.name)))
        var again = RoomSettings()
        for (name, value) in read { try again.set(name, to: value) }
        #expect(again == settings)
    }

    @Test("settings nest by their dots")
    func nesting() {
        let json = RoomSettings().json()
        #expect(json["contactForm"]?["email"]?["hidden"] == .bool(false))
        #expect(json["phones"]?["agentRole"] == .string("Agent"))
        #expect(json["distribution"]?["desktopRingSeconds"] == .int(30))
    }

    @Test("a part names only what it changes")
    func part() throws {
        let read = try changes(#"{"phones":{"agentRole":"Tutor","maxChats":2}}"#)
        #expect(read.map(\.name) == ["phones.agentRole", "phones.maxChats"])
        #expect(try changes("{}").isEmpty)
        #expect(try changes(#"{"phones":{}}"#).isEmpty)
    }

    @Test("lists, nulls and broken numbers are refused by name")
    func refused() {
        for (text, field) in [
            (#"{"phones":{"agentRole":null}}"#, "phones.agentRole"),
            (#"{"phones":{"maxChats":[2]}}"#, "phones.maxChats"),
            (#"{"phones":{"maxChats":2.5}}"#, "phones.maxChats"),
            (#"{"":{"phones":{"agentRole":"Eve"}}}"#, "\"\""),
            (#"{"phones":{"":7}}"#, "phones.\"\""),
            (#"[]"#, ""),
        ] {
            do {
                _ = try changes(text)
                Issue.record("\(text) passed")
            } catch {
                #expect((error as? FieldError)?.field == field)
            }
        }
    }
}
