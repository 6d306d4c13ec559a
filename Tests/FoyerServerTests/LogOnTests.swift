import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FoyerServer

@Suite("Log-on")
struct LogOnTests {
    private func logOn(
        _ house: ServerHouse, _ email: String, _ password: String,
        through roof: ServerHouse.Roof = .api
    ) async throws -> TestResponse {
        try await house.ask(
            .post, "log-on", #"{"email":"\#(email)","password":"\#(password)"}"#, token: nil,
            through: roof)
    }

    @Test("a wrong address and a wrong password answer alike")
    func wrong() async throws {
        try await ServerHouse.with { house in
            let password = try await logOn(house, "admin@example.com", "not the password")
            let address = try await logOn(house, "nobody@example.com", ServiceFixture.password)
            let neither = try await logOn(house, "x", "")
            #expect(password.status == .unauthorized)
            #expect(password.code == "wrongEmailOrPassword")
            #expect(address.text == password.text)
            #expect(neither.text == password.text)
            #expect(address.headers[.setCookie] == nil)
        }
    }

    @Test("the API hands out a token, the console a cookie that no script can read")
    func tokenAndCookie() async throws {
        try await ServerHouse.with { house in
            let api = try await logOn(house, "admin@example.com", ServiceFixture.password)
            #expect(api.json.names == ["agent", "token", "channel"])
            #expect(api.headers[.setCookie] == nil)
            let console = try await logOn(
                house, "Admin@Example.com", ServiceFixture.password, through: .console)
            #expect(console.json.names == ["agent", "channel"])
            let cookie = try #require(console.headers[.setCookie])
            #expect(cookie.hasPrefix("foyer_log_on="))
            for part in ["HttpOnly", "SameSite=Strict", "Path=/"] { #expect(cookie.contains(part)) }
            #expect(!cookie.contains("Secure"))
            let token = try #require(cookie.split(separator: ";").first?.dropFirst(13))
            let me = try await house.ask(.get, "me", token: String(token), through: .console)
            #expect(me.json["agent"]?["email"]?.text == "admin@example.com")
            #expect(me.headers[.cacheControl] == "no-store")
        }
    }

    @Test("behind https the cookie is for https only")
    func secure() async throws {
        try await ServerHouse.with({ $0.publicURL = "https://chat.example.com" }) { house in
            let response = try await house.ask(
                .post, "/console/api/log-on",
                #"{"email":"admin@example.com","password":"\#(ServiceFixture.password)"}"#,
                headers: [.origin: "https://chat.example.com"])
            #expect(response.headers[.setCookie]?.hasSuffix("; Secure") == true)
        }
    }

    @Test("logging off ends the token and takes the cookie away")
    func logOff() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let response = try await house.ask(.post, "log-off", token: token, through: .console)
            #expect(response.status == .noContent)
            #expect(response.headers[.setCookie]?.contains("Max-Age=0") == true)
            for roof in ServerHouse.Roof.allCases {
                let me = try await house.ask(.get, "me", token: token, through: roof)
                #expect(me.status == .unauthorized)
                #expect(me.code == "notLoggedOn")
            }
        }
    }

    @Test("a log-on expires")
    func expired() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            house.fixture.clock.advance(seconds: Limit.logOnDaysMax * 86_400 - 1)
            #expect(try await house.ask(.get, "me", token: token).status == .ok)
            house.fixture.clock.advance(seconds: 1)
            #expect(try await house.ask(.get, "me", token: token).code == "notLoggedOn")
        }
    }

    @Test("set-up works once, by its link")
    func setUp() async throws {
        try await ServerHouse.with { house in
            let again = try await house.ask(
                .post, "set-up",
                """
                {"link":"x","company":"c","name":"n","email":"a@b.ch",\
                "password":"long enough"}
                """, token: nil)
            #expect(again.status == .conflict)
            #expect(again.code == "alreadySetUp")
        }
    }

    @Test("a password link works once, and ends every log-on of the agent")
    func passwordLink() async throws {
        try await ServerHouse.with { house in
            let administrator = try await house.administratorToken()
            let made = try await house.ask(
                .post, "agents", #"{"name":"Eve","email":"eve@example.com"}"#, token: administrator)
            let link = try #require(made.json["link"]?.text)
            #expect(link.hasPrefix("\(ServerHouse.publicURL)/console/password#"))
            let body =
                #"{"link":"\#(link.split(separator: "#")[1])","#
                + #""password":"\#(ServiceFixture.password)"}"#
            #expect(
                try await house.ask(.put, "me/password", body, token: nil).status == .noContent)
            let used = try await house.ask(.put, "me/password", body, token: nil)
            #expect(used.status == .gone)
            #expect(used.code == "linkUsedOrExpired")

            let eve = try await house.token(of: "eve@example.com")
            let id = try #require(made.json["agent"]?["id"]?.text)
            let second = try await house.ask(
                .post, "agents/\(id)/password-link", token: administrator)
            let next = try #require(second.json["link"]?.text?.split(separator: "#").last)
            let short = try await house.ask(
                .put, "me/password", #"{"link":"\#(next)","password":"short"}"#, token: nil)
            #expect(short.code == "fieldInvalid")
            #expect(short.json["field"]?.text == "password")
            _ = try await house.ask(
                .put, "me/password", #"{"link":"\#(next)","password":"long enough, yes"}"#,
                token: nil)
            #expect(try await house.ask(.get, "me", token: eve).code == "notLoggedOn")
        }
    }
}
