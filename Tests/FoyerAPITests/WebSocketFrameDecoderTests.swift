import Testing

@testable import FoyerAPI

/// All that a decoder makes of some bytes.
struct Outcome: Equatable {
    var inputs: [WebSocketInput] = []
    var violation: WebSocketViolation?

    init(_ inputs: [WebSocketInput] = [], _ violation: WebSocketViolation? = nil) {
        self.inputs = inputs
        self.violation = violation
    }

    init(feeding pieces: [some Collection<UInt8>], messageBytesMax: Int) {
        var decoder = WebSocketFrameDecoder(messageBytesMax: messageBytesMax)
        do throws(WebSocketViolation) {
            for piece in pieces {
                decoder.append(piece)
                while let input = try decoder.next() { inputs.append(input) }
            }
        } catch {
            violation = error
        }
    }
}

@Suite("The WebSocket frame decoder") struct WebSocketFrameDecoderTests {
    private static func text(_ text: String) -> WebSocketInput { .text(Array(text.utf8)) }

    static let conversations: [([UInt8], Outcome)] = [
        (
            [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58],
            Outcome([text("Hello")])
        ),
        (ClientFrames.text(""), Outcome([text("")])),
        (ClientFrames.text("a") + ClientFrames.text("b"), Outcome([text("a"), text("b")])),
        (
            ClientFrames.text("Grüße ", isFinal: false)
                + ClientFrames.continuation("", isFinal: false)
                + ClientFrames.frame(0x89, [1, 2]) + ClientFrames.continuation("😀", isFinal: true),
            Outcome([.ping([1, 2]), text("Grüße 😀")])
        ),
        (
            ClientFrames.frame(0x01, [0xf0, 0x9f]) + ClientFrames.frame(0x80, [0x98, 0x80]),
            Outcome([text("😀")])
        ),
        (
            ClientFrames.frame(0x8a, [])
                + ClientFrames.frame(0x89, [UInt8](repeating: 7, count: 125)),
            Outcome([.pong([]), .ping([UInt8](repeating: 7, count: 125))])
        ),
        (ClientFrames.frame(0x88, []) + [0xff, 0xff], Outcome([.close(code: nil, reason: "")])),
        (
            ClientFrames.close(4999, Array("tschüß".utf8)) + ClientFrames.text("ignored"),
            Outcome([.close(code: 4999, reason: "tschüß")])
        ),
    ]

    @Test("whole messages and control frames come out in order", arguments: conversations)
    func decoding(_ bytes: [UInt8], _ outcome: Outcome) {
        #expect(Outcome(feeding: [bytes], messageBytesMax: 1024) == outcome)
    }

