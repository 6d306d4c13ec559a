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

@Suite("Uploading and showing pictures")
struct ImageRouteTests {
    private func send(
        _ bytes: [UInt8], _ house: ServerHouse, through roof: ServerHouse.Roof = .api
    ) async throws -> TestResponse {
        let token = try await house.administratorToken()
        return try await house.client.execute(
            uri: "\(roof.path)/images", method: .post,
            headers: ServerHouse.headers(token, through: roof), body: ByteBuffer(bytes: bytes))
    }

    @Test("an uploaded picture is served as what it is, and as nothing else")
    func served() async throws {
        try await ServerHouse.with { house in
            let sent = try await send(SmallPicture.png, house)
            #expect(sent.status == .created, "\(sent.text)")
            #expect(sent.json["width"] == .int(1) && sent.json["height"] == .int(1))
            #expect(sent.json["kind"]?.text == "png")
            let name = try #require(sent.json["image"]?.text)
            let hash = name.dropFirst("image:".count)
            #expect(name.hasPrefix("image:") && hash.count == 64)
            let shown = try await house.ask(.get, "/images/\(hash)")
            #expect(Array(shown.body.readableBytesView) == SmallPicture.png)
            #expect(shown.headers[.contentType] == "image/png")
            #expect(shown.headers[.xContentTypeOptions] == "nosniff")
            #expect(shown.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            #expect(shown.headers[.cacheControl] == "public, max-age=31536000, immutable")
            for wrong in [String(repeating: "0", count: 64), "x", hash.uppercased(), "..%2f"] {
                let answer = try await house.ask(.get, "/images/\(wrong)")
                #expect(answer.status == .notFound && answer.code == "notFound", "\(wrong)")
            }
        }
    }

    @Test("a refusal names the field, the rule, and what would be right")
    func refused() async throws {
        try await ServerHouse.with { house in
            let long = SmallPicture.png + [UInt8](repeating: 0, count: Limit.imageBytesMax)
            for roof in ServerHouse.Roof.allCases {
                for (bytes, status, rule, words) in [
                    (Array("<svg/>".utf8), 422, "kind", "PNG, JPEG or WebP"),
                    (Array("GIF89a".utf8), 422, "kind", "a GIF"), ([], 422, "kind", "no picture"),
                    (Array("<html>".utf8), 422, "kind", "a page"),
                    (SmallPicture.png + [0], 422, "trailing", "behind the end"),
                    (Array(SmallPicture.png.dropLast()), 422, "cutOff", "whole"),
                    (long, 413, "bytes", "524288"),
                ] {
                    let answer = try await send(bytes, house, through: roof)
                    #expect(answer.status.code == status, "\(rule) \(answer.text)")
                    #expect(answer.code == "imageRefused")
                    #expect(answer.json["field"]?.text == "image")
                    #expect(answer.json["rule"]?.text == rule)
                    #expect(answer.json["message"]?.text?.contains(words) == true, "\(answer.text)")
                }
            }
        }
    }

    @Test("the customer's page may fetch from the hosts that its room names, and from no other")
    func policy() async throws {
        try await ServerHouse.with { house in
            let page = "/r/\(house.general.token)"
            let before = try await house.ask(.get, page)
            let policy = try #require(before.headers[.contentSecurityPolicy])
            #expect(policy.contains("img-src 'self' data:; "))
            try await house.fixture.publish(
                [
                    ("contactForm.logo", .text("https://img.example.com/a.png?x=1")),
                    ("contactForm.background", .text("https://b.example.org")),
                ], in: house.general, by: house.administrator)
            let tag = try #require(before.headers[.eTag])
            let after = try await house.ask(.get, page, headers: [.ifNoneMatch: tag])
            // A browser keeps the policy that came with what it has.
            #expect(after.status == .ok)
            #expect(
                after.headers[.contentSecurityPolicy]?.contains(
                    "img-src 'self' data: https://img.example.com https://b.example.org; ") == true)
            #expect(after.text == before.text)
            let json = try await house.ask(.get, "/api/public/rooms/\(house.general.token)")
            #expect(json.json["logo"]?["source"]?.text == "https://img.example.com/a.png?x=1")
            #expect(json.json["logo"]?["width"] == .null)
        }
    }
}
