/// What a room's one colour becomes on its customers' screens, in light and in dark.
///
/// Every pair has the contrast that WCAG 2.2 AA asks of text, whatever colour the room chose: a
/// colour that has not is made darker, or in the dark lighter, until it has (CF-4).
package struct RoomPalette: Equatable, Sendable {
    /// The named colours of one scheme, as `Web/shared/tokens.css` has them.
    package struct Scheme: Equatable, Sendable {
        /// Buttons, links, the ring of the focus; what is written on them.
        package let theme, onTheme: Colour
        /// The customer's own messages; what is written in them.
        package let bubble, onBubble: Colour
        /// Behind what is chosen.
        package let wash: Colour
    }

    package let chosen: Colour
    package let light, dark: Scheme

    package init(_ chosen: Colour) {
        self.chosen = chosen
        light = Self.light(chosen)
        dark = Self.dark(chosen)
    }

    /// Whether the colour is not shown as it was chosen, in the light: in the dark most are not.
    package var isCorrected: Bool { light.theme != chosen }

    /// AA asks 4.5 of text.
    private static let textContrast = 4.5
    /// What is read at length has more.
    private static let readingContrast = 7.0

    // The surfaces and the text of tokens.css.
    private static let lightSurfaces = [Colour.white, Colour(red: 0xec, green: 0xee, blue: 0xf2)]
    private static let darkSurfaces = [
        Colour(red: 0x26, green: 0x2a, blue: 0x33), Colour(red: 0x35, green: 0x3b, blue: 0x48),
    ]
    private static let darkInk = Colour(red: 0x13, green: 0x15, blue: 0x1a)
    private static let darkText = Colour(red: 0xec, green: 0xef, blue: 0xf5)

    private static func light(_ chosen: Colour) -> Scheme {
        let wash = chosen.mixed(with: .white, parts: 230)
        let theme = chosen.readable(
            on: lightSurfaces + [wash], atLeast: textContrast, towards: .black)
        return Scheme(
            theme: theme, onTheme: .white, bubble: theme, onBubble: .white, wash: wash)
    }

    private static func dark(_ chosen: Colour) -> Scheme {
        let wash = chosen.mixed(with: darkSurfaces[0], parts: 200)
            .readable(on: [darkText], atLeast: readingContrast, towards: .black)
        let theme = chosen.readable(
            on: darkSurfaces + [wash, darkInk], atLeast: textContrast, towards: .white)
        let bubble = chosen.readable(on: [darkText], atLeast: readingContrast, towards: .black)
        return Scheme(
            theme: theme, onTheme: darkInk, bubble: bubble, onBubble: darkText, wash: wash)
    }
}
