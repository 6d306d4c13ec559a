import FoyerAPI
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting
import NIOConcurrencyHelpers
import Testing

@testable import FoyerServer

@Suite("What one connection and one address may take", .timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test("an address has so many connections and no more, and gets them back")
    func perAddress() throws {
        let counts = ConnectionCounts(
            allMax: 100, perAddressMax: 2, trusted: [try #require(NetworkRange("10.0.0.0/8"))])
        let stranger = NetworkAddress("1.2.3.4")
        #expect(counts.refusal(of: stranger) == nil)
        #expect(counts.refusal(of: stranger) == nil)
        #expect(counts.refusal(of: stranger) == .refusedPerAddress)
        #expect(counts.refusal(of: NetworkAddress("1.2.3.5")) == nil)
        // One person's IPv6 network counts as one address; a trusted proxy brings many people.
        for text in ["2001:db8::1", "2001:db8::2"] {
            #expect(counts.refusal(of: NetworkAddress(text)) == nil)
        }
        #expect(counts.refusal(of: NetworkAddress("2001:db8::3")) == .refusedPerAddress)
        for _ in 0..<10 { #expect(counts.refusal(of: NetworkAddress("10.1.1.1")) == nil) }
        counts.release(stranger)
        #expect(counts.refusal(of: stranger) == nil)
        #expect(counts.refusal(of: stranger) == .refusedPerAddress)
    }

    @Test("there are only so many connections in all, so that files can still be opened")
    func inAll() throws {
        let counts = ConnectionCounts(allMax: 2, perAddressMax: 0)
        let address = NetworkAddress("1.2.3.4")
        #expect(counts.refusal(of: address) == nil)
        #expect(counts.refusal(of: address) == nil)
        #expect(counts.refusal(of: address) == .refusedInAll)
        #expect(counts.refusal(of: nil) == .refusedInAll)
        counts.release(address)
        #expect(counts.refusal(of: nil) == nil)
    }

    @Test(
        "whatever an operator allows, one address has at most half of all",
        arguments: [
            (files: 1_024, wanted: 2_000, all: 768, one: 384),
            (files: 65_536, wanted: 2_000, all: 65_280, one: 2_000),
            (files: 100, wanted: 2_000, all: 50, one: 25), (files: 2, wanted: 9, all: 1, one: 1),
            (files: 1_024, wanted: 0, all: 768, one: 0),
        ])
    func halfOfAll(_ files: Int, _ wanted: Int, _ all: Int, _ one: Int) {
        let allMax = OpenFiles(soft: files, hard: files).connectionsMax
        let counts = ConnectionCounts(allMax: allMax, perAddressMax: wanted)
        #expect(counts.allMax == all)
        #expect(counts.perAddressMax == one)
        let stranger = NetworkAddress("1.2.3.4")
        let taken = (0..<files).count { _ in counts.refusal(of: stranger) == nil }
        #expect(taken == (one == 0 ? all : one))
        if one > 0, all > 1 { #expect(counts.refusal(of: NetworkAddress("1.2.3.5")) == nil) }
    }

    @Test("the process takes as many files as it may")
    func openFiles() {
        let files = OpenFiles.raise()
        #expect(files.soft > 0)
        #expect(files.soft == files.hard)
        #expect(OpenFiles.raise() == files)
    }

    @Test("what one address may have is told, and that it is less than was asked for")
    func halfIsTold() async throws {
        for wanted in [384, 385] {
            try await ServerHouse.with({ $0.connectionsPerAddress = wanted }) { house in
                _ = house.server.connectionCounts(OpenFiles(soft: 1_024, hard: 1_024))
                let told = house.logs.text.contains("fewer connections than was asked for")
                #expect(told == (wanted == 385))
            }
        }
    }

    @Test("who is one too many is told when to come back, and others go on")
    func refused() async throws {
        var channel = RoutedChannel.Configuration.foyer
        channel.counts = ConnectionCounts(allMax: 100, perAddressMax: 1)
        try await LoopbackServer.run(channel: channel) { server in
            try await server.connect { first in
                // Answered, so counted: connections are taken in on several threads.
                try await first.send(Array("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                #expect(try await first.read(until: "\r\n\r\nhi").hasPrefix("HTTP/1.1 200 "))
                try await server.connect { second in
                    let told = String(decoding: try await second.readToEnd(), as: UTF8.self)
                    #expect(told.hasPrefix("HTTP/1.1 503 "))
                    #expect(told.contains("Retry-After: \(HTTPLimit.connectionRetrySeconds)\r\n"))
                }
                try await first.send(Array("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                #expect(try await first.read(until: "\r\n").hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test("a request that does not end is given up, answered or not")
    func slowRequest() async throws {
        var channel = RoutedChannel.Configuration.foyer
        (channel.exchange.request, channel.exchange.linger) = (.milliseconds(50), .milliseconds(50))
        try await LoopbackServer.run(channel: channel) { server in
            for path in ["/hello", "/nowhere"] {
                try await server.connect { client in
                    let head = "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
                    try await client.send(Array(head.utf8))
                    // Ends only because the server hangs up.
                    _ = try await client.readToEnd()
                }
            }
        }
    }

    @Test("a request that was sent whole is not hurried")
    func wholeRequest() async throws {
        var channel = RoutedChannel.Configuration.foyer
        channel.exchange.request = .milliseconds(1)
        try await LoopbackServer.run(channel: channel) { server in
            try await server.connect { client in
                for _ in 0..<20 {
                    try await client.send(Array("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                    #expect(try await client.read(until: "\r\n\r\nhi").contains("200"))
                }
            }
        }
    }

    @Test("of what nobody needs any more only so much is read")
    func lingering() {
        var watch = ExchangeWatch(lingerBytesMax: 10)
        func reads(_ byteCount: Int) -> Bool { watch.bodyRead(byteCount: byteCount) }
        watch.headRead()
        #expect(reads(1_000))
        #expect(!watch.isLingering)
        watch.answered()
        #expect(watch.isLingering)
        #expect(reads(10))
        #expect(!reads(1))
        watch.endRead()
        #expect(!watch.isLingering)
        // Two at once: the answer to the first says nothing of the second, which is being sent.
        watch.headRead()
        watch.endRead()
        watch.headRead()
        watch.answered()
        #expect(!watch.isLingering)
        #expect(reads(1_000))
    }

    @Test(
        "a head that is too long is refused as such",
        arguments: [
            String(repeating: "a", count: HTTPLimit.headerFieldBytesMax + 1),
            "b\r\n" + String(repeating: "X: y\r\n", count: HTTPLimit.headerFieldsMax) + "Z: z",
        ])
    func longHead(_ header: String) async throws {
        try await LoopbackServer.run { server in
            try await server.connect { client in
                let head = "GET /hello HTTP/1.1\r\nHost: a\r\nX: \(header)\r\n\r\n"
                try await client.send(Array(head.utf8))
                #expect(try await client.read(until: "\r\n").hasPrefix("HTTP/1.1 431 "))
            }
        }
    }

    @Test("readiness is asked once for all who want to know within a moment")
    func readiness() async throws {
        let probes = NIOLockedValueBox(0)
        let readiness = Readiness(ageMax: .seconds(1)) {
            let number = probes.withLockedValue { count in
                count += 1
                return count
            }
            if number == 2 { throw CancellationError() }
        }
        let now = ContinuousClock.now
        for _ in 0..<100 { try await readiness.check(at: now) }
        #expect(probes.withLockedValue { $0 } == 1)
        for _ in 0..<2 {
            await #expect(throws: CancellationError.self) {
                try await readiness.check(at: now + .seconds(30))
            }
        }
        try await readiness.check(at: now + .seconds(90))
        #expect(probes.withLockedValue { $0 } == 3)
    }

    @Test("what anybody may open is limited by address, and told so with 429")
    func reads() async throws {
        try await ServerHouse.with({ $0.readsPerMinute = 5 }) { house in
            let room = house.general.token
            let paths = [
                "/r/\(room)", "/api/public/rooms/\(room)", "/api/statistics/\(room)",
                "/api/statistics/\(room)/details", "/r/\(room)",
            ]
            for path in paths {
                #expect(try await house.ask(.get, path).status != .tooManyRequests, "\(path)")
            }
            for path in paths {
                let refused = try await house.ask(.get, path)
                #expect(refused.status == .tooManyRequests, "\(path)")
                #expect(refused.headers[.retryAfter] != nil, "\(path)")
            }
            #expect(try await house.ask(.get, "/healthz").status == .ok)
            // Whoever reads too much keeps nobody at the same address from coming back to a chat.
            for path in ["/ws/customer", "/ws/agent"] {
                #expect(try await house.ask(.get, path).status != .tooManyRequests, "\(path)")
            }
        }
    }

    @Test("sockets have a limit of their own, which takes nothing from reading")
    func sockets() async throws {
        try await ServerHouse.with({ ($0.readsPerMinute, $0.socketsPerMinute) = (5, 2) }) { house in
            for path in ["/ws/customer", "/ws/agent"] {
                #expect(try await house.ask(.get, path).status != .tooManyRequests, "\(path)")
            }
            for path in ["/ws/customer", "/ws/agent"] {
                let refused = try await house.ask(.get, path)
                #expect(refused.status == .tooManyRequests, "\(path)")
                #expect(refused.headers[.retryAfter] != nil, "\(path)")
            }
            #expect(try await house.ask(.get, "/r/\(house.general.token)").status == .ok)
        }
    }
}
