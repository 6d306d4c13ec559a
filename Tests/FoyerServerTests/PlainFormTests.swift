import Foundation
import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import FoyerServer

@Suite("The form without scripts (CF-6)")
struct PlainFormTests {
    private static let filled = [
        "name": "Mei", "email": "mei@example.com", "question": "Where is <b>my</b> order?\n\"&",
    ]

    private func address(_ house: ServerHouse) -> String { "/r/\(house.general.token)" }

    private func open(_ house: ServerHouse, _ headers: HTTPFields = [:]) async throws
        -> TestResponse
    {
        try await house.ask(.get, "\(address(house))?plain", headers: headers)
    }

    private func challenge(in page: TestResponse) throws -> String {
        let match = try #require(
            page.text.firstMatch(of: /name="challenge" value="(?<value>[^"]*)"/))
        return String(match.output.value)
    }

    private func send(
        _ fields: [String: String], to house: ServerHouse, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let body = fields.sorted { $0.key < $1.key }.map { name, value in
            let written = value.utf8.map { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                    ? String(UnicodeScalar(byte))
                    : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return "\(name)=\(written.joined())"
        }
        return try await house.ask(
            .post, address(house), body.joined(separator: "&"), headers: headers)
    }

    private func letters(_ house: ServerHouse) async throws -> [String] {
        try await house.fixture.service.letters(for: house.administrator).letters.map(\.question)
    }

    /// The form, filled, with a challenge of the right age.
    private func ready(_ house: ServerHouse) async throws -> [String: String] {
        let challenge = try challenge(in: try await open(house))
        house.fixture.clock.advance(seconds: Limit.plainFormSecondsMin)
        return Self.filled.merging(["challenge": challenge]) { $1 }
    }

    @Test("it leaves a letter once, whatever is pressed again, and says thanks")
    func leaves() async throws {
        try await ServerHouse.with { house in
            let form = try await ready(house)
            for _ in 1...2 {
                let sent = try await send(form, to: house)
                #expect(sent.status == .seeOther, "\(sent.text)")
                #expect(sent.headers[.location] == "\(address(house))?plain=thanks")
            }
            #expect(try await letters(house) == [Self.filled["question"]])
            let thanks = try await house.ask(.get, "\(address(house))?plain=thanks")
            #expect(thanks.status == .ok && thanks.text.contains("Your letter is on its way"))
            // Other words by the same form are another letter: it is not taken for the first.
            let other = try await send(form.merging(["question": "More"]) { $1 }, to: house)
            #expect(other.status.code == 422 && other.text.contains("sent already"))
            #expect(other.text.contains(">More</textarea>"))
            #expect(try await letters(house).count == 1)
            let again = try challenge(in: other)
            house.fixture.clock.advance(seconds: 3)
            let more = form.merging(["question": "More", "challenge": again]) { $1 }
            #expect(try await send(more, to: house).status == .seeOther)
            #expect(try await letters(house).count == 2)
        }
    }

    @Test("a mistake is told at its field, and nothing that was typed is lost")
    func mistakes() async throws {
        try await ServerHouse.with { house in
            try await house.fixture.publish(
                [("contactForm.phone.mandatory", .flag(true))], in: house.general,
                by: house.administrator)
            let form = try await ready(house).merging(["phone": "1"]) { $1 }
            for (field, value, words) in [
                ("email", "", "We need your e-mail address"),
                ("email", "mei", "does not look like"),
                ("question", " \n", "Please write your letter here."),
                ("phone", "", "Please fill this in."),
                ("name", String(repeating: "x", count: 201), "200 characters"),
            ] {
                let sent = try await send(form.merging([field: value]) { $1 }, to: house)
                #expect(sent.status.code == 422)
                let text = sent.text.replacing(/[\u{2068}\u{2069}]/, with: "")
                #expect(text.contains(words), "\(field)")
                #expect(text.contains(#"aria-invalid="true" aria-describedby="\#(field)-error""#))
                #expect(text.contains(#"<p class="error" id="\#(field)-error">"#))
                if field != "name" { #expect(text.contains(#"value="Mei""#)) }
                if field != "question" {
                    let kept = "&lt;b&gt;my&lt;/b&gt; order?&#10;&quot;&amp;</textarea>"
                    #expect(text.contains(kept))
                }
                // The same challenge goes on: it was not spent, and its age counts.
                #expect(try challenge(in: sent) == form["challenge"])
            }
            #expect(try await letters(house).isEmpty)
            #expect(try await send(form, to: house).status == .seeOther)
        }
    }

    @Test("all that is missing is told at once")
    func several() async throws {
        try await ServerHouse.with { house in
            let form = try await ready(house).merging(["email": "", "question": " "]) { $1 }
            let sent = try await send(form, to: house)
            #expect(sent.text.contains(#"id="email-error""#))
            #expect(sent.text.contains(#"id="question-error""#))
            #expect(!sent.text.contains(#"id="name-error""#))
            #expect(sent.text.matches(of: /autofocus/).count == 1)
        }
    }

    @Test("robots are kept off: too quick, too late, a trap, a forged or foreign challenge")
    func robots() async throws {
        try await ServerHouse.with { house in
            let quick = Self.filled.merging(
                ["challenge": try challenge(in: try await open(house))]) { $1 }
            let sent = try await send(quick, to: house)
            #expect(sent.status.code == 422 && sent.text.contains("very quick"))
            // A person presses once more, and is old enough.
            house.fixture.clock.advance(seconds: 3)
            #expect(try await send(quick, to: house).status == .seeOther)

            let form = try await ready(house)
            let trapped = try await send(form.merging(["website": "x"]) { $1 }, to: house)
            #expect(trapped.status.code == 422 && trapped.text.contains("must stay empty"))
            let help = try await house.fixture.service.createRoom(
                named: "Help", by: house.administrator)
            let foreign = try await house.fixture.service.plainForm(roomToken: help.token).challenge
            let puzzle = try await house.fixture.service.makeChallenge(
                roomToken: house.general.token
            ).challenge
            let mine = try #require(form["challenge"])
            let older = "plain.0" + mine.dropFirst("plain.1".count)
            for wrong in ["", "x", foreign, puzzle, older, mine + "0", String(mine.dropLast())] {
                house.fixture.clock.advance(seconds: 3)
                let sent = try await send(form.merging(["challenge": wrong]) { $1 }, to: house)
                #expect(sent.status.code == 422, "\(wrong)")
                #expect(try challenge(in: sent) != wrong)
            }
            house.fixture.clock.advance(seconds: 3_600 * Limit.plainFormHoursMax)
            #expect(try await send(form, to: house).status.code == 422)
            #expect(try await letters(house).count == 1)
        }
    }

    @Test("its challenge is no puzzle: it opens neither chats nor letters of the other form")
    func noPuzzle() async throws {
        try await ServerHouse.with { house in
            let challenge = try challenge(in: try await open(house))
            for action in ["chats", "letters"] {
                let body = """
                    {"challenge":"\(challenge)","solution":"0","customer":"t",\
                    "key":"\(house.fixture.hexDigits())","email":"a@b.ch","question":"?"}
                    """
                let answer = try await house.ask(
                    .post, "/api/public/rooms/\(house.general.token)/\(action)", body)
                #expect(answer.code == "puzzleWrong", "\(action) \(answer.text)")
            }
        }
    }

    @Test("one address leaves few letters an hour, and is told when the next may follow")
    func limited() async throws {
        try await ServerHouse.with { house in
            for number in 1...HTTPLimit.plainLettersPerHour {
                let form = try await ready(house).merging(["question": "\(number)"]) { $1 }
                #expect(try await send(form, to: house).status == .seeOther, "\(number)")
            }
            let refused = try await send(try await ready(house), to: house)
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] == "360")
            #expect(refused.text.contains("Many letters") && refused.text.contains("order?"))
            #expect(try await letters(house).count == HTTPLimit.plainLettersPerHour)
        }
    }

    @Test("it speaks the room's language or the browser's, and runs its way")
    func languages() async throws {
        try await ServerHouse.with { house in
            let arabic = try await open(house, [.acceptLanguage: "ar-EG,en;q=0.1"])
            #expect(arabic.text.contains(#"<html lang="ar" dir="rtl">"#))
            #expect(arabic.text.contains("كيف يمكننا مساعدتك؟"))
            try await house.fixture.publish(
                [
                    ("contactForm.language", .text("zh-Hant")),
                    ("contactForm.header", .text("<script>alert(1)</script> & \"x\"")),
                    ("contactForm.colour", .text("#b00020")),
                    ("contactForm.logo", .text("https://img.example.com/a.png")),
                ], in: house.general, by: house.administrator)
            let forced = try await open(house, [.acceptLanguage: "ar"])
            #expect(forced.text.contains(#"<html lang="zh-Hant" dir="ltr">"#))
            #expect(
                forced.text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"))
            #expect(!forced.text.contains("<script"))
            #expect(forced.text.contains("--theme:#b00020"))
            let policy = try #require(forced.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self' 'sha256-"))
            #expect(policy.contains("img-src 'self' data: https://img.example.com;"))
            #expect(!policy.contains("script-src") && !policy.contains("unsafe"))
            #expect(forced.headers[.cacheControl] == "no-store")
        }
    }

    @Test("fields are the room's; letters that are off, and wrong links, are told plainly")
    func closed() async throws {
        try await ServerHouse.with { house in
            try await house.fixture.publish(
                [("contactForm.phone.hidden", .flag(true))], in: house.general,
                by: house.administrator)
            let form = try await ready(house)
            #expect(!(try await open(house)).text.contains(#"name="phone""#))
            try await house.fixture.publish(
                [("contactForm.letterButton", .flag(false))], in: house.general,
                by: house.administrator)
            for page in [try await open(house), try await send(form, to: house)] {
                #expect(page.status == .forbidden)
                #expect(page.text.contains("chats only") && !page.text.contains("<form"))
            }
            let old = house.general.token
            _ = try await house.fixture.service.replaceRoomToken(
                house.general.id, by: house.administrator)
            for (token, status, words) in [
                (old, 410, "no longer used"), ("unknown", 404, "leads nowhere"),
                ("%00", 404, "leads nowhere"),
            ] {
                for method in [HTTPRequest.Method.get, .post] {
                    let page = try await house.ask(method, "/r/\(token)?plain", "name=x")
                    #expect(page.status.code == status, "\(method) \(token)")
                    #expect(page.text.contains(words), "\(method) \(token)")
                    #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                }
            }
        }
    }

    @Test("what is no form is refused as a page, and nothing traps")
    func broken() async throws {
        try await ServerHouse.with { house in
            for body in ["%", "name=%zz", "name=%ff", "a=1&a=2", "{\"name\":\"x\"}%"] {
                let page = try await house.ask(.post, address(house), body)
                #expect(page.status == .badRequest, "\(body)")
                #expect(page.text.contains("not understood"), "\(body)")
            }
            let long = try await house.ask(
                .post, address(house), "question=" + String(repeating: "x", count: 70_000))
            #expect(long.status == .contentTooLarge)
        }
    }

    @Test("every word that these pages say exists in every language")
    func words() throws {
        let words = PlainWords(files: WebFiles(folder: nil))
        let folder = try Self.sources()
        let keys = Set(folder.matches(of: /"(?<key>[a-z]\w*\.\w+)"/).map { String($0.output.key) })
            .subtracting(["customer/index.html"])
            .union(["name", "email", "phone", "question"].map { "form.\($0)" })
        #expect(keys.count > 20)
        for name in PlainWords.languages {
            let language = words.language(forced: name, accepted: nil)
            for key in keys.sorted() { #expect(language.has(key), "\(name) \(key)") }
        }
    }

    private static func sources() throws -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let folder = tests.appending(path: "../../Sources/FoyerServer/Plain").standardizedFileURL
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
            .joined()
    }
}
