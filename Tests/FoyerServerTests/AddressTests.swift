import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FoyerServer

@Suite("Addresses and rate limits")
struct AddressTests {
    @Test("ranges are read as CIDR, anything else is refused")
    func ranges() {
        for text in [
            "10.0.0.0/8", "127.0.0.1", "0.0.0.0/0", "::1/128", "::1", "::/0", "2001:db8::/32",
            "fe80::/10", "::ffff:10.0.0.0/104", "10.0.0.1/32",
        ] {
            #expect(NetworkRange(text) != nil, "\(text)")
        }
        for text in [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8",
            "10.0.0.256", "::1/129", ":::", "localhost", "10.0.0.0 /8", "10.0.0.0/0x8", "[::1]",
            "10.0.0.0/+8", "10.0.0.0/ 8", "1e1.0.0.0/8",
        ] {
            #expect(NetworkRange(text) == nil, "\(text)")
        }
    }

    @Test("an address is in a range as the bits say")
    func contains() throws {
        let table: [(String, String, Bool)] = [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("10.0.0.0/9", "10.127.0.1", true), ("10.0.0.0/9", "10.128.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("::ffff:10.0.0.0/104", "10.1.2.3", true),
            ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false),
            ("::/0", "8.8.8.8", true), ("::1", "::1", true), ("::1", "::2", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
            ("127.0.0.1", "127.0.0.2", false), ("10.1.2.3/24", "10.1.2.255", true),
        ]
        for (range, address, isInside) in table {
            let range = try #require(NetworkRange(range))
            let address = try #require(NetworkAddress(address))
            #expect(range.contains(address) == isInside, "\(range) \(address)")
        }
    }

    private func client(
        _ forwarded: [String], peer: String, trusting: [String]
    ) throws -> NetworkAddress? {
        var headers = HTTPFields()
        for value in forwarded {
            headers.append(HTTPField(name: .xForwardedFor, value: value))
        }
        let address = try SocketAddress(ipAddress: peer, port: 1)
        return ClientAddress(trusted: trusting.compactMap { NetworkRange($0) })
            .of(headers, peer: address)
    }

    @Test("forwarded addresses are believed from trusted proxies only, from the right")
    func forwarded() throws {
        let proxies = ["10.0.0.0/8", "::1/128"]
        let table: [(forwarded: [String], peer: String, client: String)] = [
            ([], "10.0.0.1", "10.0.0.1"),
            (["1.2.3.4"], "9.9.9.9", "9.9.9.9"),
            (["1.2.3.4"], "10.0.0.1", "1.2.3.4"),
            (["1.2.3.4"], "::1", "1.2.3.4"),
            (["6.6.6.6, 1.2.3.4"], "10.0.0.1", "1.2.3.4"),
            (["6.6.6.6", "1.2.3.4"], "10.0.0.1", "1.2.3.4"),
            (["1.2.3.4, 10.0.0.2"], "10.0.0.1", "1.2.3.4"),
            (["1.2.3.4,10.0.0.2 , 10.0.0.3"], "10.0.0.1", "1.2.3.4"),
            (["10.0.0.9, 10.0.0.8"], "10.0.0.1", "10.0.0.9"),
            (["2001:db8::7"], "10.0.0.1", "2001:db8::7"),
            (["::ffff:1.2.3.4"], "10.0.0.1", "1.2.3.4"),
            (["nonsense"], "10.0.0.1", "10.0.0.1"),
            (["1.2.3.4, nonsense"], "10.0.0.1", "10.0.0.1"),
            (["1.2.3.4, 999.1.1.1, 10.0.0.2"], "10.0.0.1", "10.0.0.2"),
            ([""], "10.0.0.1", "10.0.0.1"), ([", ,"], "10.0.0.1", "10.0.0.1"),
            (["unknown, 1.2.3.4"], "10.0.0.1", "1.2.3.4"),
        ]
        for (forwarded, peer, expected) in table {
            let found = try client(forwarded, peer: peer, trusting: proxies)
            #expect(found == NetworkAddress(expected), "\(forwarded) from \(peer)")
        }
        #expect(
            try client(["1.2.3.4"], peer: "::ffff:10.0.0.1", trusting: proxies)
                == NetworkAddress("1.2.3.4"))
    }

