/// Walks through the chunks of a PNG (W3C, third edition): header, palette, colours, pixels, end.
struct PNGWalker {
    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    private struct Chunk {
        let name: String
        let data: ArraySlice<UInt8>
    }

    /// Chunks that say how colours are meant and cannot carry anything else; each once, before the
    /// pixels.
    private static let harmless: [(name: String, lengths: ClosedRange<Int>)] = [
        ("gAMA", 4...4), ("cHRM", 32...32), ("sRGB", 1...1), ("sBIT", 1...4), ("pHYs", 9...9),
    ]

    private var cursor: ByteCursor
    private var colourType = 0
    private var paletteCount = 0
    private var seen: [String] = []

    static func facts(_ cursor: ByteCursor) throws(ImageProblem) -> ImageFacts {
        var walker = PNGWalker(cursor: cursor)
        return try walker.walk()
    }

    private init(cursor: ByteCursor) { self.cursor = cursor }

    private mutating func walk() throws(ImageProblem) -> ImageFacts {
        _ = try cursor.take(Self.signature.count)
        let facts = try header(try next())
        var chunk = try next()
        while chunk.name != "IDAT" {
            try before(chunk)
            chunk = try next()
        }
        // Only pictures of few colours need their palette.
        guard (colourType == 3) == (paletteCount > 0) || colourType == 2 || colourType == 6 else {
            throw .damaged
        }
        try pixels(first: chunk)
        guard cursor.left == 0 else { throw .trailing }
        return facts
    }

    private mutating func next() throws(ImageProblem) -> Chunk {
        let length = try cursor.big(4)
        let start = cursor.position
        let name = try cursor.name()
        let data = try cursor.take(length)
        let sum = CheckSum.crc32(cursor.bytes[start..<cursor.position])
        guard try cursor.big(4) == sum else { throw .damaged }
        return Chunk(name: name, data: data)
    }

    private mutating func header(_ chunk: Chunk) throws(ImageProblem) -> ImageFacts {
        guard chunk.name == "IHDR", chunk.data.count == 13 else { throw .damaged }
        var head = ByteCursor(Array(chunk.data))
        let (width, height) = (try head.big(4), try head.big(4))
        let depth = Int(try head.byte())
        colourType = Int(try head.byte())
        let depths: [Int] =
            switch colourType {
            case 0: [1, 2, 4, 8, 16]
            case 3: [1, 2, 4, 8]
            case 2, 4, 6: [8, 16]
            default: []
            }
        let (compression, filter) = (try head.byte(), try head.byte())
        let interlace = try head.byte()
        guard depths.contains(depth), compression == 0, filter == 0, interlace <= 1 else {
            throw .damaged
        }
        return ImageFacts(kind: .png, width: width, height: height)
    }

    /// What may stand between the header and the pixels.
    private mutating func before(_ chunk: Chunk) throws(ImageProblem) {
        guard !seen.contains(chunk.name) else { throw .damaged }
        seen.append(chunk.name)
        let length = chunk.data.count
        switch chunk.name {
        case "PLTE":
            let isWhole = length > 0 && length % 3 == 0 && length <= 768
            guard isWhole, colourType != 0, colourType != 4, !seen.contains("tRNS") else {
                throw .damaged
            }
            paletteCount = length / 3
        case "tRNS":
            let isRight =
                switch colourType {
                case 0: length == 2
                case 2: length == 6
                case 3: length > 0 && length <= paletteCount
                default: false
                }
            guard isRight else { throw .damaged }
        case let name:
            guard let known = Self.harmless.first(where: { $0.name == name }) else {
                throw Self.refused(name)
            }
            guard known.lengths.contains(length) else { throw .damaged }
        }
    }

    /// Pixels follow each other without anything between, and only the end follows them.
    private mutating func pixels(first: Chunk) throws(ImageProblem) {
        let head = first.data.prefix(2).map { Int($0) }
        // How a stream of zlib begins (RFC 1950).
        guard head.count == 2, head[0] & 15 == 8, (head[0] << 8 | head[1]) % 31 == 0 else {
            throw .damaged
        }
        var chunk = first
        while chunk.name == "IDAT" { chunk = try next() }
        guard chunk.name == "IEND" else { throw Self.refused(chunk.name) }
        guard chunk.data.isEmpty else { throw .damaged }
    }

    private static func refused(_ name: String) -> ImageProblem {
        switch name {
        case "tEXt", "zTXt", "iTXt": .part("text")
        case "eXIf": .part("the camera's notes (EXIF)")
        case "iCCP", "cICP", "mDCv", "cLLi": .part("a colour profile")
        case "acTL", "fcTL", "fdAT": .part("several pictures that move")
        case "IHDR", "PLTE", "tRNS", "IDAT", "IEND": .damaged
        default: .part("a part named \(name)")
        }
    }
}

enum CheckSum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1
        }
    }

    /// The CRC of PNG and zip.
    static func crc32(_ bytes: ArraySlice<UInt8>) -> Int {
        var sum: UInt32 = 0xffff_ffff
        for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xff)] ^ (sum >> 8) }
        return Int(sum ^ 0xffff_ffff)
    }
}
