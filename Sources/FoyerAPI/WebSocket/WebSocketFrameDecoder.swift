/// The server's side of RFC 6455, section 5: bytes in, whole text messages and control frames out.
///
/// A pure value without extensions. It holds at most one incomplete frame and one incomplete
/// message besides the bytes just appended, and never reserves memory by an announced length. After
/// a violation it throws that violation again; after a close frame it returns nil for ever.
///
/// ```swift
/// decoder.append(bytes)
/// while let input = try decoder.next() { … }
/// ```
package struct WebSocketFrameDecoder: Sendable {
    private enum Phase {
        case open, closed
        case failed(WebSocketViolation)
    }

    /// Length of a whole message; may change at any time and holds for frames that have not
    /// started.
    package var messageBytesMax: Int
    private var phase = Phase.open
    // Unread bytes are those from `readIndex`.
    private var buffer: [UInt8] = []
    private var readIndex = 0
    // The header of the frame whose payload is not complete yet.
    private var header: WebSocketFrameHeader?
    private var message: [UInt8] = []
    // Zero outside a message.
    private var fragmentCount = 0

    package init(messageBytesMax: Int = WireLimit.helloMessageBytesMax) {
        self.messageBytesMax = messageBytesMax
    }

    /// Whether anything has come that was not handed out yet.
    package var hasPartialInput: Bool { readIndex < buffer.count || fragmentCount > 0 }

    /// Bytes of memory held for input.
    package var bufferCapacity: Int { buffer.capacity + message.capacity }

    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard case .open = phase else { return }
        buffer.append(contentsOf: bytes)
    }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        guard case .open = phase else { return }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole input; nil when more bytes are needed.
    package mutating func next() throws(WebSocketViolation) -> WebSocketInput? {
        switch phase {
        case .closed: return nil
        case .failed(let violation): throw violation
        case .open: break
        }
        do {
            while let (header, payload) = try nextFrame() {
                guard let input = try take(payload, of: header) else { continue }
                if case .close = input { end(.closed) }
                return input
            }
            dropReadBytes()
            return nil
        } catch {
            end(.failed(error))
            throw error
        }
    }

    // MARK: Frames

    private mutating func nextFrame() throws(WebSocketViolation) -> (
        WebSocketFrameHeader, [UInt8]
    )? {
        if header == nil {
            let expectation = WebSocketFrameHeader.Expectation(
                isWithinMessage: fragmentCount > 0,
                fragmentsLeft: WireLimit.messageFragmentsMax - fragmentCount,
                messageBytesLeft: messageBytesMax - message.count)
            header = try WebSocketFrameHeader(buffer[readIndex...], expecting: expectation)
            readIndex += header?.byteCount ?? 0
        }
        guard let header, buffer.count - readIndex >= header.payloadCount else { return nil }
        var payload = Array(buffer[readIndex..<readIndex + header.payloadCount])
        payload.xor(with: header.mask)
        readIndex += header.payloadCount
        self.header = nil
        return (header, payload)
    }

    private mutating func take(
        _ payload: [UInt8], of header: WebSocketFrameHeader
    ) throws(WebSocketViolation) -> WebSocketInput? {
        switch header.opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        case .close: return try Self.close(payload)
        case .text, .binary, .continuation:
            if fragmentCount == 0 { message = payload } else { message += payload }
            fragmentCount += 1
            guard header.isFinal else { return nil }
            guard message.isValidUTF8 else { throw .invalidUTF8 }
            defer {
                message = []
                fragmentCount = 0
            }
            return .text(message)
        }
    }

    private static func close(_ payload: [UInt8]) throws(WebSocketViolation) -> WebSocketInput {
        guard let high = payload.first else { return .close(code: nil, reason: "") }
        guard payload.count >= 2 else { throw .closeFrameTruncated }
        let code = UInt16(high) << 8 | UInt16(payload[1])
        guard WebSocketCloseCode.isSendable(code) else { throw .invalidCloseCode }
        guard let reason = String(validating: payload.dropFirst(2), as: UTF8.self) else {
            throw .invalidUTF8
        }
        return .close(code: code, reason: reason)
    }

    // MARK: Memory

    private mutating func end(_ phase: Phase) {
        self.phase = phase
        buffer = []
        readIndex = 0
        header = nil
        message = []
        fragmentCount = 0
    }

    private mutating func dropReadBytes() {
        guard readIndex > 0 else { return }
        if readIndex == buffer.count {
            let isSmall = buffer.capacity <= WireLimit.frameBufferBytesKeptMax
            buffer.removeAll(keepingCapacity: isSmall)
        } else {
            buffer.removeFirst(readIndex)
        }
        readIndex = 0
    }
}

extension [UInt8] {
    var isValidUTF8: Bool {
        (try? UTF8Span(validating: span)) != nil  // the error is the answer
    }

    /// Masks or unmasks in place (RFC 6455, section 5.3), eight bytes at a time; the mask's first
    /// byte is its highest.
    mutating func xor(with mask: UInt32) {
        let word = (UInt64(mask) << 32 | UInt64(mask)).bigEndian
        withUnsafeMutableBytes { bytes in
            var index = 0
            while bytes.count - index >= 8 {
                let masked = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                bytes.storeBytes(of: masked ^ word, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < bytes.count {
                bytes[index] ^= UInt8(truncatingIfNeeded: mask >> UInt32(24 - 8 * (index & 3)))
                index += 1
            }
        }
    }
}
