import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

/// A room with fields of its own.
enum FormHouse {
    static let fields: [CustomField] = [
        CustomField(key: "order", kind: .text, label: "Order \"number\"", mandatory: true),
        CustomField(key: "about", kind: .choice, label: "About", choices: ["Delivery", "Price"]),
        CustomField(
            key: "where", kind: .lines, label: "Where to? 👩🏽‍💻", mandatory: true,
            showWhen: .init(field: "about", value: "Delivery")),
        CustomField(key: "terms", kind: .consent, label: "I accept the terms"),
    ]
}

@Suite("Forms with the room's own fields (CF-2)") struct CustomFieldFormTests {
    private func sent(_ text: String, _ key: String = "order") -> SentAnswer {
        SentAnswer(key: key, value: .text(text))
    }

    private let accepted = SentAnswer(key: "terms", value: .flag(true))

    private func publish(
        _ fields: [CustomField], _ house: ServiceFixture, _ room: RoomRow, by agent: LoggedOn
    ) async throws {
        try await house.publish(
            [("contactForm.customFields", .customFields(fields))], in: room, by: agent)
    }

    @Test(
        "answers are kept with chat, transcript and letter as they were asked, also after an edit",
        arguments: Engine.allCases)
    func kept(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await publish(FormHouse.fields, house, room, by: administrator)
            var draft = try await house.form(in: room)
            draft.custom = [sent("7"), accepted, sent("Ghost town", "where")]
            let chat = try await house.service.askForAgent(draft, roomToken: room.token).chat
            var letter = try await house.form(in: room)
            letter.custom = draft.custom
            _ = try await house.service.leaveLetter(letter, roomToken: room.token)
            try await publish([], house, room, by: administrator)

            let told = [
                CustomAnswer(
                    key: "order", kind: .text, label: "Order \"number\"", value: .text("7")),
                CustomAnswer(
                    key: "terms", kind: .consent, label: "I accept the terms", value: .flag(true)),
            ]
            let record = try await house.service.record(of: chat, for: .agent(administrator))
            #expect(record.custom == told)
            guard case .facts(let facts)? = record.entries.first?.content else {
                Issue.record("no facts")
                return
            }
            #expect(facts.custom == told)
            let letters = try await house.service.letters(for: administrator).letters
            #expect(letters.map(\.custom) == [told])
        }
    }

    @Test("chats of rooms without such fields have no answers", arguments: Engine.allCases)
    func none(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            let record = try await house.service.record(
                of: customer.chat, for: .agent(administrator))
            #expect(record.custom.isEmpty)
        }
    }

    @Test(
        "a form that breaks a rule is refused by name, and nothing is stored",
        arguments: Engine.allCases)
    func refused(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await publish(FormHouse.fields, house, room, by: administrator)
            let good = try await house.form(in: room)
            for (custom, refusal) in [
                ([], Refusal.fieldMissing(field: "custom.order")),
                ([sent("7")], .fieldMissing(field: "custom.terms")),
                (
                    [sent("7"), accepted, sent("Delivery", "about")],
                    .fieldMissing(field: "custom.where")
                ),
                (
                    [sent("7"), accepted, sent("x", "gone")],
                    .fieldInvalid(field: "custom.gone", rule: .unknown)
                ),
                ([sent("a\u{0}"), accepted], .fieldInvalid(field: "custom.order", rule: .noNull)),
            ] as [([SentAnswer], Refusal)] {
                var draft = good
                draft.custom = custom
                let bad = draft
                await #expect(throws: refusal) {
                    try await house.service.askForAgent(bad, roomToken: room.token)
                }
                await #expect(throws: refusal) {
                    try await house.service.leaveLetter(bad, roomToken: room.token)
                }
            }
            #expect(try await house.service.letters(for: administrator).letters.isEmpty)
            let counted = try await house.service.database.read { transaction in
                try transaction.first("SELECT COUNT(*) AS count FROM chat")
            }
            #expect(try counted?.get("count") == 0)
        }
    }
}
