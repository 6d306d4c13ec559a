/// Walks through the chunks of a WebP (RFC 9649): one still picture, with or without transparency.
struct WebPWalker {
    private struct Size: Equatable {
        let width, height: Int
    }

    private var cursor: ByteCursor
    /// Of the whole picture, where a chunk of its own says it.
    private var canvas: Size?
    private var wantsAlpha = false

    static func facts(_ cursor: ByteCursor) throws(ImageProblem) -> ImageFacts {
        var walker = WebPWalker(cursor: cursor)
        return try walker.walk()
    }

    private init(cursor: ByteCursor) { self.cursor = cursor }

    private mutating func walk() throws(ImageProblem) -> ImageFacts {
        _ = try cursor.take(4)
        let length = try cursor.little(4)
        guard length % 2 == 0 else { throw .damaged }
        guard length <= cursor.left else { throw .cutOff }
        guard length == cursor.left else { throw .trailing }
        _ = try cursor.take(4)
        var (name, data) = try next()
        if name == "VP8X" {
            try extended(data)
            (name, data) = try next()
        }
        if name == "ALPH" {
            guard wantsAlpha, data.left > 1 else { throw .damaged }
            (name, data) = try next()
            guard name == "VP8 " else { throw .damaged }
        }
        let size = try picture(name, data)
        guard canvas == nil || canvas == size else { throw .damaged }
        guard cursor.left == 0 else { throw Self.refused(try next().name) ?? .trailing }
        return ImageFacts(kind: .webp, width: size.width, height: size.height)
    }

    private mutating func next() throws(ImageProblem) -> (name: String, data: ByteCursor) {
        let name = try cursor.name()
        let length = try cursor.little(4)
        let data = try cursor.part(length)
        // A byte that makes it even, and says nothing.
        if length % 2 == 1 {
            guard try cursor.byte() == 0 else { throw .damaged }
        }
        return (name, data)
    }

    private mutating func extended(_ part: ByteCursor) throws(ImageProblem) {
        var part = part
        guard part.left == 10 else { throw .damaged }
        let flags = try part.little(4)
        switch flags {
        case _ where flags & 0x02 != 0: throw .part("several pictures that move")
        case _ where flags & 0x20 != 0: throw .part("a colour profile")
        case _ where flags & 0x08 != 0: throw .part("the camera's notes (EXIF)")
        case _ where flags & 0x04 != 0: throw .part("a program's notes (XMP)")
        case 0, 0x10: wantsAlpha = flags == 0x10
        default: throw .damaged
        }
        canvas = Size(width: try part.little(3) + 1, height: try part.little(3) + 1)
    }

    private func picture(_ name: String, _ part: ByteCursor) throws(ImageProblem) -> Size {
        var part = part
        switch name {
        case "VP8 ":
            let tag = try part.little(3)
            guard tag & 1 == 0, (tag >> 1) & 7 <= 3, (tag >> 4) & 1 == 1,
                try part.take(3).elementsEqual([0x9d, 0x01, 0x2a])
            else { throw .damaged }
            let (width, height) = (try part.little(2), try part.little(2))
            // The upper bits would ask for it to be drawn bigger.
            guard width < 1 << 14, height < 1 << 14, tag >> 5 <= part.left else { throw .damaged }
            return Size(width: width, height: height)
        case "VP8L":
            guard try part.byte() == 0x2f else { throw .damaged }
            let head = try part.little(4)
            guard head >> 29 == 0, part.left > 0 else { throw .damaged }
            return Size(width: (head & 0x3fff) + 1, height: (head >> 14 & 0x3fff) + 1)
        default: throw Self.refused(name) ?? .damaged
        }
    }

    private static func refused(_ name: String) -> ImageProblem? {
        switch name {
        case "ICCP": .part("a colour profile")
        case "EXIF": .part("the camera's notes (EXIF)")
        case "XMP ": .part("a program's notes (XMP)")
        case "ANIM", "ANMF": .part("several pictures that move")
        case "VP8 ", "VP8L", "VP8X", "ALPH": .damaged
        default: .part("a part named \(name)")
        }
    }
}
