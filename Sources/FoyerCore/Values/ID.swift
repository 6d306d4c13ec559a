/// A name for one `Subject` and for nothing else: 16 bytes, written as text outside this process.
///
/// Made by the program as UUIDv7 (RFC 9562, 36 characters, lower case), so that newer rows sort
/// last. The bytes, not the text, are kept: rings compare, copy and hash ids by the thousand, and a
/// text of 36 characters would be counted in memory at each.
///
/// Tests and the simulator name their subjects by short words instead. The two cannot be taken for
/// each other: the ninth byte of a UUID has its highest bit set, and that of an ASCII word has not.
package struct ID<Subject>: Hashable, Sendable, BitwiseCopyable {
    /// Big-endian, so that ids stand in the order of their texts.
    private let high: UInt64
    private let low: UInt64

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Builds a UUIDv7 from milliseconds since 1970 and 74 of the given random bits.
    package init(milliseconds: Int64, random: (UInt64, UInt64)) {
        high = UInt64(bitPattern: milliseconds) << 16 | 0x7000 | (random.0 & 0x0fff)
        low = 0x8000_0000_0000_0000 | (random.1 >> 2)
    }

    /// Reads an id from outside; `nil` unless it has the exact form of a UUID in lower case.
    package init?(parsing text: String) {
        guard let bytes = text.utf8.withContiguousStorageIfAvailable(IDText.bytes) ?? nil,
            bytes.low >> 62 == 0b10
        else { return nil }
        self.init(high: bytes.high, low: bytes.low)
    }

    /// Reads an id that this program wrote: a UUID or a word; `nil` for anything else.
    package init?(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        if let id = ID(parsing: text) {
            self = id
            return
        }
        guard let word = IDText.word(text.utf8) else { return nil }
        self.init(high: word.high, low: word.low)
    }

    /// Takes a text that is known to be an id: of a test or of the simulator.
    package init(known text: String) {
        guard let id = ID(text) else {
            preconditionFailure("\(text) is no id")  // only a test's own mistake gets here
        }
        self = id
    }

    /// The text by which everything outside this process knows the subject.
    package var rawValue: String {
        low >> 63 == 1 ? IDText.uuid(high: high, low: low) : IDText.text(high: high, low: low)
    }
}

extension ID: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension ID: CustomStringConvertible {
    package var description: String { rawValue }
}
