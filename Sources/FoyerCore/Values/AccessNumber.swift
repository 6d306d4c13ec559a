/// A room's short number, told on the telephone or typed from a sign (ROOM-3): eight digits.
package struct AccessNumber: Equatable, Sendable {
    package static let digitCount = 8
    /// More than anybody types between eight digits.
    private static let typedScalarsMax = 64
    private static let lookedOver: [Unicode.Scalar] = [
        " ", "-", ".", "/", "\u{a0}", "\u{2009}", "\u{200e}", "\u{200f}", "\u{2010}", "\u{2011}",
        "\u{2013}", "\u{202f}", "\u{3000}",
    ]

    /// Eight ASCII digits, of which the first is no zero.
    package let digits: String

    /// What somebody typed: digits of any script; spaces and hyphens between them are looked over.
    /// `nil` for anything else.
    package init?(typed: String) {
        var digits = ""
        for (position, scalar) in typed.unicodeScalars.enumerated() {
            guard position < Self.typedScalarsMax else { return nil }
            if scalar.properties.numericType == .decimal,
                let value = scalar.properties.numericValue
            {
                digits += String(Int(value))
            } else if !Self.lookedOver.contains(scalar) {
                return nil
            }
        }
        guard digits.count == Self.digitCount, !digits.hasPrefix("0") else { return nil }
        self.digits = digits
    }

    /// One of the ninety million, by chance that is made elsewhere.
    package init(chance: UInt64) { digits = String(10_000_000 + chance % 90_000_000) }

    /// As people read it: `1234 5678`.
    package var shown: String { "\(digits.prefix(4)) \(digits.suffix(4))" }
}
