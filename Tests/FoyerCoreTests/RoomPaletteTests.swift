import FoyerCore
import Testing

@Suite("A room's colours") struct RoomPaletteTests {
    @Test("a colour is # and six hexadecimal digits, and is written in lower case")
    func text() {
        #expect(Colour("#A1b2C3")?.text == "#a1b2c3")
        #expect(Colour("#000000") == .black && Colour("#ffffff") == .white)
        for wrong in [
            "", "#", "#fff", "a1b2c3", "#a1b2c", "#a1b2c3d", "#a1b2cg", " #a1b2c3", "#١٢٣",
        ] {
            #expect(Colour(wrong) == nil, "\(wrong)")
        }
    }

    @Test(
        "contrasts are those of WCAG 2.2",
        arguments: [
            ("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.542),
            ("#ff0000", "#ffffff", 3.998),
            ("#3450c8", "#3450c8", 1.0), ("#0000ff", "#ffff00", 8.001),
        ])
    func contrast(_ one: String, _ other: String, _ expected: Double) throws {
        let (one, other) = (try #require(Colour(one)), try #require(Colour(other)))
        #expect(abs(one.contrast(with: other) - expected) < 0.001)
        #expect(one.contrast(with: other) == other.contrast(with: one))
    }

    /// All themes, the corners of the colour space and many between them.
    private static let colours =
        RoomTheme.allCases.map(\.colour)
        + stride(from: 0, through: 255, by: 51).flatMap { red in
            stride(from: 0, through: 255, by: 51).flatMap { green in
                stride(from: 0, through: 255, by: 51).map { blue in
                    Colour(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
                }
            }
        }

    @Test("whatever a room chooses can be read, in light and in dark", arguments: colours)
    func readable(_ chosen: Colour) throws {
        let palette = RoomPalette(chosen)
        for (scheme, surfaces, text) in [
            (palette.light, ["#ffffff", "#f6f7f9", "#eceef2"], "#161a22"),
            (palette.dark, ["#1b1e25", "#262a33", "#13151a", "#353b48"], "#eceff5"),
        ] {
            #expect(scheme.theme.contrast(with: scheme.onTheme) >= 4.5)
            #expect(scheme.bubble.contrast(with: scheme.onBubble) >= 4.5)
            #expect(scheme.wash.contrast(with: try #require(Colour(text))) >= 7)
            #expect(scheme.theme.contrast(with: scheme.wash) >= 4.5)
            for surface in surfaces {
                #expect(scheme.theme.contrast(with: try #require(Colour(surface))) >= 4.5)
            }
        }
    }

    @Test("a colour that can be read stays as it is; one that cannot is corrected, and says so")
    func corrected() throws {
        #expect(!RoomPalette(RoomTheme.fir.colour).isCorrected)
        let mango = RoomPalette(RoomTheme.mango.colour)
        #expect(mango.isCorrected && mango.light.theme.text == "#786c39")
        #expect(mango.dark.theme == mango.chosen)
    }

    @Test("the house's own colours stand unless the room chooses")
    func chosen() {
        var form = ContactFormSettings()
        #expect(form.palette == nil)
        form.theme = .fir
        #expect(form.palette == RoomPalette(RoomTheme.fir.colour))
        form.colour = .black
        #expect(form.palette == RoomPalette(.black))
        form.theme = .harbour
        #expect(form.palette == RoomPalette(.black))
    }
}