    @Test("one person's IPv6 network counts as one address")
    func networks() throws {
        func network(_ text: String) throws -> [UInt8] {
            try #require(NetworkAddress(text)).network
        }
        #expect(try network("2001:db8::1") == network("2001:db8::ffff:1"))
        #expect(try network("2001:db8::1") != network("2001:db8:0:1::1"))
        #expect(try network("1.2.3.4") != network("1.2.3.5"))
        #expect(try network("1.2.3.4") == network("::ffff:1.2.3.4"))
    }

    @Test("the bucket holds a minute's worth, and says when there is more")
    func bucket() throws {
        let limiter = RateLimiter(perMinute: 3)
        let address = NetworkAddress("1.2.3.4")
        let now = ContinuousClock.now
        for _ in 0..<3 { #expect(limiter.take(for: address, at: now) == nil) }
        #expect(limiter.take(for: address, at: now) == 20)
        #expect(limiter.take(for: NetworkAddress("1.2.3.5"), at: now) == nil)
        #expect(limiter.take(for: address, at: now + .seconds(19)) == 1)
        #expect(limiter.take(for: address, at: now + .seconds(21)) == nil)
        #expect(limiter.take(for: address, at: now + .seconds(21)) != nil)
        #expect(limiter.take(for: address, at: now + .seconds(3_600)) == nil)
        let unlimited = RateLimiter(perMinute: 0)
        for _ in 0..<1_000 { #expect(unlimited.take(for: address, at: now) == nil) }
    }

    @Test("a crowd of IPv6 networks makes nobody's limit forgotten who still comes")
    func crowd() throws {
        let limiter = RateLimiter(perMinute: 3, addressesMax: 100)
        let now = ContinuousClock.now
        let guesser = NetworkAddress("1.2.3.4")
        for _ in 0..<3 { #expect(limiter.take(for: guesser, at: now) == nil) }
        for number in 0..<10_000 {
            let stranger = try #require(
                NetworkAddress("2001:db8:\(String(number, radix: 16))::1"))
            #expect(limiter.take(for: stranger, at: now) == nil)
            if number % 40 == 0 { #expect(limiter.take(for: guesser, at: now) != nil) }
        }
    }

    @Test("who asks too often is refused with 429 and Retry-After; reading is free")
    func asks() async throws {
        try await ServerHouse.with({ $0.asksPerMinute = 2 }) { house in
            let path = "/api/public/rooms/\(house.general.token)/challenge"
            for _ in 0..<2 {
                #expect(try await house.ask(.post, path).status == .ok)
            }
            for action in ["challenge", "chats", "letters"] {
                let refused = try await house.ask(
                    .post, "/api/public/rooms/\(house.general.token)/\(action)", "{}")
                #expect(refused.status == .tooManyRequests)
                #expect(refused.code == "tooManyRequests")
                let seconds = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
                #expect((1...30).contains(seconds))
                #expect(refused.headers[.accessControlAllowOrigin] == "*")
            }
            let read = try await house.ask(
                .get, "/api/public/rooms/\(house.general.token)")
            #expect(read.status == .ok)
        }
    }

    @Test("log-on, set-up and passwords share a limit, under both roofs")
    func logOns() async throws {
        try await ServerHouse.with({ $0.logOnsPerMinute = 2 }) { house in
            for roof in ServerHouse.Roof.allCases {
                _ = try await house.ask(
                    .post, "log-on", #"{"email":"a","password":"b"}"#, token: nil, through: roof)
            }
            for (method, path) in [
                (HTTPRequest.Method.post, "log-on"), (.post, "set-up"), (.put, "me/password"),
            ] {
                for roof in ServerHouse.Roof.allCases {
                    let refused = try await house.ask(method, path, "{}", token: nil, through: roof)
                    #expect(refused.code == "tooManyRequests", "\(path)")
                }
            }
            let token = try await house.administratorToken()
            #expect(try await house.ask(.put, "me", "{}", token: token).status == .ok)
        }
    }
}
