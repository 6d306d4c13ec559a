import Foundation
import FoyerAPI
import FoyerAssets
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import FoyerServer

@Suite("Pages and files")
struct PageTests {
    @Test("a room's link shows the customer's page; a wrong or replaced one says so")
    func customerPage() async throws {
        try await ServerHouse.with { house in
            let page = try await house.ask(.get, "/r/\(house.general.token)")
            #expect(page.status == .ok)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let old = house.general.token
            let room = try await house.fixture.service.replaceRoomToken(
                house.general.id, by: house.administrator)
            #expect(try await house.ask(.get, "/r/\(room.token)").status == .ok)
            let gone = try await house.ask(.get, "/r/\(old)")
            #expect(gone.status == .gone)
            #expect(gone.text == page.text)
            #expect(
                try await house.ask(.get, "/api/public/rooms/\(old)").code == "roomLinkReplaced")
            for token in ["unknown", "%00", "a%2Fb", String(repeating: "x", count: 500)] {
                let wrong = try await house.ask(.get, "/r/\(token)")
                #expect(wrong.status == .notFound, "\(token)")
                #expect(wrong.text == page.text, "\(token)")
                let json = try await house.ask(.get, "/api/public/rooms/\(token)")
                #expect(json.status == .notFound, "\(token)")
                #expect(json.code == "roomLinkUnknown", "\(token)")
                for action in ["challenge", "chats", "letters"] {
                    let asked = try await house.ask(
                        .post, "/api/public/rooms/\(token)/\(action)",
                        action == "challenge" ? "{}" : Self.form(house.fixture.hexDigits()))
                    #expect(asked.code == "roomLinkUnknown", "\(token) \(action) \(asked.text)")
                }
            }
        }
    }

    private static func form(_ key: String) -> String {
        """
        {"challenge":"c","solution":"1","customer":"t","key":"\(key)",\
        "email":"a@b.ch","question":"?"}
        """
    }

    @Test("pages carry a content policy of Trusted Types, and are framed as each may be")
    func contentPolicy() async throws {
        try await ServerHouse.with { house in
            for path in ["/console", "/console/password", "/r/\(house.general.token)", "/r/x"] {
                let page = try await house.ask(.get, path)
                let policy = try #require(page.headers[.contentSecurityPolicy])
                for rule in [
                    "default-src 'none'", "script-src 'self'", "style-src 'self'",
                    "require-trusted-types-for 'script'", "trusted-types foyer",
                    "base-uri 'none'", "form-action 'self'",
                ] {
                    #expect(policy.contains(rule), "\(path) \(rule)")
                }
                #expect(!policy.contains("unsafe"))
                let isConsole = path.hasPrefix("/console")
                #expect(policy.contains("frame-ancestors 'none'") == isConsole, "\(path)")
                #expect(page.headers[.cacheControl] == "no-cache", "\(path)")
            }
        }
    }

    @Test("every answer says nosniff and tells no other site the address")
    func securityHeaders() async throws {
        try await ServerHouse.with { house in
            for path in [
                "/", "/console", "/r/\(house.general.token)", "/web/console/joined.js", "/api/me",
                "/healthz", "/metrics", "/nowhere", "/api/statistics/x", "/console/api/me",
            ] {
                let response = try await house.ask(.get, path)
                #expect(response.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(response.headers[.referrerPolicy] == "no-referrer", "\(path)")
            }
        }
    }

    @Test("what is nowhere is 404 as JSON, by any method")
    func nowhere() async throws {
        try await ServerHouse.with { house in
            for (method, path) in [
                (HTTPRequest.Method.get, "/nowhere"), (.post, "/console"), (.delete, "/healthz"),
                (.put, "/api/rooms"), (.get, "/api/"), (.get, "/api/public/rooms"),
            ] {
                let response = try await house.ask(method, path)
                #expect([404, 405].contains(response.status.code), "\(method) \(path)")
                #expect(response.code != nil, "\(method) \(path)")
            }
            #expect(try await house.ask(.get, "/").headers[.location] == "/console")
        }
    }

    @Test("each file of the web is served with its type and tag, and 304 while it is the same")
    func files() async throws {
        try await ServerHouse.with { house in
            for side in ["customer", "console"] {
                let own = ["index.html", "joined.css", "joined.js"].map { "\(side)/\($0)" }
                #expect(Set(own).isSubset(of: Assets.webPaths))
                #expect(!Assets.webPaths.contains("\(side)/app.js"))
            }
            for path in Assets.webPaths {
                let file = try await house.ask(.get, "/web/\(path)")
                #expect(file.status == .ok, "\(path)")
                if !path.hasSuffix(".html") { #expect(file.text == Assets.web(path), "\(path)") }
                let tag = try #require(file.headers[.eTag])
                #expect(file.headers[.cacheControl] == "no-cache")
                let same = try await house.ask(
                    .get, "/web/\(path)", headers: [.ifNoneMatch: tag])
                #expect(same.status == .notModified, "\(path)")
                #expect(same.body.readableBytes == 0, "\(path)")
                let other = try await house.ask(
                    .get, "/web/\(path)", headers: [.ifNoneMatch: #""other""#])
                #expect(other.status == .ok, "\(path)")
            }
            let script = try await house.ask(.get, "/web/console/joined.js")
            #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
            // Modules are read with CORS from a sandboxed frame.
            #expect(script.headers[.accessControlAllowOrigin] == "*")
        }
    }

    @Test("pages, too, are 304 while they are the same, but never a wrong link's")
    func pagesRevalidate() async throws {
        try await ServerHouse.with { house in
            let page = try await house.ask(.get, "/r/\(house.general.token)")
            let tag = try #require(page.headers[.eTag])
            let same = try await house.ask(
                .get, "/r/\(house.general.token)", headers: [.ifNoneMatch: tag])
            #expect(same.status == .notModified)
            let wrong = try await house.ask(.get, "/r/unknown", headers: [.ifNoneMatch: tag])
            #expect(wrong.status == .notFound)
        }
    }

    @Test("tests and whatever else lies about are not served")
    func notServed() async throws {
        try await ServerHouse.with { house in
            for path in [
                "console/state/desk.test.js", "shared/wire.d.ts", "", "console", "console/",
                "nothing.js", "../Package.swift", "%2e%2e/Package.swift", "..%2fPackage.swift",
                "%2e%2e%2fPackage.swift", "console/../console/app.js", "console//app.js",
                "/etc/passwd", "%2fetc%2fpasswd", "console/app.js%00", "console\\app.js",
                ".git/config",
            ] {
                let response = try await house.ask(.get, "/web/\(path)")
                #expect(response.status == .notFound, "\(path)")
            }
        }
    }

    @Test("a folder of the web gives nothing from outside it")
    func folder() async throws {
        try await withFolder { folder in
            try write("outside", to: "\(folder)/secret.js")
            try write("inside", to: "\(folder)/Web/app.js")
            try write("test", to: "\(folder)/Web/app.test.js")
            try write("hidden", to: "\(folder)/Web/.hidden.js")
            let files = WebFiles(folder: "\(folder)/Web")
            func served(_ path: String) -> Bool {
                files.response(path, known: nil) != nil
            }
            #expect(served("app.js"))
            for path in [
                "../secret.js", "../Web/app.js", "./app.js", "", "/app.js", "x/../app.js",
                "..", ".hidden.js", "app.test.js", "app.js/", "app", "../secret.js\u{0}.js",
                "app.js\u{0}.css",
            ] {
                #expect(!served(path), "\(path)")
            }
        }
    }
}

private func write(_ text: String, to path: String) throws {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(
        atPath: "/\(folder)", withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
}
