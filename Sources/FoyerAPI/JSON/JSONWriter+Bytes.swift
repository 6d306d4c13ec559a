extension [UInt8] {
    /// Appends a text in quotes, with what RFC 8259 section 7 demands escaped.
    mutating func appendJSONString(_ text: String) {
        let wasContiguous: Void? = text.utf8.withContiguousStorageIfAvailable {
            appendJSONString($0)
        }
        guard wasContiguous == nil else { return }
        Array(text.utf8).withUnsafeBufferPointer { appendJSONString($0) }
    }

    /// Appends valid UTF-8 in quotes, escaped.
    mutating func appendJSONString(_ text: UnsafeBufferPointer<UInt8>) {
        append(0x22)
        var runStart = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte >= 0x20, byte != 0x22, byte != 0x5c { continue }
            append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
            appendJSONEscape(byte)
            runStart = index + 1
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...]))
        append(0x22)
    }

    private mutating func appendJSONEscape(_ byte: UInt8) {
        append(0x5c)
        switch byte {
        case 0x22, 0x5c: append(byte)
        case 0x0a: append(0x6e)
        case 0x0d: append(0x72)
        case 0x09: append(0x74)
        default:
            let low = byte & 0xf
            append(contentsOf: [0x75, 0x30, 0x30, 0x30 + byte >> 4])
            append(low < 10 ? 0x30 + low : 0x61 + low - 10)
        }
    }

    /// Appends an integer in decimal digits.
    mutating func appendJSONInteger(_ value: Int64) {
        if value < 0 { append(0x2d) }
        var magnitude = value.magnitude
        let start = count
        repeat {
            let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
            append(0x30 + UInt8(truncatingIfNeeded: digit))
            magnitude = quotient
        } while magnitude > 0
        self[start...].reverse()
    }
}
