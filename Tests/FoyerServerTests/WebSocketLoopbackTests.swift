import FoyerAPI
import NIOCore
import Testing

@testable import FoyerServer

@Suite("WebSockets over a real connection", .timeLimit(.minutes(1)))
struct WebSocketLoopbackTests {
    private static let upgrade = [
        "GET /ws/echo HTTP/1.1", "Host: localhost", "Upgrade: WebSocket",
        "Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]

    private static func request(_ lines: [String]) -> [UInt8] {
        Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
    }

    @Test("a handshake is answered by the router, and frames right behind it arrive")
    func upgrading() async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                try await client.send(Self.request(Self.upgrade) + ClientFrame.text("early"))
                let head = try await client.read(until: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                // The example of RFC 6455, section 1.3.
                #expect(
                    head.lowercased().contains(
                        "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".lowercased()))
                #expect(head.contains("x-middleware: seen"))
                #expect(!head.lowercased().contains("content-length"))
                try await client.expect(ServerFrame.text("echo early"))
                try await client.send(ClientFrame.text("later"))
                try await client.expect(ServerFrame.text("echo later"))
                try await client.send(ClientFrame.close(1000))
                try await client.expect(ServerFrame.close(1000))
                #expect(try await client.readToEnd().isEmpty)
            }
            #expect(await server.nextEnd() == .byPeer(code: 1000, reason: ""))
        }
    }

    @Test(
        "a refusal is ordinary HTTP with a body, and the connection closes",
        arguments: [
            ("GET /ws/refused HTTP/1.1", "Sec-WebSocket-Version: 13", "403", "not you"),
            ("GET /ws/nowhere HTTP/1.1", "Sec-WebSocket-Version: 13", "404", ""),
            ("GET /ws/echo HTTP/1.1", "Sec-WebSocket-Version: 8", "426", "version 13"),
            ("GET /ws/echo HTTP/1.1", "Sec-WebSocket-Key: short", "400", "base64"),
        ])
    func refusing(_ line: String, _ header: String, _ status: String, _ text: String) async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                var lines = Self.upgrade
                lines[0] = line
                let name = header.prefix { $0 != ":" }
                lines.removeAll { $0.hasPrefix(name) }
                try await client.send(Self.request(lines + [header]) + ClientFrame.text("early"))
                let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                #expect(answer.lowercased().contains("connection: close"))
                #expect(answer.contains(text))
            }
        }
    }

    @Test("ordinary HTTP is served on the same port, request after request")
    func http() async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                for path in ["/hello", "/nowhere", "/hello"] {
                    try await client.send(
                        Self.request(["GET \(path) HTTP/1.1", "Host: localhost"]))
                    let head = try await client.read(until: "\r\n\r\n")
                    #expect(head.hasPrefix(path == "/hello" ? "HTTP/1.1 200 " : "HTTP/1.1 404 "))
                    if path == "/hello" { try await client.expect(Array("hi".utf8)) }
                }
            }
        }
    }

    @Test("a connection that served HTTP may upgrade too, as proxies and libraries ask for")
    func laterRequest() async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                for _ in 0..<2 {
                    try await client.send(Self.request(["GET /hello HTTP/1.1", "Host: localhost"]))
                    _ = try await client.read(until: "hi")
                }
                try await client.send(Self.request(Self.upgrade) + ClientFrame.text("early"))
                let head = try await client.read(until: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(!head.lowercased().contains("content-length"))
                #expect(!head.lowercased().contains("transfer-encoding"))
                try await client.expect(ServerFrame.text("echo early"))
                // More than the reading of HTTP would have kept.
                for number in 0..<200 {
                    try await client.send(ClientFrame.text("\(number)"))
                    try await client.expect(ServerFrame.text("echo \(number)"))
                }
                try await client.send(ClientFrame.close(1000))
                try await client.expect(ServerFrame.close(1000))
                #expect(try await client.readToEnd().isEmpty)
            }
            #expect(await server.nextEnd() == .byPeer(code: 1000, reason: ""))
        }
    }

    @Test("a later handshake outlives the patience with idle HTTP", .timeLimit(.minutes(1)))
    func laterIdle() async throws {
        var configuration = RoutedChannel.Configuration.foyer
        configuration.idleTimeout = .seconds(1)
        try await LoopbackServer.run(channel: configuration) { server in
            try await server.connect { client in
                try await client.send(Self.request(["GET /hello HTTP/1.1", "Host: localhost"]))
                _ = try await client.read(until: "hi")
                try await client.send(Self.request(Self.upgrade))
                _ = try await client.read(until: "\r\n\r\n")
                try await Task.sleep(for: .milliseconds(2_500))
                try await client.send(ClientFrame.text("still here"))
                try await client.expect(ServerFrame.text("echo still here"))
            }
        }
    }

    @Test(
        "a later handshake that is refused ends the connection, and so does one among several",
        arguments: ["/ws/refused", "/ws/nowhere"])
    func laterRefused(_ path: String) async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                try await client.send(Self.request(["GET /hello HTTP/1.1", "Host: localhost"]))
                _ = try await client.read(until: "hi")
                var lines = Self.upgrade
                lines[0] = "GET \(path) HTTP/1.1"
                try await client.send(Self.request(lines) + ClientFrame.text("early"))
                let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 40"))
                #expect(answer.lowercased().contains("connection: close"))
            }
            try await server.connect { client in
                let several =
                    Self.request(["GET /hello HTTP/1.1", "Host: localhost"])
                    + Self.request(Self.upgrade)
                try await client.send(several)
                let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(answer.contains("HTTP/1.1 426 "))
            }
        }
    }

    @Test(
        "what is not HTTP ends its connection and nothing else",
        arguments: [
            "\u{16}\u{3}\u{1} hello\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "\r\n\r\nx\r\n\r\n",
            "GET /\u{0} HTTP/1.1\r\n\r\n", "POST /hello HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        ])
    func notHTTP(_ bytes: String) async throws {
        try await LoopbackServer.run { server in
            for isLater in [false, true] {
                try await server.connect { client in
                    if isLater {
                        try await client.send(
                            Self.request(["GET /hello HTTP/1.1", "Host: localhost"]))
                        _ = try await client.read(until: "hi")
                    }
                    try await client.send(Array(bytes.utf8))
                    let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
                }
            }
            try await server.connect { client in
                try await client.send(Self.request(["GET /hello HTTP/1.1", "Host: localhost"]))
                _ = try await client.read(until: "hi")
            }
        }
    }

    @Test(
        "a later handshake takes nothing along that could be read as frames or as HTTP",
        .timeLimit(.minutes(1)))
    func laterSmuggling() async throws {
        try await LoopbackServer.run { server in
            let hello = Self.request(["GET /hello HTTP/1.1", "Host: localhost"])
            let tab = Self.upgrade.map { $0.hasPrefix("Connection") ? $0 + "\t" : $0 }
            let packets: [[UInt8]] = [
                Self.request(Self.upgrade + ["Transfer-Encoding: chunked"])
                    + Array("ZZZ\r\n".utf8),
                Self.request(Self.upgrade + ["Transfer-Encoding: chunked"])
                    + Array("5\r\nhel".utf8),
                Self.request(Self.upgrade + ["Content-Length: 10"]) + Array("hello".utf8),
                Self.request(tab) + hello, Self.request(tab) + Array("x\r\n\r\n".utf8),
            ]
            for packet in packets {
                try await server.connect { client in
                    try await client.send(hello)
                    _ = try await client.read(until: "hi")
                    try await client.send(packet)
                    // Refused, hung up, or a WebSocket to which the rest is a broken frame.
                    _ = try? await client.readToEnd()
                }
            }
            try await server.connect { client in
                try await client.send(hello)
                _ = try await client.read(until: "hi")
            }
        }
    }

    @Test("a draining server says so to a later WebSocket, too", .timeLimit(.minutes(1)))
    func laterDraining() async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                try await client.send(Self.request(["GET /hello HTTP/1.1", "Host: localhost"]))
                _ = try await client.read(until: "hi")
                try await client.send(Self.request(Self.upgrade))
                _ = try await client.read(until: "\r\n\r\n")
                await server.shutDown()
                try await client.expect(ServerFrame.close(1001, "shuttingDown"))
                try await client.send(ClientFrame.close(1001))
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test("an upgrade elsewhere is ignored and answered as HTTP, once")
    func upgradeElsewhere() async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                try await client.send(
                    Self.request([
                        "GET /hello HTTP/1.1", "Host: localhost", "Upgrade: h2c",
                        "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABkAAQ",
                    ]))
                let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                #expect(answer.hasSuffix("hi"))
            }
        }
    }

    @Test("what is not HTTP, and a handshake with a body, are refused")
    func garbage() async throws {
        let withBody = Self.request(Self.upgrade + ["Content-Length: 4"]) + Array("body".utf8)
        try await LoopbackServer.run { server in
            for bytes in [Array("\u{16}\u{3}\u{1} hello\r\n\r\n".utf8), withBody] {
                try await server.connect { client in
                    try await client.send(bytes)
                    let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                    #expect(answer.hasPrefix("HTTP/1.1 400 "))
                }
            }
        }
    }

    @Test("a connection that says nothing is closed")
    func silence() async throws {
        var configuration = RoutedChannel.Configuration.foyer
        configuration.idleTimeout = .milliseconds(100)
        try await LoopbackServer.run(channel: configuration) { server in
            try await server.connect { client in
                let answer = try await client.readToEnd()
                #expect(answer.isEmpty)
            }
            try await server.connect { client in
                try await client.send(Array("GET /ws/echo HTTP/1.1\r\nHost: l".utf8))
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test("a peer that answers no ping is closed with its code")
    func missedPong() async throws {
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .milliseconds(50)
        configuration.pongTimeout = .milliseconds(50)
        configuration.closeTimeout = .milliseconds(50)
        try await LoopbackServer.run(socket: configuration) { server in
            try await server.connect { client in
                try await client.send(Self.request(Self.upgrade))
                _ = try await client.read(until: "\r\n\r\n")
                let all = try await client.readToEnd()
                #expect(all == WebSocketFrames.ping() + ServerFrame.close(4002, "missedPongs"))
            }
            #expect(await server.nextEnd() == .missedPongs)
        }
    }

    @Test("a reader that reads nothing trips the budget and is closed")
    func slowReader() async throws {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(50)
        try await LoopbackServer.run(socket: configuration) { server in
            try await server.connect { client in
                try await client.send(Self.request(Self.upgrade))
                _ = try await client.read(until: "\r\n\r\n")
                try await client.send(ClientFrame.text("flood"))
                #expect(await server.nextEnd() == .byServer(code: 4001))
            }
        }
    }

    @Test(
        "a violation's code is read even by a peer that was still sending",
        arguments: [
            (ClientFrame.frame(0x82, [1]), WebSocketViolation.binaryMessage),
            ([0x81, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0], .unmaskedFrame),
            ([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], .messageTooBig),
        ])
    func violating(_ bytes: [UInt8], _ violation: WebSocketViolation) async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                try await client.send(Self.request(Self.upgrade))
                _ = try await client.read(until: "\r\n\r\n")
                try await client.send(bytes + [UInt8](repeating: 0xff, count: 500_000))
                let rest = try await client.readToEnd()
                #expect(rest == ServerFrame.close(violation.closeCode, violation.rawValue))
            }
            #expect(await server.nextEnd() == .violation(violation))
        }
    }

    @Test("a reset peer is lost")
    func reset() async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                try await client.send(Self.request(Self.upgrade))
                _ = try await client.read(until: "\r\n\r\n")
                try await client.reset()
            }
            #expect(await server.nextEnd() == .lost)
        }
    }

    @Test("a draining server says that it goes away, closes the silent and ends")
    func quiescing() async throws {
        try await LoopbackServer.run { server in
            // Accepted before the other, whose handshake is answered before the server drains.
            try await server.connect { silent in
                try await server.connect { client in
                    try await client.send(Self.request(Self.upgrade))
                    _ = try await client.read(until: "\r\n\r\n")
                    await server.shutDown()
                    try await client.expect(ServerFrame.close(1001, "shuttingDown"))
                    try await client.send(ClientFrame.close(1001))
                    let rest = try await client.readToEnd()
                    #expect(rest.isEmpty)
                }
                let rest = try await silent.readToEnd()
                #expect(rest.isEmpty)
            }
            #expect(await server.nextEnd() == .byServer(code: 1001))
        }
    }
}
