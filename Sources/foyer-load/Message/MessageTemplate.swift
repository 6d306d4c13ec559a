import NIOCore

/// A chat's message frame, written once; only the digits that number the message change.
struct MessageTemplate {
    static let bodyBytes = 120
    private static let digitCount = 16

    private let cidStart: Int
    private let bodyStart: Int
    private var frame: ByteBuffer

    init(chat: String, bodyBytes: Int = Self.bodyBytes) {
        let zeros = String(repeating: "0", count: Self.digitCount)
        let filler = String(repeating: "x", count: bodyBytes - Self.digitCount)
        let head = "{\"t\":\"message\",\"chat\":\"\(chat)\",\"cid\":\"\(zeros)"
        let middle = "\(zeros)\",\"body\":\""
        let text = "\(head)\(middle)\(zeros)\(filler)\"}"
        frame = ByteBuffer()
        ClientFrames.writeHeader(.text, payloadCount: text.utf8.count, to: &frame)
        cidStart = frame.writerIndex + head.utf8.count
        bodyStart = frame.writerIndex + head.utf8.count + middle.utf8.count
        frame.writeString(text)
    }

    /// The frame of message `number`, whose `cid` and body both tell the number.
    mutating func frame(number: UInt64) -> ByteBuffer {
        var digits: (UInt64, UInt64) = (0, 0)
        for position in 0..<Self.digitCount {
            let nibble = UInt8(number >> UInt64(60 - 4 * position) & 0xf)
            let digit = UInt64(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            if position < 8 {
                digits.0 = digits.0 << 8 | digit
            } else {
                digits.1 = digits.1 << 8 | digit
            }
        }
        for start in [cidStart, bodyStart] {
            frame.setInteger(digits.0, at: start)
            frame.setInteger(digits.1, at: start + 8)
        }
        return frame
    }

    /// The number at the end of a `cid`; nil for one that is not ours.
    static func number(cid: String) -> UInt64? { UInt64(cid.suffix(digitCount), radix: 16) }

    /// The number at the start of a body; nil for a text that is not ours.
    static func number(body: String) -> UInt64? {
        guard body.utf8.count >= bodyBytes else { return nil }
        return UInt64(body.prefix(digitCount), radix: 16)
    }
}
