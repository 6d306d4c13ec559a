/// Whole frames of the server (RFC 6455, section 5.2): final, unmasked, ready to be written to many
/// sockets.
package enum WebSocketFrames {
    /// One text message; `payload` is valid UTF-8.
    package static func text(_ payload: [UInt8]) -> [UInt8] { frame(.text, payload) }

    /// Takes the first 125 bytes of `payload`, for a control frame holds no more.
    package static func ping(_ payload: [UInt8] = []) -> [UInt8] { control(.ping, payload) }

    /// Takes the first 125 bytes of `payload`, for a control frame holds no more.
    package static func pong(_ payload: [UInt8]) -> [UInt8] { control(.pong, payload) }

    /// A reason over 123 bytes is cut at a character; without a code the frame is empty.
    package static func close(code: UInt16?, reason: String = "") -> [UInt8] {
        guard let code else { return control(.close, []) }
        var payload = [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)]
        for scalar in reason.unicodeScalars {
            let bytes = UTF8.encodedBytes(of: scalar)
            guard payload.count + bytes.count <= WireLimit.controlPayloadBytesMax else { break }
            payload.append(contentsOf: bytes)
        }
        return control(.close, payload)
    }

    private static func control(
        _ opcode: WebSocketFrameHeader.Opcode, _ payload: [UInt8]
    ) -> [UInt8] {
        frame(opcode, Array(payload.prefix(WireLimit.controlPayloadBytesMax)))
    }

    private static func frame(
        _ opcode: WebSocketFrameHeader.Opcode, _ payload: [UInt8]
    ) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(payload.count + 10)
        frame.append(0x80 | opcode.rawValue)
        switch payload.count {
        case ..<126: frame.append(UInt8(truncatingIfNeeded: payload.count))
        case ..<65_536:
            frame.append(126)
            frame.appendBigEndian(payload.count, byteCount: 2)
        default:
            frame.append(127)
            frame.appendBigEndian(payload.count, byteCount: 8)
        }
        frame.append(contentsOf: payload)
        return frame
    }
}

extension [UInt8] {
    fileprivate mutating func appendBigEndian(_ value: Int, byteCount: Int) {
        for shift in (0..<byteCount).reversed() {
            append(UInt8(truncatingIfNeeded: value >> (8 * shift)))
        }
    }
}
