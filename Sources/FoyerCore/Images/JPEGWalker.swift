/// Walks through the segments of a JPEG (ITU T.81): tables, one frame, its scans, the end.
struct JPEGWalker {
    private var cursor: ByteCursor
    private var frame: ImageFacts?
    private var hasScan = false
    private var isFirst = true

    static func facts(_ cursor: ByteCursor) throws(ImageProblem) -> ImageFacts {
        var walker = JPEGWalker(cursor: cursor)
        return try walker.walk()
    }

    private init(cursor: ByteCursor) { self.cursor = cursor }

    private mutating func walk() throws(ImageProblem) -> ImageFacts {
        _ = try cursor.take(2)
        while true {
            guard try cursor.byte() == 0xff else { throw .damaged }
            let marker = try cursor.byte()
            if marker == 0xd9 { break }
            try segment(marker)
            isFirst = false
        }
        guard let frame, hasScan else { throw .damaged }
        guard cursor.left == 0 else { throw .trailing }
        return frame
    }

    private mutating func segment(_ marker: UInt8) throws(ImageProblem) {
        if let name = Self.refused(marker) { throw .part(name) }
        let length = try cursor.big(2)
        guard length >= 2 else { throw .damaged }
        var part = try cursor.part(length - 2)
        switch marker {
        case 0xc0, 0xc1, 0xc2: try header(&part)
        case 0xc4: try codes(&part)
        case 0xdb: try quantities(&part)
        case 0xdd: _ = try part.take(2)
        case 0xda: try scan(&part)
        case 0xe0: try face(&part)
        case 0xee:
            guard part.begins(with: Array("Adobe".utf8)) else { throw .part("a program's notes") }
            _ = try part.take(12)
        default: throw .damaged
        }
        guard part.left == 0 else { throw .damaged }
    }

    /// How big the picture is, said once.
    private mutating func header(_ part: inout ByteCursor) throws(ImageProblem) {
        guard frame == nil, try part.byte() == 8 else { throw .damaged }
        let (height, width) = (try part.big(2), try part.big(2))
        let colours = Int(try part.byte())
        guard colours == 1 || colours == 3 else { throw .damaged }
        _ = try part.take(3 * colours)
        frame = ImageFacts(kind: .jpeg, width: width, height: height)
    }

    private func codes(_ part: inout ByteCursor) throws(ImageProblem) {
        repeat {
            guard try part.byte() & 0xee == 0 else { throw .damaged }
            let count = try part.take(16).reduce(0) { $0 + Int($1) }
            guard count <= 256 else { throw .damaged }
            _ = try part.take(count)
        } while part.left > 0
    }

    private func quantities(_ part: inout ByteCursor) throws(ImageProblem) {
        repeat {
            let head = try part.byte()
            guard head >> 4 <= 1, head & 15 <= 3 else { throw .damaged }
            _ = try part.take(head >> 4 == 1 ? 128 : 64)
        } while part.left > 0
    }

    /// The usual first segment; a small picture of the picture has no place in it.
    private func face(_ part: inout ByteCursor) throws(ImageProblem) {
        guard isFirst, part.begins(with: Array("JFIF\u{0}".utf8)) else {
            throw .part("a second picture or a program's notes")
        }
        _ = try part.take(12)
        guard try part.big(2) == 0 else { throw .part("a small picture of itself") }
    }

    /// A scan's head, and the pixels after it up to the next marker.
    private mutating func scan(_ part: inout ByteCursor) throws(ImageProblem) {
        guard frame != nil else { throw .damaged }
        let colours = Int(try part.byte())
        guard (1...3).contains(colours) else { throw .damaged }
        _ = try part.take(2 * colours + 3)
        hasScan = true
        var place = cursor.position
        let bytes = cursor.bytes
        while place + 1 < bytes.count {
            // 0xff stands for itself before 0, and restarts the pixels before 0xd0 to 0xd7.
            if bytes[place] == 0xff {
                guard bytes[place + 1] == 0 || (0xd0...0xd7).contains(bytes[place + 1]) else {
                    break
                }
                place += 1
            }
            place += 1
        }
        let count = place - cursor.position
        guard place + 1 < bytes.count else { throw .cutOff }
        guard count > 0 else { throw .damaged }
        _ = try cursor.take(count)
    }

    private static func refused(_ marker: UInt8) -> String? {
        switch marker {
        case 0xe1: "the camera's notes (EXIF or XMP)"
        case 0xe2: "a colour profile or several pictures"
        case 0xe3...0xed, 0xef: "a program's notes"
        case 0xfe: "a comment"
        default: nil
        }
    }
}
