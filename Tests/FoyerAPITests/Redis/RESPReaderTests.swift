import FoyerAPI
import Testing

@Suite struct RESPReaderTests {
    private static let examples: [(String, RESPValue)] = [
        ("+OK\r\n", .simple("OK")),
        ("-ERR wrong\r\n", .error("ERR wrong")),
        (":-12\r\n", .integer(-12)),
        ("$5\r\nhe\r\no\r\n", .bulk(Array("he\r\no".utf8))),
        ("$0\r\n\r\n", .bulk([])),
        ("$-1\r\n", .bulk(nil)),
        ("*-1\r\n", .array(nil)),
        ("*2\r\n$1\r\na\r\n*1\r\n:1\r\n", .array([.bulk([97]), .array([.integer(1)])])),
    ]

    /// All values that are there, after these bytes too.
    private func values(_ bytes: [UInt8], in reader: inout RESPReader) throws -> [RESPValue] {
        reader.append(bytes)
        var values: [RESPValue] = []
        while let value = try reader.next() { values.append(value) }
        return values
    }

    @Test func valuesInOnePiece() throws {
        var reader = RESPReader()
        let text = Self.examples.map(\.0).joined()
        let read = try values(Array(text.utf8), in: &reader)
        #expect(read == Self.examples.map(\.1))
    }

    @Test func valuesByteByByte() throws {
        var reader = RESPReader()
        for (text, value) in Self.examples {
            var read: [RESPValue] = []
            for byte in text.utf8 {
                #expect(read == [])
                read = try values([byte], in: &reader)
            }
            #expect(read == [value])
        }
    }

    @Test func commandsReadAsArrays() throws {
        var reader = RESPReader()
        let words = ["PUBLISH", "c", ""].map { RESPValue.bulk(Array($0.utf8)) }
        let read = try values(RESPValue.command("PUBLISH", "c", ""), in: &reader)
        #expect(read == [.array(words)])
    }

    @Test(
        "what is not RESP is refused",
        arguments: [
            "?\r\n", "\r\n", "$x\r\n", "$-2\r\n", "*-2\r\n", "$1\r\nabc", "+a\rb",
            ":99999999999999999999999\r\n", "$9223372036854775807\r\n", "*9999999\r\n",
            "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n", String(repeating: "+", count: 5_000),
        ])
    func refused(_ text: String) {
        #expect(throws: RESPError.self) {
            var reader = RESPReader()
            _ = try values(Array(text.utf8), in: &reader)
        }
    }

    /// More bytes than are moved together at once.
    @Test func manyValuesWithARestBetweenThem() throws {
        var reader = RESPReader()
        reader.append(Array(":".utf8))
        for number in 0..<20_000 as Range<Int64> {
            let read = try values(Array("\(number)\r\n:".utf8), in: &reader)
            #expect(read == [.integer(number)])
        }
    }
}
