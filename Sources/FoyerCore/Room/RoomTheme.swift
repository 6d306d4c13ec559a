/// The house's own colours and the ten themes of a room (CF-4).
package enum RoomTheme: String, CaseIterable, Sendable {
    case harbour, lagoon, fir, mango, orange, sky, violet, brick, orchid, slate, ink

    /// What the theme is made of; screens show what its palette makes of it.
    package var colour: Colour {
        switch self {
        case .harbour: Colour(red: 0x34, green: 0x50, blue: 0xc8)
        case .lagoon: Colour(red: 0x63, green: 0xab, blue: 0xa7)
        case .fir: Colour(red: 0x47, green: 0x67, blue: 0x67)
        case .mango: Colour(red: 0xf5, green: 0xde, blue: 0x74)
        case .orange: Colour(red: 0xed, green: 0x92, blue: 0x35)
        case .sky: Colour(red: 0x38, green: 0x7e, blue: 0xf7)
        case .violet: Colour(red: 0x64, green: 0x26, blue: 0xf5)
        case .brick: Colour(red: 0xbc, green: 0x40, blue: 0x44)
        case .orchid: Colour(red: 0xb2, green: 0x3f, blue: 0xc5)
        case .slate: Colour(red: 0x5d, green: 0x66, blue: 0x6a)
        case .ink: .black
        }
    }
}
