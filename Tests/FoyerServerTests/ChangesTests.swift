import FoyerCore
import FoyerService
import FoyerTestSupport
import NIOCore
import Testing

@testable import FoyerServer

@Suite("Waiting for new settings over HTTP", .timeLimit(.minutes(1)))
struct ChangesTests {
    private func path(_ house: LiveHouse, _ version: Int) -> String {
        "/api/public/rooms/\(house.general.token)/changes?version=\(version)"
    }

    private func publish(_ header: String, _ house: LiveHouse, _ token: String) async throws {
        let answer = try await house.ask(
            "PUT /api/rooms/\(house.general.id)/settings",
            headers: "Authorization: Bearer \(token)\r\n",
            body: #"{"contactForm":{"header":"\#(header)"}}"#)
        #expect(answer.hasPrefix("HTTP/1.1 200"))
    }

    private func token(_ house: LiveHouse) async throws -> String {
        try await house.fixture.service.logOn(
            email: house.administrator.email, password: ServiceFixture.password,
            channel: .browser
        ).token
    }

    /// Until so many forms wait.
    private func wait(for count: Int, _ house: LiveHouse) async throws {
        while house.followers.count != count { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test("a form with another version is told at once, one with the live one when it changes")
    func published() async throws {
        try await LiveHouse.with { house in
            let token = try await token(house)
            let behind = try await house.ask("GET \(path(house, 0))")
            #expect(behind.hasSuffix(#"{"version":1}"#))
            async let held = house.ask("GET \(path(house, 1))")
            try await wait(for: 1, house)
            try await publish("Ahoy", house, token)
            #expect(try await held.hasSuffix(#"{"version":2}"#))
            try await wait(for: 0, house)
        }
    }

    @Test("what is no version, and a link that leads nowhere, are told")
    func refused() async throws {
        try await LiveHouse.with { house in
            for (query, code) in [
                ("", "fieldMissing"), ("?version=", "fieldOutOfRange"),
                ("?version=-1", "fieldOutOfRange"), ("?version=01", "fieldOutOfRange"),
                ("?version=99999999999999999999", "fieldOutOfRange"),
            ] {
                let answer = try await house.ask(
                    "GET /api/public/rooms/\(house.general.token)/changes\(query)")
                #expect(answer.hasPrefix("HTTP/1.1 400") && answer.contains(#""code":"\#(code)""#))
            }
            let unknown = try await house.ask("GET /api/public/rooms/gone/changes?version=1")
            #expect(unknown.hasPrefix("HTTP/1.1 404"))
        }
    }

    @Test("a form is told that its link was replaced")
    func replaced() async throws {
        try await LiveHouse.with { house in
            let token = try await token(house)
            async let held = house.ask("GET \(path(house, 1))")
            try await wait(for: 1, house)
            _ = try await house.ask(
                "POST /api/rooms/\(house.general.id)/token",
                headers: "Authorization: Bearer \(token)\r\n")
            let answer = try await held
            #expect(answer.hasPrefix("HTTP/1.1 410") && answer.contains("roomLinkReplaced"))
        }
    }

    @Test(
        "whoever hangs up or sends no more gives the place back at once", arguments: [true, false])
    func hangsUp(_ closes: Bool) async throws {
        try await LiveHouse.with { house in
            let request = "GET \(path(house, 1)) HTTP/1.1\r\nHost: a\r\n\r\n"
            try await LoopbackClient.with(port: house.port) { client in
                try await client.send(Array(request.utf8))
                try await wait(for: 1, house)
                guard !closes else { return }
                client.sendNoMore()
                let answer = try await client.read(until: "\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 204"))
            }
            try await wait(for: 0, house)
        }
    }

    @Test("the same connection asks again")
    func keepAlive() async throws {
        try await LiveHouse.with { house in
            let token = try await token(house)
            let request = "GET \(path(house, 1)) HTTP/1.1\r\nHost: a\r\n\r\n"
            try await LoopbackClient.with(port: house.port) { client in
                try await client.send(Array(request.utf8))
                try await wait(for: 1, house)
                try await publish("Ahoy", house, token)
                _ = try await client.read(until: #"{"version":2}"#)
                try await client.send(Array(request.utf8))
                _ = try await client.read(until: #"{"version":2}"#)
            }
        }
    }

    @Test("the server's end does not wait for open forms")
    func drain() async throws {
        try await LiveHouse.with { house in
            async let held = house.ask("GET \(path(house, 1))")
            try await wait(for: 1, house)
            let began = ContinuousClock.now
            await house.shutDown()
            #expect(try await held.hasPrefix("HTTP/1.1 204"))
            #expect(ContinuousClock.now - began < .seconds(5))
        }
    }
}
