import NIOCore

/// A client's frames (RFC 6455, section 5.2): final and masked with zero, which costs us nothing
/// and the server as much as any other mask.
enum ClientFrames {
    enum Opcode: UInt8 {
        case text = 0x1
        case close = 0x8
        case pong = 0xa
    }

    /// Writes one whole frame.
    static func write(
        _ opcode: Opcode, _ payload: some Collection<UInt8>, to buffer: inout ByteBuffer
    ) {
        writeHeader(opcode, payloadCount: payload.count, to: &buffer)
        buffer.writeBytes(payload)
    }

    /// Writes the header of a frame whose payload the caller writes next.
    static func writeHeader(_ opcode: Opcode, payloadCount: Int, to buffer: inout ByteBuffer) {
        buffer.writeInteger(0x80 | opcode.rawValue)
        switch payloadCount {
        case ..<126: buffer.writeInteger(0x80 | UInt8(payloadCount))
        case ..<65_536:
            buffer.writeInteger(0x80 | 126 as UInt8)
            buffer.writeInteger(UInt16(payloadCount))
        default:
            buffer.writeInteger(0x80 | 127 as UInt8)
            buffer.writeInteger(UInt64(payloadCount))
        }
        buffer.writeInteger(0 as UInt32)
    }

    /// What a client asks for before it speaks in frames.
    static func handshake(path: String, host: String, port: Int) -> ByteBuffer {
        ByteBuffer(
            string: """
                GET \(path) HTTP/1.1\r
                Host: \(host):\(port)\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: Zm95ZXItbG9hZC1jbGllbg==\r
                Sec-WebSocket-Version: 13\r
                \r\n
                """)
    }
}
