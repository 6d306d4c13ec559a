import Foundation
import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@testable import FoyerServer

@Suite("Over real sockets")
struct LiveTests {
    @Test("the console's socket takes its cookie from exactly its own origin")
    func socketOrigin() async throws {
        try await LiveHouse.with { house in
            let token = try await house.fixture.service.logOn(
                email: "admin@example.com", password: ServiceFixture.password, channel: .browser
            ).token
            let cookie = "Cookie: foyer_log_on=\(token)\r\n"
            for origin in [
                "", "Origin: https://evil.example\r\n", "Origin: null\r\n",
                "Origin: http://localhost:8081\r\n", "Origin: https://localhost:8080\r\n",
            ] {
                try await house.socket("/ws/agent", headers: cookie + origin) { _, answer in
                    #expect(answer == "HTTP/1.1 403 Forbidden", "\(origin)")
                }
            }
            let own = "Origin: \(ServerHouse.publicURL)\r\n"
            try await house.socket("/ws/agent", headers: cookie + own) { socket, answer in
                #expect(answer == "HTTP/1.1 101 Switching Protocols")
                try await socket.say(#"{"t":"hello"}"#)
                #expect(try await socket.next("desk")["agent"]?["name"]?.text == "Ada")
            }
        }
    }

    @Test("a cookie of a log-on that ended is told by 4500, a token in hello needs no origin")
    func endedCookie() async throws {
        try await LiveHouse.with { house in
            let headers = "Cookie: foyer_log_on=ended\r\nOrigin: \(ServerHouse.publicURL)\r\n"
            try await house.socket("/ws/agent", headers: headers) { socket, _ in
                try await socket.say(#"{"t":"hello"}"#)
                #expect(try await socket.closeCode() == Disconnect.invalidToken.rawValue)
            }
            let token = try await house.fixture.service.logOn(
                email: "admin@example.com", password: ServiceFixture.password, channel: .mobile
            ).token
            let foreign = "Origin: https://evil.example\r\n"
            try await house.socket("/ws/agent", headers: foreign) { socket, _ in
                try await socket.say(#"{"t":"hello","token":"\#(token)"}"#)
                #expect(try await socket.next("desk")["mobile"]?.text == "WAITING_NEW_CALL")
            }
        }
    }

    @Test("customers are welcome from any origin, and a cookie means nothing there")
    func customerSocket() async throws {
        try await LiveHouse.with { house in
            let customer = try await house.fixture.customer(asksIn: house.general)
            let headers = "Origin: https://shop.example\r\nCookie: foyer_log_on=x\r\n"
            try await house.socket("/ws/customer", headers: headers) { socket, _ in
                try await socket.say(
                    #"{"t":"hello","room":"\#(house.general.token)","token":"\#(customer.token)"}"#)
                #expect(try await socket.next("chat")["chat"]?["state"]?.text == "waiting")
            }
        }
    }

    @Test("whatever a customer writes, the agent's desk opens and the transcript comes whole")
    func longTexts() async throws {
        try await LiveHouse.with { house in
            let fixture = house.fixture
            let customer = try await fixture.customer(asksIn: house.general)
            // Six bytes each on the wire.
            let body = String(repeating: "\u{1}", count: 10_500)
            for _ in 0..<12 {
                try await fixture.send(body, in: customer.chat, as: .customer(customer.id))
            }
            let token = try await fixture.service.logOn(
                email: "admin@example.com", password: ServiceFixture.password, channel: .browser
            ).token
            try await house.socket("/ws/agent") { socket, _ in
                try await socket.say(#"{"t":"hello","token":"\#(token)"}"#)
                let card = try await socket.next("desk")["waiting"]?.elements.first
                let offer = try #require(card?["ringing"]?["offer"]?.int)
                try await socket.say(
                    #"{"t":"answer","chat":"\#(customer.chat)","offer":\#(offer),"n":1}"#)
                _ = try await socket.next("ok")
            }
            try await house.socket("/ws/agent") { socket, _ in
                try await socket.say(#"{"t":"hello","token":"\#(token)"}"#)
                var texts = 0
                while true {
                    let page = try await socket.next("transcript")
                    let entries = page["entries"]?.elements ?? []
                    texts += entries.count { $0["body"]?.text == body }
                    guard page["more"]?.flag == true, let last = entries.last else { break }
                    try await socket.say(
                        #"{"t":"resume","chat":"\#(customer.chat)","have":{"seq":"#
                            + #"\#(last["seq"]?.int ?? 0),"id":"\#(last["id"]?.text ?? "")"}}"#)
                }
                #expect(texts == 12)
            }
        }
    }

    @Test("however many wait with long questions, a desk opens and shows what rings")
    func longQueue() async throws {
        try await LiveHouse.with { house in
            let fixture = house.fixture
            let question = String(repeating: "long \"question\" ", count: 240)
            for _ in 0..<150 {
                _ = try await fixture.customer(asksIn: house.general, question: question)
            }
            let token = try await fixture.service.logOn(
                email: "admin@example.com", password: ServiceFixture.password, channel: .browser
            ).token
            try await house.socket("/ws/agent") { socket, _ in
                try await socket.say(#"{"t":"hello","token":"\#(token)"}"#)
                let waiting = try await socket.next("desk")["waiting"]?.elements ?? []
                #expect(waiting.count > 50)
                // The oldest ring, as many as may at one agent.
                let rings = waiting.map { $0["ringing"]?["offer"]?.int != nil }
                let ringCount = min(waiting.count, Limit.ringsPerAgentMax)
                #expect(rings == (0..<waiting.count).map { $0 < ringCount })
                #expect(waiting.allSatisfy { ($0["question"]?.text?.count ?? 0) <= 300 })
                try await socket.say(#"{"t":"ping"}"#)
                _ = try await socket.next("pong")
            }
        }
    }

    @Test("a socket's address without an upgrade says what it speaks")
    func withoutUpgrade() async throws {
        try await LiveHouse.with { house in
            for path in ["/ws/customer", "/ws/agent"] {
                let answer = try await house.ask("GET \(path)")
                #expect(answer.hasPrefix("HTTP/1.1 426 "))
            }
        }
    }

    @Test("paths that try to leave the web are nowhere, however they are written")
    func traversal() async throws {
        try await LiveHouse.with { house in
            for path in [
                "/web/../Package.swift", "/web/../../etc/passwd", "/web/%2e%2e/Package.swift",
                "/web/..%2f..%2fetc%2fpasswd", "/web/%2e%2e%2f%2e%2e%2fetc/passwd",
                "/web/console/../../../etc/passwd", "/web//etc/passwd", "/web/..;/x",
                "/web/%c0%ae%c0%ae/x", "/web/%", "/web/%zz", "/web/\\..\\x",
            ] {
                let answer = try await house.ask("GET \(path)")
                let status = answer.split(separator: " ").dropFirst().first ?? ""
                #expect(status == "404" || status == "400", "\(path): \(answer.prefix(200))")
                #expect(!answer.contains("root:"), "\(path)")
            }
        }
    }

    @Test("forwarded addresses count only from trusted proxies")
    func forwarded() async throws {
        @Sendable func ask(_ house: LiveHouse, _ address: String) async throws -> Substring {
            let answer = try await house.ask(
                "POST /api/public/rooms/\(house.general.token)/challenge",
                headers: "X-Forwarded-For: \(address)\r\n")
            return answer.dropFirst(9).prefix(3)
        }
        try await LiveHouse.with({ $0.asksPerMinute = 1 }) { house in
            let first = try await ask(house, "1.1.1.1")
            #expect(first == "200")
            #expect(try await ask(house, "2.2.2.2") == "429")
        }
        try await LiveHouse.with({
            $0.asksPerMinute = 1
            $0.trustedProxies = [NetworkRange("127.0.0.0/8")].compactMap { $0 }
        }) { house in
            let first = try await ask(house, "1.1.1.1")
            #expect(first == "200")
            #expect(try await ask(house, "2.2.2.2") == "200")
            #expect(try await ask(house, "1.1.1.1") == "429")
            #expect(try await ask(house, "6.6.6.6, 2.2.2.2") == "429")
        }
    }

    @Test("files are compressed, answers that hold secrets are not")
    func compression() async throws {
        try await LiveHouse.with { house in
            let wanted = "Accept-Encoding: gzip\r\n"
            let file = try await house.ask("GET /web/console/joined.js", headers: wanted)
            #expect(file.lowercased().contains("content-encoding: gzip"))
            let room = try await house.ask(
                "GET /api/public/rooms/\(house.general.token)", headers: wanted)
            #expect(!room.lowercased().contains("content-encoding"))
        }
    }

    @Test("a server that drains says so to every socket and ends", .timeLimit(.minutes(1)))
    func drains() async throws {
        try await LiveHouse.with { house in
            let customer = try await house.fixture.customer(asksIn: house.general)
            try await house.socket("/ws/customer") { socket, _ in
                try await socket.say(
                    #"{"t":"hello","room":"\#(house.general.token)","token":"\#(customer.token)"}"#)
                _ = try await socket.next("transcript")
                await house.shutDown()
                #expect(try await socket.closeCode() == Disconnect.shuttingDown.rawValue)
            }
        }
    }

    @Test("no secret, no text and nothing typed is logged, and nothing typed is on the disk")
    func privacy() async throws {
        try await LiveHouse.with { house in
            var secrets = try await Privacy.tell(house)
            let log = house.logs.text
            secrets += [ServiceFixture.password, house.general.token]
            for secret in secrets { #expect(!log.contains(secret), "\(secret) in the log") }
            #expect(log.count > 100)

            let canary = Array(Privacy.typed.utf8)
            for file in try FileManager.default.contentsOfDirectory(atPath: house.folder) {
                let data = try Data(contentsOf: URL(filePath: "\(house.folder)/\(file)"))
                #expect(data.range(of: Data(canary)) == nil, "\(file)")
            }
            // The search would find what is there.
            let stored = try FileManager.default.contentsOfDirectory(atPath: house.folder)
                .contains { file in
                    let data = FileManager.default.contents(atPath: "\(house.folder)/\(file)")
                    return data?.range(of: Data(Privacy.sent.utf8)) != nil
                }
            #expect(stored)
        }
    }
}

/// A small story with canaries in it.
private enum Privacy {
    static let typed = "canary-typed-never-sent-7431"
    static let sent = "canary-sent-9120"
    static let wrongPassword = "canary-wrong-password-5582"

    /// Tells it, and returns what must not be in the log.
    static func tell(_ house: LiveHouse) async throws -> [String] {
        let body =
            #"{"email":"admin@example.com","password":"\#(ServiceFixture.password)"}"#
        let answer = try await house.ask("POST /api/log-on", body: body)
        let token = try #require(answer.firstMatch(of: /"token":"([^"]+)"/)?.1)
        _ = try await house.ask(
            "POST /api/log-on",
            body: #"{"email":"admin@example.com","password":"\#(wrongPassword)"}"#)
        _ = try await house.ask("GET /api/me", headers: "Authorization: Bearer \(token)\r\n")
        _ = try await house.ask("GET /api/me", headers: "Authorization: Bearer x\(token)\r\n")
        _ = try await house.ask("GET /r/\(house.general.token)")
        _ = try await house.ask("GET /api/public/rooms/\(house.general.token)x")
        let customer = try await house.fixture.customer(asksIn: house.general)
        try await house.socket("/ws/agent") { desk, _ in
            try await desk.say(#"{"t":"hello","token":"\#(token)"}"#)
            _ = try await desk.next("desk")
            try await house.fixture.service.choose(.ready, by: house.administrator)
            try await house.fixture.answer(customer.chat, by: house.administrator)
            try await talk(house, customer)
        }
        return [typed, sent, wrongPassword, String(token), customer.token]
    }

    private static func talk(_ house: LiveHouse, _ customer: AskingCustomer) async throws {
        try await house.socket("/ws/customer") { socket, _ in
            try await socket.say(
                #"{"t":"hello","room":"\#(house.general.token)","token":"\#(customer.token)"}"#)
            _ = try await socket.next("transcript")
            let chat = customer.chat
            try await socket.say(#"{"t":"typing","chat":"\#(chat)","text":"\#(typed)"}"#)
            try await socket.say(
                #"{"t":"message","chat":"\#(chat)","cid":"\#(house.fixture.hexDigits())","#
                    + #""body":"\#(sent)"}"#)
            _ = try await socket.next("ack")
            try await socket.say(#"{"t":"message","chat":"\#(chat)","cid":"x","body":"\#(sent)"}"#)
            try await socket.say(#"{"t":"nonsense","text":"\#(typed)"}"#)
            _ = try await socket.next("error")
        }
    }
}
