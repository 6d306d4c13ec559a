import FoyerAPI
import FoyerCore
import Testing

@Suite("Headers and address lines")
struct HeaderTests {
    @Test("the first cookie of a name counts, without the spaces around it")
    func cookies() {
        let table: [(fields: [String], value: String?)] = [
            ([], nil), ([""], nil), (["name"], nil), (["name="], ""), (["name=a"], "a"),
            (["a=b; name=c;name=d"], "c"), (["a=b", "name=c"], "c"), ([" name\t=\t c "], "c"),
            (["name=a=b"], "a=b"), (["surname=a"], nil), (["=a; ;;name=b"], "b"),
            (["Name=a"], nil), (["name=a b"], "a b"),
        ]
        for (fields, value) in table {
            #expect(CookieHeader.value(of: "name", in: fields) == value, "\(fields)")
        }
    }

    @Test("a bearer token is what follows the scheme, in any case")
    func bearer() {
        let table: [(header: String, token: String?)] = [
            ("Bearer abc", "abc"), ("bEARER  abc ", "abc"), ("Bearer", nil), ("Bearer ", nil),
            ("Basic abc", nil), ("", nil), (" Bearer abc", nil), ("Bearer a b", "a b"),
        ]
        for (header, token) in table {
            #expect(BearerToken.token(in: header) == token, "\(header)")
        }
    }

    @Test("an address is all of a text: the system stops at U+0000")
    func addresses() {
        #expect(NetworkAddress("10.0.0.1") != nil)
        #expect(NetworkAddress("10.0.0.1\u{0}") == nil)
        #expect(NetworkAddress("::1\u{0}.example.org") == nil)
        #expect(NetworkRange("10.0.0.0\u{0}/8") == nil)
        #expect(NetworkAddress(String(repeating: "0", count: 46)) == nil)
    }

    @Test("a row of proxies ends: what was invented on the left is not read")
    func hops() throws {
        let peer = try #require(NetworkAddress("10.0.0.1"))
        let proxy = try #require(NetworkAddress("10.0.0.2"))
        let trusted = [NetworkRange("10.0.0.0/8")].compactMap { $0 }
        func client(hops: Int) -> NetworkAddress {
            let row = ["1.2.3.4"] + Array(repeating: "10.0.0.2", count: hops)
            return ForwardedFor.client(
                [row.joined(separator: " ,\t")], peer: peer, trusted: trusted)
        }
        #expect(client(hops: ForwardedFor.hopsMax - 1) == NetworkAddress("1.2.3.4"))
        #expect(client(hops: ForwardedFor.hopsMax) == proxy)
        #expect(client(hops: 20_000) == proxy)
        let tail = ForwardedFor.client(["1.2.3.4 and more"], peer: peer, trusted: trusted)
        #expect(tail == peer)
    }

    @Test("numbers of the address line have one text")
    func wholeNumbers() throws {
        #expect(try AddressLine.wholeNumber("0", "after") == 0)
        #expect(try AddressLine.wholeNumber("9007199254740991", "after") == 9_007_199_254_740_991)
        for text in ["", "-1", "+1", "01", " 1", "1.0", "9007199254740992", "99999999999999999999"]
        {
            #expect(throws: FieldError.self, "\(text)") {
                try AddressLine.wholeNumber(text, "after")
            }
        }
    }

    @Test("a path stays below its folder")
    func paths() {
        for path in ["a", "customer/index.html", "a/b/c.js"] {
            #expect(AddressLine.isPlainPath(path), "\(path)")
        }
        for path in ["", "/", "/a", "a/", "a//b", "..", "a/../b", ".git", "a/.b", "a\u{0}"] {
            #expect(!AddressLine.isPlainPath(path), "\(path)")
        }
    }
}
