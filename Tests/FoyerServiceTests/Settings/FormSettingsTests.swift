import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("The contact form obeys its settings")
struct FormSettingsTests {
    static let fields = ["name", "email", "phone", "question"]

    private func clear(_ field: String, of draft: inout FormDraft, to value: String = "") {
        switch field {
        case "name": draft.name = value
        case "email": draft.email = value
        case "phone": draft.phone = value
        default: draft.question = value
        }
    }

    @Test("a mandatory field must be there", arguments: Engine.allCases, fields)
    func mandatory(_ engine: Engine, _ field: String) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            var draft = try await house.form(in: room)
            clear(field, of: &draft, to: " \n ")
            let spaces = draft
            // Optional by default.
            _ = try await house.service.askForAgent(spaces, roomToken: room.token)
            try await house.publish(
                [("contactForm.\(field).mandatory", .flag(true))], in: room, by: administrator)
            var again = try await house.form(in: room)
            clear(field, of: &again, to: " \n ")
            let blank = again
            await #expect(throws: Refusal.fieldMissing(field: field)) {
                try await house.service.askForAgent(blank, roomToken: room.token)
            }
            let full = try await house.form(in: room)
            _ = try await house.service.askForAgent(full, roomToken: room.token)
        }
    }

    @Test(
        "a hidden field is empty whatever was sent, and wins over mandatory",
        arguments: Engine.allCases, fields)
    func hidden(_ engine: Engine, _ field: String) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            try await house.publish(
                [
                    ("contactForm.\(field).hidden", .flag(true)),
                    ("contactForm.\(field).mandatory", .flag(true)),
                ], in: room, by: administrator)
            var draft = try await house.form(in: room)
            if field == "email" { draft.email = "not an address" }
            let asked = try await house.service.askForAgent(draft, roomToken: room.token)
            let chat = try await house.service.record(of: asked.chat, for: .agent(administrator))
                .chat
            let stored = [
                "name": chat.name, "email": chat.email, "phone": chat.phone,
                "question": chat.question,
            ]
            for other in Self.fields { #expect(stored[other]?.isEmpty == (other == field)) }
            if field == "question" { #expect(chat.lastSeq == 1) }
        }
    }

    @Test("fields are bounded and checked, each by name", arguments: Engine.allCases)
    func bounds(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let good = try await house.form(in: room)
            func refused(_ refusal: Refusal, _ change: (inout FormDraft) -> Void) async {
                var draft = good
                change(&draft)
                await #expect(throws: refusal) {
                    try await house.service.askForAgent(draft, roomToken: room.token)
                }
                await #expect(throws: refusal) {
                    try await house.service.leaveLetter(draft, roomToken: room.token)
                }
            }
            func long(_ count: Int) -> String { String(repeating: "x", count: count + 1) }
            await refused(.fieldTooLong(field: "name", charactersMax: 200)) { $0.name = long(200) }
            await refused(.fieldTooLong(field: "phone", charactersMax: 40)) { $0.phone = long(40) }
            await refused(.fieldTooLong(field: "question", charactersMax: 4_000)) {
                $0.question = long(4_000)
            }
            await refused(.fieldTooLong(field: "page", charactersMax: 2_000)) {
                $0.page = long(2_000)
            }
            await refused(.fieldTooLong(field: "language", charactersMax: 35)) {
                $0.language = long(35)
            }
            await refused(.fieldTooLong(field: "email", charactersMax: 254)) {
                $0.email = long(254)
            }
            await refused(.fieldTooLong(field: "name", charactersMax: 200)) {
                $0.name = "e" + String(repeating: "\u{301}", count: 5_000)
            }
            await refused(.fieldInvalid(field: "name", rule: .noNull)) { $0.name = "a\u{0}" }
            await refused(.fieldInvalid(field: "key", rule: .hexDigits)) { $0.key = "abc" }
            await refused(.fieldMissing(field: "customer")) { $0.customer = "" }
            for address in [
                "carla", "carla@", "@example.org", "a@b@c.org", "a@\u{301}b@c.org", "a b@c.org",
                "a@c", "a@.c", "a@c.",
            ] {
                await refused(.fieldInvalid(field: "email", rule: .emailAddress)) {
                    $0.email = address
                }
            }
            _ = try await house.service.askForAgent(good, roomToken: room.token)
        }
    }

    @Test("a hidden action is refused", arguments: Engine.allCases)
    func buttons(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let draft = try await house.form(in: room)
            try await house.publish(
                [("contactForm.chatButton", .flag(false))], in: room, by: administrator)
            await #expect(throws: Refusal.actionOff) {
                try await house.service.askForAgent(draft, roomToken: room.token)
            }
            _ = try await house.service.leaveLetter(draft, roomToken: room.token)
            try await house.publish(
                [
                    ("contactForm.chatButton", .flag(true)),
                    ("contactForm.letterButton", .flag(false)),
                ],
                in: room, by: administrator)
            let other = try await house.form(in: room)
            await #expect(throws: Refusal.actionOff) {
                try await house.service.leaveLetter(other, roomToken: room.token)
            }
            _ = try await house.service.askForAgent(other, roomToken: room.token)
        }
    }

    @Test(
        "a letter needs question and address unless hidden, is kept once, and its puzzle is spent",
        arguments: Engine.allCases)
    func letters(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            for field in ["email", "question"] {
                var draft = try await house.form(in: room)
                clear(field, of: &draft)
                let blank = draft
                await #expect(throws: Refusal.fieldMissing(field: field)) {
                    try await house.service.leaveLetter(blank, roomToken: room.token)
                }
            }
            let draft = try await house.form(in: room, question: "Call me back")
            let letter = try await house.service.leaveLetter(draft, roomToken: room.token)
            #expect(try await house.service.leaveLetter(draft, roomToken: room.token) == letter)
            var reused = draft
            reused.key = house.hexDigits()
            let again = reused
            await #expect(throws: Refusal.puzzleExpired) {
                try await house.service.leaveLetter(again, roomToken: room.token)
            }
            await #expect(throws: Refusal.puzzleExpired) {
                try await house.service.askForAgent(again, roomToken: room.token)
            }
            let letters = try await house.service.letters(for: administrator).letters
            #expect(letters.map(\.id) == [letter])
            #expect(letters.first?.question == "Call me back" && letters.first?.room == "GENERAL")

            try await house.publish(
                [
                    ("contactForm.email.hidden", .flag(true)),
                    ("contactForm.question.hidden", .flag(true)),
                ],
                in: room, by: administrator)
            let bare = try await house.form(in: room)
            _ = try await house.service.leaveLetter(bare, roomToken: room.token)
        }
    }
}
