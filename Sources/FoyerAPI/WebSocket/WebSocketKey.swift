/// `Sec-WebSocket-Key` (RFC 6455, section 4.2.1).
package enum WebSocketKey {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 16 bytes in base64: 22 digits and two signs of padding.
    package static func isValid(_ key: String) -> Bool {
        let bytes = key.utf8
        return bytes.count == 24 && key.hasSuffix("==")
            && bytes.prefix(22).allSatisfy { alphabet.contains($0) }
    }

    package static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let padded = group + [0, 0]
            let word = padded.prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            for digit in 0..<4 {
                let index = Int(word >> UInt32(18 - 6 * digit) & 0x3f)
                text.append(digit <= group.count ? alphabet[index] : 0x3d)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
