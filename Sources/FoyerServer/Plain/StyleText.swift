import Crypto
import FoundationEssentials
import FoyerCore

/// The room's colours as a style sheet, and the hash by which a content policy allows it alone.
struct StyleText: Sendable {
    let text: String

    init?(_ palette: RoomPalette?) {
        guard let palette else { return nil }
        text =
            Self.rule(palette.light)
            + "@media (prefers-color-scheme: dark){\(Self.rule(palette.dark))}"
    }

    /// As a source of `style-src`.
    var source: String {
        "'sha256-\(Data(SHA256.hash(data: Array(text.utf8))).base64EncodedString())'"
    }

    private static func rule(_ scheme: RoomPalette.Scheme) -> String {
        let colours = [
            ("--theme", scheme.theme), ("--on-theme", scheme.onTheme),
            ("--theme-bubble", scheme.bubble), ("--on-theme-bubble", scheme.onBubble),
            ("--theme-wash", scheme.wash),
        ]
        return ":root{" + colours.map { "\($0):\($1.text)" }.joined(separator: ";") + "}"
    }
}
