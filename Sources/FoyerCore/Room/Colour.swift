/// An sRGB colour without transparency, written `#rrggbb`.
package struct Colour: Equatable, Hashable, Sendable {
    package let red, green, blue: UInt8

    package static let black = Colour(red: 0, green: 0, blue: 0)
    package static let white = Colour(red: 255, green: 255, blue: 255)

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Reads `#` and six hexadecimal digits, upper or lower case, and nothing else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#") else { return nil }
        var digits: [UInt8] = []
        for byte in bytes.dropFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digits.append(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digits.append(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        self.init(
            red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3],
            blue: digits[4] << 4 | digits[5])
    }

    /// In lower case.
    package var text: String {
        [red, green, blue].reduce(into: "#") { text, part in
            let digits = String(part, radix: 16)
            text += digits.utf8.count < 2 ? "0\(digits)" : digits
        }
    }

    /// From 0, black, to 1, white: relative luminance as WCAG 2.2 defines it.
    package var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// From 1 to 21, the same for both: contrast ratio as WCAG 2.2 defines it.
    package func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance + 0.05, other.luminance + 0.05)
        return max(one, two) / min(one, two)
    }

    /// So many 256ths of the other colour in this one.
    package func mixed(with other: Colour, parts: Int) -> Colour {
        func mix(_ own: UInt8, _ other: UInt8) -> UInt8 {
            UInt8((Int(own) * (256 - parts) + Int(other) * parts + 128) >> 8)
        }
        return Colour(
            red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// This colour, or the one nearest to it on the way to `end` that is read on all backgrounds.
    ///
    /// `end` itself where nothing on the way has that contrast.
    package func readable(
        on backgrounds: [Colour], atLeast contrast: Double, towards end: Colour
    ) -> Colour {
        (0..<256).lazy.map { mixed(with: end, parts: $0) }.first { colour in
            backgrounds.allSatisfy { colour.contrast(with: $0) >= contrast }
        } ?? end
    }

    private static func linear(_ part: UInt8) -> Double {
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : powerOf2Point4((share + 0.055) / 1.055)
    }

    /// The square times the square's fifth root, which Newton's method finds from above.
    private static func powerOf2Point4(_ base: Double) -> Double {
        let square = base * base
        var root = 1.0
        for _ in 0..<24 {
            let fourth = root * root * root * root
            root -= (root * fourth - square) / (5 * fourth)
        }
        return square * root
    }
}
