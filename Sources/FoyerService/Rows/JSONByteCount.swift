extension String {
    /// How long the text is as a JSON string: what counts on the wire, where a control character
    /// takes six bytes (RFC 8259, section 7).
    package var jsonByteCount: Int {
        utf8.reduce(into: 2) { count, byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08...0x0a, 0x0c, 0x0d: count += 2
            case 0..<0x20: count += 6
            default: count += 1
            }
        }
    }
}
