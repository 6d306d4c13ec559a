/// Reads bytes in their order; beyond their end there is nothing but `ImageProblem.cutOff`.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - position }

    func begins(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }

    /// Whether an ASCII word stands at a place, wherever the cursor is.
    func holds(_ word: StaticString, at place: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard place >= 0, place <= bytes.count - count else { return false }
        return word.withUTF8Buffer { bytes[place..<place + count].elementsEqual($0) }
    }

    /// The next `count` bytes, passed over.
    mutating func take(_ count: Int) throws(ImageProblem) -> ArraySlice<UInt8> {
        guard count >= 0, count <= left else { throw .cutOff }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func byte() throws(ImageProblem) -> UInt8 {
        guard left > 0 else { throw .cutOff }
        defer { position += 1 }
        return bytes[position]
    }

    /// A number of up to four bytes, the most significant first.
    mutating func big(_ count: Int) throws(ImageProblem) -> Int {
        try take(count).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number of up to four bytes, the least significant first.
    mutating func little(_ count: Int) throws(ImageProblem) -> Int {
        try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The ASCII name of a part: four letters or digits, or a blank.
    mutating func name() throws(ImageProblem) -> String {
        let letters = try take(4)
        guard letters.allSatisfy({ (0x20..<0x7f).contains($0) }) else { throw .damaged }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The bytes of one part, which are read by themselves.
    mutating func part(_ count: Int) throws(ImageProblem) -> ByteCursor {
        ByteCursor(Array(try take(count)))
    }
}
