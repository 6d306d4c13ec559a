/// The start of a client's frame (RFC 6455, section 5.2), judged in the order of its bytes.
///
/// Each byte is judged as soon as it is there, so that the verdict does not depend on how the bytes
/// were cut.
struct WebSocketFrameHeader {
    enum Opcode: UInt8 {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xa

        var isControl: Bool { rawValue & 0x8 != 0 }
    }

    /// What the connection expects and allows where the frame starts.
    struct Expectation {
        let isWithinMessage: Bool
        let fragmentsLeft: Int
        let messageBytesLeft: Int
    }

    let isFinal: Bool
    let opcode: Opcode
    let payloadCount: Int
    /// Four bytes, the first of the wire highest.
    let mask: UInt32
    /// Length of the header itself.
    let byteCount: Int

    /// Reads a header from the start of `bytes`; nil while it is incomplete.
    init?(
        _ bytes: ArraySlice<UInt8>, expecting expectation: Expectation
    ) throws(WebSocketViolation) {
        guard let first = bytes.first else { return nil }
        (isFinal, opcode) = try Self.judge(first: first, expecting: expectation)
        let rest = bytes.dropFirst()
        guard let second = rest.first else { return nil }
        guard second & 0x80 != 0 else { throw .unmaskedFrame }
        let shortLength = second & 0x7f
        if opcode.isControl, shortLength > WireLimit.controlPayloadBytesMax {
            throw .controlFrameTooLong
        }
        let lengthByteCount = shortLength == 127 ? 8 : shortLength == 126 ? 2 : 0
        let lengthBytes = rest.dropFirst().prefix(lengthByteCount)
        guard lengthBytes.count == lengthByteCount else { return nil }
        let length = lengthByteCount == 0 ? UInt64(shortLength) : bigEndian(lengthBytes)
        payloadCount = try Self.judge(
            length: length, writtenIn: lengthByteCount, of: opcode, expecting: expectation)
        let maskBytes = rest.dropFirst(1 + lengthByteCount).prefix(4)
        guard maskBytes.count == 4 else { return nil }
        mask = UInt32(truncatingIfNeeded: bigEndian(maskBytes))
        byteCount = 2 + lengthByteCount + 4
    }

    private static func judge(
        first byte: UInt8, expecting expectation: Expectation
    ) throws(WebSocketViolation) -> (isFinal: Bool, opcode: Opcode) {
        guard byte & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: byte & 0x0f) else { throw .reservedOpcode }
        let isFinal = byte & 0x80 != 0
        switch opcode {
        case .close, .ping, .pong:
            guard isFinal else { throw .controlFrameFragmented }
        case .binary: throw .binaryMessage
        case .text:
            guard !expectation.isWithinMessage else { throw .messageInterrupted }
        case .continuation:
            guard expectation.isWithinMessage else { throw .continuationWithoutStart }
            guard expectation.fragmentsLeft > 0 else { throw .tooManyFragments }
        }
        return (isFinal, opcode)
    }

    private static func judge(
        length: UInt64, writtenIn lengthByteCount: Int, of opcode: Opcode,
        expecting expectation: Expectation
    ) throws(WebSocketViolation) -> Int {
        if lengthByteCount == 2, length < 126 { throw .lengthNotMinimal }
        if lengthByteCount == 8, length < 65_536 { throw .lengthNotMinimal }
        if opcode.isControl { return Int(truncatingIfNeeded: length) }
        // Compared as 64 bits without a sign: a length with its top bit set is too big, never
        // negative.
        guard length <= UInt64(max(0, expectation.messageBytesLeft)) else { throw .messageTooBig }
        return Int(truncatingIfNeeded: length)
    }
}

/// The number that at most eight bytes stand for.
private func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    for byte in bytes { value = value << 8 | UInt64(byte) }
    return value
}
