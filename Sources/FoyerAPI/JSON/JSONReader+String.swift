/// The name of an object's member, compared without making a `String`.
///
/// Valid as long as the reader's bytes are.
package struct JSONName {
    fileprivate let token: JSONStringToken

    /// Position of its opening quote.
    package let offset: Int

    init(_ token: JSONStringToken, at offset: Int) {
        self.token = token
        self.offset = offset
    }

    package var text: String { token.text }

    package static func ~= (pattern: StaticString, name: JSONName) -> Bool { name == pattern }

    package static func == (name: JSONName, pattern: StaticString) -> Bool {
        switch name.token {
        case .decoded(let text):
            return pattern.withUTF8Buffer { $0.elementsEqual(text.utf8) }
        case .plain(let bytes):
            guard bytes.count == pattern.utf8CodeUnitCount else { return false }
            return pattern.withUTF8Buffer { $0.elementsEqual(bytes) }
        }
    }
}

/// A string that has been validated: its own bytes if it holds no escapes, else its text.
enum JSONStringToken {
    case plain(UnsafeBufferPointer<UInt8>)
    case decoded(String)

    var text: String {
        switch self {
        // The bytes were validated when the token was made: nothing is repaired here.
        case .plain(let bytes): String(decoding: bytes, as: UTF8.self)
        case .decoded(let text): text
        }
    }
}

extension JSONReader {
    /// Reads one string with its quotes.
    mutating func stringToken() throws(JSONError) -> JSONStringToken {
        guard try peekByte() == 0x22 else { throw JSONError(.expected(.string), at: position) }
        position += 1
        let start = position
        let isASCII = try passPlainBytes()
        let plain = UnsafeBufferPointer(rebasing: bytes[start..<position])
        if bytes[position] == 0x22 {
            if !isASCII { try validateUTF8(plain, startingAt: start) }
            position += 1
            return .plain(plain)
        }
        return .decoded(try escapedString(after: plain, startingAt: start))
    }

    /// Moves to the next quote or backslash, which exists when this returns; tells whether all
    /// before it was ASCII.
    private mutating func passPlainBytes() throws(JSONError) -> Bool {
        var union: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 || byte == 0x5c { return union < 0x80 }
            guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: position) }
            union |= byte
            position += 1
        }
        throw JSONError(.unexpectedEnd, at: position)
    }

    /// Goes on at a backslash, up to and with the closing quote.
    private mutating func escapedString(
        after plain: UnsafeBufferPointer<UInt8>, startingAt start: Int
    ) throws(JSONError) -> String {
        try validateUTF8(plain, startingAt: start)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(plain.count + 32)
        decoded.append(contentsOf: plain)
        while bytes[position] != 0x22 {
            position += 1
            try appendEscape(to: &decoded)
            let runStart = position
            let isASCII = try passPlainBytes()
            let run = UnsafeBufferPointer(rebasing: bytes[runStart..<position])
            if !isASCII { try validateUTF8(run, startingAt: runStart) }
            decoded.append(contentsOf: run)
        }
        position += 1
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Reads what follows a backslash.
    private mutating func appendEscape(to decoded: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case 0x22, 0x5c, 0x2f: decoded.append(byte)
        case 0x62: decoded.append(0x08)
        case 0x66: decoded.append(0x0c)
        case 0x6e: decoded.append(0x0a)
        case 0x72: decoded.append(0x0d)
        case 0x74: decoded.append(0x09)
        case 0x75: decoded.append(contentsOf: UTF8.encodedBytes(of: try escapedScalar()))
        default: throw JSONError(.invalidEscape, at: position - 1)
        }
    }

    /// Reads the digits after `\u`, and the second half of a surrogate pair.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let start = position
        let first = try hexQuad()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, position + 1 < bytes.count,
            bytes[position] == 0x5c, bytes[position + 1] == 0x75
        else { throw JSONError(.loneSurrogate, at: start) }
        position += 2
        let second = try hexQuad()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        else { throw JSONError(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func hexQuad() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x61...0x66: digit = byte - 0x61 + 10
            case 0x41...0x46: digit = byte - 0x41 + 10
            default: throw JSONError(.invalidEscape, at: position)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private func validateUTF8(
        _ run: UnsafeBufferPointer<UInt8>, startingAt start: Int
    ) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: run.span)
        } catch {
            throw JSONError(.invalidUTF8, at: start + error.byteOffsets.lowerBound)
        }
    }
}

extension UTF8 {
    /// The one to four bytes of a scalar.
    static func encodedBytes(of scalar: Unicode.Scalar) -> UTF8.EncodedScalar {
        // Every Unicode scalar has an encoding; the replacement character is never reached.
        encode(scalar) ?? encodedReplacementCharacter
    }
}
