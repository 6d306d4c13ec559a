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

@Suite("Where requests come from")
struct OriginTests {
    @Test("the console takes writes from its own pages only")
    func foreignOrigin() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let cookie = "foyer_log_on=\(token)"
            let before = try await house.rows()
            let foreign: [HTTPFields] = [
                [.cookie: cookie],
                [.cookie: cookie, .origin: "https://evil.example"],
                [.cookie: cookie, .origin: "null"],
                [.cookie: cookie, .origin: "http://localhost:8081"],
                [.cookie: cookie, .origin: "https://localhost:8080"],
                [.cookie: cookie, .origin: "http://localhost:8080.evil.example"],
                [.cookie: cookie, .origin: ServerHouse.publicURL, .secFetchSite: "cross-site"],
                [.cookie: cookie, .origin: ServerHouse.publicURL, .secFetchSite: "same-site"],
            ]
            for headers in foreign {
                for (method, path) in [
                    (HTTPRequest.Method.post, "rooms"), (.post, "log-off"), (.put, "me"),
                ] {
                    let response = try await house.ask(
                        method, "/console/api/\(path)", #"{"name":"x"}"#, headers: headers)
                    #expect(response.status == .forbidden, "\(headers)")
                    #expect(response.code == "foreignOrigin", "\(headers)")
                }
            }
            #expect(try await house.rows() == before)
            for site in ["same-origin", "none"] {
                let response = try await house.ask(
                    .put, "/console/api/me", #"{"name":"Ada"}"#,
                    headers: [
                        .cookie: cookie, .origin: ServerHouse.publicURL, .secFetchSite: site,
                    ])
                #expect(response.status == .ok)
            }
        }
    }

    @Test("the console answers no other site's reads either")
    func crossSiteReads() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let response = try await house.ask(
                .get, "/console/api/me",
                headers: [.cookie: "foyer_log_on=\(token)", .secFetchSite: "cross-site"])
            #expect(response.code == "foreignOrigin")
            #expect(response.headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test("the API refuses the console's cookie, and what is no bearer token")
    func cookieAtAPI() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            for cookie in ["foyer_log_on=\(token)", "a=b; foyer_log_on=\(token)"] {
                let response = try await house.ask(.get, "/api/me", headers: [.cookie: cookie])
                #expect(response.status == .forbidden)
                #expect(response.code == "cookieRefused")
            }
            for header in ["Basic \(token)", "Bearer", token, "Bearer x", "Bearer \(token) x", ""] {
                let response = try await house.ask(
                    .get, "/api/me", headers: [.authorization: header])
                #expect(response.code == "notLoggedOn", "\(header)")
            }
            let mild = try await house.ask(
                .get, "/api/me", headers: [.authorization: "bearer \(token)", .cookie: "a=b"])
            #expect(mild.status == .ok)
        }
    }

    @Test("a bearer token opens no door of the console")
    func bearerAtConsole() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let response = try await house.ask(
                .get, "/console/api/me", headers: [.authorization: "Bearer \(token)"])
            #expect(response.code == "notLoggedOn")
        }
    }

    @Test("no address writes on GET or HEAD")
    func noWritingReads() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            let before = try await house.rows()
            for route in Set(house.server.router().routes.map { "\($0.path)" }) {
                let path = route.replacing(/\{token\}/) { _ in house.general.token }
                    .replacing(/\{id\}/) { _ in house.general.id.rawValue }
                    .replacing("**", with: "x")
                for method in [HTTPRequest.Method.get, .head] {
                    for roof in ServerHouse.Roof.allCases {
                        _ = try await house.ask(
                            method, path, headers: ServerHouse.headers(token, through: roof))
                    }
                }
            }
            #expect(try await house.rows() == before)
        }
    }

    @Test("any site's page may read the public addresses, refusals too, and no others")
    func cors() async throws {
        try await ServerHouse.with { house in
            let room = house.general.token
            let origin: HTTPFields = [.origin: "https://shop.example"]
            for path in [
                "/api/public/rooms/\(room)", "/api/public/rooms/unknown",
                "/api/statistics/\(room)", "/api/statistics/\(room)/details",
                "/api/statistics/unknown",
            ] {
                let read = try await house.ask(.get, path, headers: origin)
                #expect(read.headers[.accessControlAllowOrigin] == "*", "\(path)")
                #expect(read.headers[.accessControlAllowCredentials] == nil, "\(path)")
                let head = try await house.ask(.head, path, headers: origin)
                #expect(head.status == read.status, "\(path)")
                #expect(head.headers[.contentType] == read.headers[.contentType], "\(path)")
                #expect(head.body.readableBytes == 0, "\(path)")
                let preflight = try await house.ask(.options, path, headers: origin)
                #expect(preflight.status == .noContent, "\(path)")
                #expect(preflight.headers[.accessControlAllowOrigin] == "*", "\(path)")
            }
            for path in ["challenge", "chats", "letters"] {
                let preflight = try await house.ask(
                    .options, "/api/public/rooms/\(room)/\(path)", headers: origin)
                #expect(preflight.headers[.accessControlAllowMethods] == "GET, POST")
                #expect(preflight.headers[.accessControlAllowHeaders] == "Content-Type")
                let write = try await house.ask(
                    .post, "/api/public/rooms/\(room)/\(path)", "{}", headers: origin)
                #expect(write.headers[.accessControlAllowOrigin] == "*")
            }
            for path in ["/api/me", "/console/api/me", "/console", "/healthz", "/r/\(room)"] {
                let response = try await house.ask(.get, path, headers: origin)
                #expect(response.headers[.accessControlAllowOrigin] == nil, "\(path)")
            }
        }
    }
}