    static let violations: [([UInt8], WebSocketViolation, UInt16)] = [
        ([0x81, 0x05], .unmaskedFrame, 1002),
        ([0x81, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0], .unmaskedFrame, 1002),
        ([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], .messageTooBig, 1009),
        ([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .messageTooBig, 1009),
        ([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], .messageTooBig, 1009),
        ([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0], .messageTooBig, 1009),
        ([0x81, 0xfe, 0x04, 0x01], .messageTooBig, 1009),
        ([0x81, 0xfe, 0x00, 0x7d], .lengthNotMinimal, 1002),
        ([0x81, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff], .lengthNotMinimal, 1002),
        ([0xc1], .reservedBits, 1002), ([0xa1], .reservedBits, 1002), ([0x91], .reservedBits, 1002),
        ([0x83], .reservedOpcode, 1002), ([0x87], .reservedOpcode, 1002),
        ([0x8b], .reservedOpcode, 1002), ([0x8f], .reservedOpcode, 1002),
        ([0x82], .binaryMessage, 1003), ([0x02], .binaryMessage, 1003),
        ([0x09], .controlFrameFragmented, 1002), ([0x08], .controlFrameFragmented, 1002),
        ([0x89, 0xfe], .controlFrameTooLong, 1002), ([0x88, 0xff], .controlFrameTooLong, 1002),
        ([0x80], .continuationWithoutStart, 1002), ([0x00], .continuationWithoutStart, 1002),
        (ClientFrames.text("a", isFinal: false) + [0x81], .messageInterrupted, 1002),
        (ClientFrames.text("a", isFinal: false) + [0x82], .binaryMessage, 1003),
        (ClientFrames.frame(0x81, [0xc3]), .invalidUTF8, 1007),
        (ClientFrames.frame(0x81, [0xed, 0xa0, 0x80]), .invalidUTF8, 1007),
        (ClientFrames.frame(0x88, [0x03]), .closeFrameTruncated, 1002),
        (ClientFrames.close(1000, [0xff]), .invalidUTF8, 1007),
        (
            ClientFrames.text(String(repeating: "a", count: 1000), isFinal: false)
                + ClientFrames.frame(0x80, [UInt8](repeating: 0x61, count: 25)),
            .messageTooBig, 1009
        ),
    ]

    @Test("each violation is refused with its code, and for ever", arguments: violations)
    func refusing(_ bytes: [UInt8], _ violation: WebSocketViolation, _ closeCode: UInt16) {
        let whole = Outcome(feeding: [bytes], messageBytesMax: 1024)
        #expect(whole == Outcome([], violation))
        #expect(violation.closeCode == closeCode)
        var decoder = WebSocketFrameDecoder(messageBytesMax: 1024)
        decoder.append(bytes)
        for _ in 0..<2 {
            #expect(throws: violation) { try decoder.next() }
            decoder.append(ClientFrames.text("later"))
        }
        #expect(!decoder.hasPartialInput)
    }

    @Test("every violation but those by size and count is among the examples")
    func allViolations() {
        let shown = Set(Self.violations.map(\.1))
        let others = Set(WebSocketViolation.allCases).subtracting(shown)
        #expect(others == [.tooManyFragments, .invalidCloseCode])
    }

    @Test("close codes are those that may be sent, out of all 65,536")
    func closeCodes() {
        for code in UInt16.min ... .max {
            let isAllowed = [1000...1003, 1007...1014, 3000...4999].contains { $0.contains(code) }
            let expected =
                isAllowed
                ? Outcome([.close(code: code, reason: "")]) : Outcome([], .invalidCloseCode)
            let outcome = Outcome(feeding: [ClientFrames.close(code)], messageBytesMax: 0)
            if outcome != expected { Issue.record("\(code): \(outcome)") }
        }
    }

    @Test("every first and second byte has the same verdict, cut or whole")
    func allHeaders() {
        for first in UInt8.min ... .max {
            for second in UInt8.min ... .max {
                let bytes = [first, second, 0, 200, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
                let whole = Outcome(feeding: [bytes], messageBytesMax: 1024)
                let cut = Outcome(feeding: bytes.map { [$0] }, messageBytesMax: 1024)
                if whole != cut { Issue.record("\(first) \(second): \(whole), cut: \(cut)") }
            }
        }
    }

    @Test("a message may have as many bytes as the limit says and not one more")
    func size() {
        for count in [125, 126, 127, 1023, 1024, 65_535, 65_536, 65_537] {
            let bytes = [UInt8](repeating: 0x61, count: count)
            let frame = ClientFrames.frame(0x81, bytes)
            #expect(Outcome(feeding: [frame], messageBytesMax: count) == Outcome([.text(bytes)]))
            #expect(
                Outcome(feeding: [frame.prefix(10)], messageBytesMax: count - 1)
                    == Outcome([], .messageTooBig))
        }
    }

    @Test("the limit can be raised, also between two frames of one read")
    func raising() throws {
        var decoder = WebSocketFrameDecoder()
        let long = String(repeating: "b", count: 60_000)
        decoder.append(ClientFrames.text("hello") + ClientFrames.text(long))
        #expect(try decoder.next() == Self.text("hello"))
        decoder.messageBytesMax = WireLimit.messageBytesMax
        #expect(try decoder.next() == Self.text(long))
        decoder.messageBytesMax = 10
        decoder.append(ClientFrames.text("0123456789", isFinal: false))
        #expect(try decoder.next() == nil)
        #expect(decoder.hasPartialInput)
        decoder.messageBytesMax = 5
        decoder.append(ClientFrames.continuation("x", isFinal: true))
        #expect(throws: WebSocketViolation.messageTooBig) { try decoder.next() }
    }

    @Test("a message may have as many fragments as the limit says and not one more")
    func fragments() {
        let start = ClientFrames.text("", isFinal: false)
        let more = ClientFrames.continuation("x", isFinal: false)
        let end = ClientFrames.continuation("y", isFinal: true)
        let room = WireLimit.messageFragmentsMax - 2
        let most = start + (0..<room).flatMap { _ in more } + end
        let text = String(repeating: "x", count: room) + "y"
        #expect(
            Outcome(feeding: [most + most], messageBytesMax: 1024)
                == Outcome([Self.text(text), Self.text(text)]))
        let over = start + (0...room).flatMap { _ in more } + end
        #expect(Outcome(feeding: [over], messageBytesMax: 1024) == Outcome([], .tooManyFragments))
    }

    @Test(
        "cutting anywhere changes nothing",
        arguments: conversations.map(\.0) + violations.map(\.0))
    func cutting(_ bytes: [UInt8]) {
        let bytes = ClientFrames.text("before") + bytes
        let whole = Outcome(feeding: [bytes], messageBytesMax: 1024)
        #expect(Outcome(feeding: bytes.map { [$0] }, messageBytesMax: 1024) == whole)
        for first in 0...bytes.count {
            let two = [bytes[..<first], bytes[first...]]
            if Outcome(feeding: two, messageBytesMax: 1024) != whole {
                Issue.record("cut at \(first)")
            }
        }
        guard bytes.count < 200 else { return }
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let three = [bytes[..<first], bytes[first..<second], bytes[second...]]
                if Outcome(feeding: three, messageBytesMax: 1024) != whole {
                    Issue.record("cut at \(first) and \(second)")
                }
            }
        }
    }

    @Test("100,000 mutated conversations have one outcome, however they are cut")
    func mutation() {
        var random = SeededRandom.announced("WebSocket mutation")
        let seeds = Self.conversations.map(\.0) + Self.violations.map(\.0)
        for round in 0..<100_000 {
            var bytes = seeds[round % seeds.count]
            if round % 3 == 0, let more = seeds.randomElement(using: &random) { bytes += more }
            bytes = random.mutate(bytes)
            let whole = Outcome(feeding: [bytes], messageBytesMax: 256)
            let cut = Outcome(feeding: random.cut(bytes), messageBytesMax: 256)
            if whole != cut { Issue.record("\(bytes): \(whole), cut: \(cut)") }
        }
    }

    @Test("an idle decoder keeps little memory")
    func memory() throws {
        var decoder = WebSocketFrameDecoder(messageBytesMax: 65_536)
        decoder.append(ClientFrames.text(String(repeating: "a", count: 60_000)))
        #expect(try decoder.next() != nil)
        #expect(try decoder.next() == nil)
        #expect(decoder.bufferCapacity <= WireLimit.frameBufferBytesKeptMax)
    }
}
