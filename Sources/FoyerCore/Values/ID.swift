/// A text that names one `Subject` and nothing else.
///
/// Made by the program as UUIDv7 (RFC 9562, 36 characters, lower case), so that newer rows sort
/// last.
package struct ID<Subject>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// Takes a text that is already known to be an id: one from the database or from a test.
    package init(_ rawValue: String) { self.rawValue = rawValue }

    /// Reads an id from outside; `nil` unless it has the exact form of a UUID in lower case.
    package init?(parsing text: String) {
        let bytes = text.utf8
        guard bytes.count == 36 else { return nil }
        for (position, byte) in bytes.enumerated() {
            let isDash = [8, 13, 18, 23].contains(position)
            let isHex = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            guard isDash ? byte == 0x2d : isHex else { return nil }
        }
        rawValue = text
    }

    /// Builds a UUIDv7 from milliseconds since 1970 and 74 of the given random bits.
    package init(milliseconds: Int64, random: (UInt64, UInt64)) {
        let high = UInt64(bitPattern: milliseconds) << 16 | 0x7000 | (random.0 & 0x0fff)
        let low = 0x8000_0000_0000_0000 | (random.1 >> 2)
        var text = ""
        text.reserveCapacity(36)
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { text.append("-") }
            let word = position < 16 ? high : low
            let nibble = Int(word >> UInt64(60 - 4 * (position % 16)) & 0xf)
            text.unicodeScalars.append(ID.digits[nibble])
        }
        rawValue = text
    }

    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    private static var digits: [Unicode.Scalar] { hexDigits }
}

private let hexDigits = Array("0123456789abcdef".unicodeScalars)
