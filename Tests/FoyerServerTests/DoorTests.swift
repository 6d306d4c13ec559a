import FoyerAPI
import FoyerRealtime
import HTTPTypes
import NIOCore
import NIOEmbedded
import Testing

@testable import FoyerServer

@Suite("What an operator learns of the door", .timeLimit(.minutes(1)))
struct DoorTests {
    @Test("each kind is counted, and told once a minute with how often it was not told")
    func throttled() {
        let (metrics, logs) = (Metrics(), LogBuffer())
        let door = DoorWatch(metrics: metrics, logger: logs.logger)
        let now = ContinuousClock.now
        for second in 0..<60 {
            for event in DoorEvent.allCases { door.saw(event, at: now + .seconds(second)) }
        }
        #expect(logs.text.split(separator: "\n").count == DoorEvent.allCases.count)
        #expect(!logs.text.contains("untold"))
        for word in ["LimitNOFILE", "--connections-per-address", "--trusted-proxy"] {
            #expect(logs.text.contains(word))
        }
        door.saw(.refusedPerAddress, at: now + .seconds(60))
        #expect(logs.text.contains(#""untold": 59"#))
        let text = metrics.text()
        #expect(text.contains(#"foyer_connections_refused_total{reason="address"} 61"#))
        #expect(text.contains(#"foyer_connections_refused_total{reason="all"} 60"#))
        #expect(text.contains("foyer_untrusted_forwarding_total 60\n"))
    }

    @Test("refused connections are counted by their reason, open ones while they are")
    func refused() async throws {
        let (metrics, logs) = (Metrics(), LogBuffer())
        var channel = RoutedChannel.Configuration.foyer
        channel.counts = ConnectionCounts(allMax: 3, perAddressMax: 1)
        channel.door = DoorWatch(metrics: metrics, logger: logs.logger)
        try await LoopbackServer.run(channel: channel) { server in
            try await server.connect { first in
                try await first.send(Array("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                _ = try await first.read(until: "\r\n\r\nhi")
                for _ in 0..<3 {
                    try await server.connect { _ = try await $0.readToEnd() }
                }
                #expect(metrics.text().contains("foyer_connections_open 1\n"))
            }
        }
        let text = metrics.text()
        #expect(text.contains(#"foyer_connections_refused_total{reason="address"} 3"#))
        #expect(text.contains(#"foyer_connections_refused_total{reason="all"} 0"#))
        #expect(text.contains("foyer_connections_open 0\n"))
        #expect(logs.text.contains("Connections of one address are refused"))
    }

    @Test("who comes by TLS is refused in its language")
    func refusedByTLS() throws {
        for isEncrypted in [true, false] {
            let channel = EmbeddedChannel(handler: RefusedConnection(isEncrypted: isEncrypted))
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            var told = try #require(try channel.readOutbound(as: ByteBuffer.self))
            let bytes = told.readBytes(length: told.readableBytes) ?? []
            // A fatal alert (RFC 8446, section 6): type 21, version, length 2, level 2, what.
            let isAlert = bytes == [21, 3, 3, 0, 2, 2, 80]
            #expect(isAlert == isEncrypted)
            #expect(bytes.starts(with: Array("HTTP/1.1 503 ".utf8)) != isEncrypted)
            #expect(!channel.isActive)
        }
    }

    @Test(
        "a proxy that nobody named is told, one that is trusted is not",
        arguments: [("127.0.0.0/8", 0), ("10.0.0.0/8", 2)])
    func forwarding(_ trusted: String, _ count: Int) async throws {
        let range = try #require(NetworkRange(trusted))
        try await LiveHouse.with({ $0.trustedProxies = [range] }) { house in
            _ = try await house.ask("GET /healthz")
            for _ in 0..<2 {
                _ = try await house.ask("GET /healthz", headers: "X-Forwarded-For: 1.2.3.4\r\n")
            }
            let numbers = try await house.ask("GET /metrics")
            #expect(numbers.contains("foyer_untrusted_forwarding_total \(count)\n"))
            #expect(house.logs.text.contains("--trusted-proxy") == (count > 0))
            #expect(!house.logs.text.contains("1.2.3.4"))
        }
    }
}
