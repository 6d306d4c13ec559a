import Testing

@testable import FoyerAPI

@Suite("The server's frames") struct WebSocketFramesTests {
    @Test(
        "a text frame has the shortest header for its length",
        arguments: [
            (0, [0x81, 0]), (125, [0x81, 125]), (126, [0x81, 126, 0, 126]),
            (65_535, [0x81, 126, 0xff, 0xff]), (65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(Int, [UInt8])])
    func text(_ count: Int, _ header: [UInt8]) {
        let payload = [UInt8](repeating: 0x61, count: count)
        #expect(WebSocketFrames.text(payload) == header + payload)
    }

    @Test("control frames never exceed 125 bytes")
    func control() {
        let long = [UInt8](repeating: 1, count: 200)
        #expect(WebSocketFrames.ping() == [0x89, 0])
        #expect(WebSocketFrames.ping(long) == [0x89, 125] + long.prefix(125))
        #expect(WebSocketFrames.pong([5]) == [0x8a, 1, 5])
    }

    @Test("a close frame holds its code and as much of the reason as fits, cut at a character")
    func close() {
        #expect(WebSocketFrames.close(code: nil, reason: "x") == [0x88, 0])
        let short = WebSocketFrames.close(code: 4001, reason: "ü")
        #expect(short == [0x88, 4, 0x0f, 0xa1, 0xc3, 0xbc])
        let frame = WebSocketFrames.close(code: 1000, reason: String(repeating: "😀", count: 40))
        #expect(frame.count == 2 + 2 + 30 * 4)
        #expect(String(validating: frame.dropFirst(4), as: UTF8.self) != nil)
    }

    @Test("masking twice is the text again, at every length")
    func masking() {
        for count in 0..<40 {
            let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            var bytes = plain
            bytes.xor(with: 0x37fa_213d)
            #expect(bytes == plain.enumerated().map { $1 ^ ClientFrames.mask[$0 % 4] })
            bytes.xor(with: 0x37fa_213d)
            #expect(bytes == plain)
        }
    }
}
