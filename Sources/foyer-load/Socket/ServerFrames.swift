import NIOCore

/// Takes the server's bytes apart: the answer to the handshake, then whole frames.
///
/// Foyer sends only final, unmasked frames, so anything else is told as a breach.
struct ServerFrames {
    enum Input {
        case opened
        case text(ByteBuffer)
        case ping(ByteBuffer)
        case close(code: UInt16?)
    }

    struct Breach: Error, CustomStringConvertible {
        let description: String
    }

    private var buffer = ByteBuffer()
    private var isOpen = false

    mutating func append(_ bytes: inout ByteBuffer) {
        if buffer.readableBytes == 0 { buffer = bytes } else { buffer.writeBuffer(&bytes) }
    }

    /// The next whole input; nil when more bytes are needed.
    mutating func next() throws -> Input? {
        guard isOpen else { return try nextHead() }
        while let (opcode, payload) = try nextFrame() {
            switch opcode {
            case 0x1: return .text(payload)
            case 0x8: return .close(code: payload.getInteger(at: payload.readerIndex))
            case 0x9: return .ping(payload)
            case 0xa: continue
            default: throw Breach(description: "a frame with opcode \(opcode)")
            }
        }
        return nil
    }

    private mutating func nextHead() throws -> Input? {
        guard let end = buffer.readableBytesView.firstRange(of: "\r\n\r\n".utf8) else {
            return nil
        }
        let head = buffer.readString(length: end.upperBound - buffer.readerIndex) ?? ""
        guard head.hasPrefix("HTTP/1.1 101 ") else {
            let line = head.prefix { !$0.isNewline }
            throw Breach(description: "the handshake was answered with \(line)")
        }
        isOpen = true
        return .opened
    }

    private mutating func nextFrame() throws -> (opcode: UInt8, payload: ByteBuffer)? {
        let start = buffer.readerIndex
        guard let first: UInt8 = buffer.getInteger(at: start),
            let second: UInt8 = buffer.getInteger(at: start + 1)
        else { return nil }
        guard first & 0xf0 == 0x80, second & 0x80 == 0 else {
            throw Breach(description: "a frame that begins with \(first), \(second)")
        }
        var headerCount = 2
        var payloadCount = Int(second)
        if second == 126 {
            guard let count: UInt16 = buffer.getInteger(at: start + 2) else { return nil }
            (headerCount, payloadCount) = (4, Int(count))
        } else if second == 127 {
            guard let count: UInt64 = buffer.getInteger(at: start + 2) else { return nil }
            guard count < 64 << 20 else { throw Breach(description: "a frame of \(count) bytes") }
            (headerCount, payloadCount) = (10, Int(count))
        }
        guard buffer.readableBytes >= headerCount + payloadCount else { return nil }
        buffer.moveReaderIndex(forwardBy: headerCount)
        let payload = buffer.readSlice(length: payloadCount) ?? ByteBuffer()
        return (first & 0x0f, payload)
    }
}
