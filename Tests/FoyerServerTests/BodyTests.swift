import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FoyerServer

@Suite("Bodies")
struct BodyTests {
    /// A route that takes a body, and one of its fields that must be a text.
    private struct Taking: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let field: String
        /// The body without that field.
        let rest: [String: String]
        let isMandatory: Bool

        func body(_ value: String?, more: String = "") -> String {
            var members = rest.map { #""\#($0.key)":\#($0.value)"# }
            if let value { members.append(#""\#(field)":\#(value)"#) }
            if !more.isEmpty { members.append(more) }
            return "{\(members.joined(separator: ","))}"
        }
    }

    private static func takings(_ house: ServerHouse) -> [Taking] {
        let room = "api/public/rooms/\(house.general.token)"
        let id = house.general.id
        return [
            Taking(
                method: .post, path: "/api/set-up", field: "company",
                rest: [
                    "link": #""x""#, "name": #""n""#, "email": #""a@b.ch""#,
                    "password": #""long enough""#,
                ], isMandatory: true),
            Taking(
                method: .post, path: "/api/log-on", field: "email",
                rest: ["password": #""p""#], isMandatory: true),
            Taking(
                method: .put, path: "/api/me/password", field: "link",
                rest: ["password": #""long enough""#], isMandatory: true),
            Taking(method: .put, path: "/api/me", field: "name", rest: [:], isMandatory: false),
            Taking(method: .post, path: "/api/rooms", field: "name", rest: [:], isMandatory: true),
            Taking(
                method: .patch, path: "/api/rooms/\(id)", field: "name", rest: [:],
                isMandatory: false),
            Taking(
                method: .post, path: "/api/agents", field: "name",
                rest: ["email": #""a@b.ch""#], isMandatory: true),
            Taking(
                method: .post, path: "/\(room)/chats", field: "question", rest: [:],
                isMandatory: false),
            Taking(
                method: .post, path: "/\(room)/letters", field: "question", rest: [:],
                isMandatory: false),
        ]
    }

    @Test("what is no object, too long, of the wrong type, unknown or missing is told by code")
    func malformed() async throws {
        try await ServerHouse.with { house in
            let headers = ServerHouse.headers(try await house.administratorToken())
            for taking in Self.takings(house) {
                func answer(_ body: String) async throws -> TestResponse {
                    try await house.ask(taking.method, taking.path, body, headers: headers)
                }
                let what = "\(taking.method) \(taking.path)"
                for text in ["", "{", "nonsense", #"{"a":1,"a":2}"#, "{} {}", "\u{0}"] {
                    let response = try await answer(text)
                    #expect(response.status == .badRequest, "\(what) \(text)")
                    #expect(response.code == "notJSON", "\(what) \(text)")
                }
                let list = try await answer("[]")
                #expect(list.code == "fieldWrongType", "\(what)")
                let wrong = try await answer(taking.body("7"))
                #expect(wrong.code == "fieldWrongType", "\(what)")
                #expect(wrong.json["field"]?.text == taking.field, "\(what)")
                let unknown = try await answer(taking.body(#""x""#, more: #""surprise":1"#))
                #expect(unknown.code == "fieldUnknown", "\(what) \(unknown.text)")
                #expect(unknown.json["field"]?.text == "surprise", "\(what)")
                let filling = String(repeating: "x", count: HTTPLimit.listBytesMax)
                let long = try await answer(taking.body(#""\#(filling)""#))
                #expect(long.status == .contentTooLarge, "\(what)")
                #expect(long.code == "bodyTooLong", "\(what)")
                let isList = taking.path.hasSuffix("agents") || taking.method == .patch
                let max = isList ? HTTPLimit.listBytesMax : HTTPLimit.bodyBytesMax
                #expect(long.text.contains("at most \(max) bytes"), "\(what) \(long.text)")
                let text = try await answer(taking.body(#""\#(filling.prefix(10_000))""#))
                #expect(text.code == "fieldTooLong", "\(what)")
                #expect(text.json["field"]?.text == taking.field, "\(what)")
                if taking.isMandatory {
                    let missing = try await answer(taking.body(nil))
                    #expect(missing.code == "fieldMissing", "\(what) \(missing.text)")
                    #expect(missing.json["field"]?.text == taking.field, "\(what)")
                }
            }
        }
    }

    @Test("settings are refused by the name of the field, and nothing of them is kept")
    func settings() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let path = "rooms/\(house.general.id)/settings"
            let before = try await house.ask(.get, path, token: token).text
            let cases = [
                (#"{"phones":{"colour":"red"}}"#, "fieldUnknown", "phones.colour"),
                (#"{"phones":{"maxChats":"two"}}"#, "fieldWrongType", "phones.maxChats"),
                (#"{"phones":{"maxChats":0}}"#, "fieldOutOfRange", "phones.maxChats"),
                (#"{"phones":{"maxChats":null}}"#, "fieldWrongType", "phones.maxChats"),
                (
                    #"{"phones":{"maxChats":2,"agentRole":7}}"#, "fieldWrongType",
                    "phones.agentRole"
                ),
                (#"{"phones":7}"#, "fieldWrongType", "phones"),
                (#"{"phones":{"agentRole":{}}}"#, "fieldWrongType", "phones.agentRole"),
                (#"{"phones":{"surprise":{}}}"#, "fieldUnknown", "phones.surprise"),
                (#"{"phones.agentRole":"Doctor"}"#, "fieldUnknown", "phones.agentRole"),
            ]
            for (body, code, field) in cases {
                let response = try await house.ask(.put, path, body, token: token)
                #expect(response.status == .badRequest, "\(body)")
                #expect(response.code == code, "\(body) \(response.text)")
                #expect(response.json["field"]?.text == field, "\(body)")
            }
            #expect(try await house.ask(.get, path, token: token).text == before)
            let list = try await house.ask(.put, path, "[]", token: token)
            #expect(list.code == "fieldWrongType")
        }
    }

    @Test("settings that are published are a new version, told whole")
    func publish() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let path = "rooms/\(house.general.id)/settings"
            let published = try await house.ask(
                .put, path, #"{"phones":{"agentRole":"Doctor"}}"#, token: token)
            #expect(published.status == .ok)
            #expect(published.json["version"]?.int == 2)
            #expect(published.json["settings"]?["phones"]?["agentRole"]?.text == "Doctor")
            #expect(published.text == (try await house.ask(.get, path, token: token).text))
        }
    }

    @Test("the contact form's fields are refused by their names")
    func contactForm() async throws {
        try await ServerHouse.with { house in
            try await house.fixture.publish(
                [("contactForm.email.mandatory", .flag(true))], in: house.general,
                by: house.administrator)
            let form = try await house.fixture.form(in: house.general)
            func body(_ email: String, key: String, solution: String) -> String {
                """
                {"challenge":"\(form.challenge)","solution":"\(solution)",\
                "customer":"\(form.customer)","key":"\(key)","email":"\(email)","question":"?"}
                """
            }
            let path = "/api/public/rooms/\(house.general.token)/chats"
            let cases = [
                (body("", key: form.key, solution: form.solution), "fieldMissing", "email"),
                (body("nobody", key: form.key, solution: form.solution), "fieldInvalid", "email"),
                (body("a@b.ch", key: "x", solution: form.solution), "fieldInvalid", "key"),
                (body("a@b.ch", key: form.key, solution: "no number"), "puzzleWrong", nil),
            ]
            for (body, code, field) in cases {
                let response = try await house.ask(.post, path, body)
                #expect(response.code == code, "\(response.text)")
                #expect(response.json["field"]?.text == field, "\(response.text)")
            }
            let good = body("a@b.ch", key: form.key, solution: form.solution)
            let first = try await house.ask(.post, path, good)
            #expect(first.status == .created)
            let again = try await house.ask(.post, path, good)
            #expect(again.text == first.text)

            let second = try await house.fixture.form(in: house.general, customer: form.customer)
            let other = """
                {"challenge":"\(second.challenge)","solution":"\(second.solution)",\
                "customer":"\(second.customer)","key":"\(second.key)","email":"a@b.ch"}
                """
            #expect(try await house.ask(.post, path, other).code == "chatAlreadyOpen")
        }
    }
}
