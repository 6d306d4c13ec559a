/// The smallest pictures that are taken, of one pixel each, for tests.
package enum SmallPicture {
    package static let png = picture([0x60, 0, 0, 0, 2, 0, 1], 0xe527_defc)
    package static let otherPNG = picture([0x70, 0, 0, 0, 0x42, 0, 0x41], 0x84bf_8e62)
    package static let thirdPNG = picture([0x68, 0, 0, 0, 0x82, 0, 0x81], 0xda45_083b)

    private static func picture(_ pixel: [UInt8], _ sum: UInt32) -> [UInt8] {
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
            + chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0], 0x3a7e_9b55)
            + chunk("IDAT", [0x78, 0xda, 0x63] + pixel, sum) + chunk("IEND", [], 0xae42_6082)
    }

    private static func chunk(_ name: String, _ data: [UInt8], _ sum: UInt32) -> [UInt8] {
        [0, 0, 0, UInt8(data.count)] + Array(name.utf8) + data
            + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
    }
}
