/// The texts of ids and their 16 bytes.
enum IDText {
    typealias Bytes = (high: UInt64, low: UInt64)

    private static let uuidCharacters = 36
    private static let wordBytesMax = 16
    private static let dash: UInt8 = 0x2d

    /// Reads a UUID in lower case (RFC 9562, section 4); `nil` for any other text.
    static func bytes(of text: UnsafeBufferPointer<UInt8>) -> Bytes? {
        guard text.count == uuidCharacters else { return nil }
        var words: Bytes = (0, 0)
        var digits = 0
        for position in 0..<uuidCharacters {
            let character = text[position]
            if isDash(position) {
                guard character == dash else { return nil }
                continue
            }
            guard let digit = digit(character) else { return nil }
            if digits < 16 {
                words.high = words.high << 4 | digit
            } else {
                words.low = words.low << 4 | digit
            }
            digits += 1
        }
        return words
    }

    static func uuid(high: UInt64, low: UInt64) -> String {
        String(unsafeUninitializedCapacity: uuidCharacters) { text in
            var digits: UInt64 = 0
            for position in 0..<uuidCharacters {
                guard !isDash(position) else {
                    text[position] = dash
                    continue
                }
                let word = digits < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> (60 - 4 * (digits & 15))) & 0xf
                text[position] = digit < 10 ? 0x30 + digit : 0x57 + digit
                digits += 1
            }
            return uuidCharacters
        }
    }

    /// Reads a short word of ASCII, filled up with zeros; `nil` for a text that is none.
    static func word(_ text: String.UTF8View) -> Bytes? {
        guard text.count <= wordBytesMax else { return nil }
        var words: Bytes = (0, 0)
        for (position, byte) in text.enumerated() {
            guard byte > 0, byte < 0x80 else { return nil }
            let moved = UInt64(byte) << UInt64(56 - 8 * (position & 7))
            if position < 8 { words.high |= moved } else { words.low |= moved }
        }
        return words
    }

    static func text(high: UInt64, low: UInt64) -> String {
        String(unsafeUninitializedCapacity: wordBytesMax) { text in
            for position in 0..<wordBytesMax {
                let word = position < 8 ? high : low
                let byte = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (position & 7)))
                guard byte > 0 else { return position }
                text[position] = byte
            }
            return wordBytesMax
        }
    }

    private static func isDash(_ position: Int) -> Bool {
        position == 8 || position == 13 || position == 18 || position == 23
    }

    private static func digit(_ character: UInt8) -> UInt64? {
        switch character {
        case 0x30...0x39: UInt64(character - 0x30)
        case 0x61...0x66: UInt64(character - 0x57)
        default: nil
        }
    }
}
