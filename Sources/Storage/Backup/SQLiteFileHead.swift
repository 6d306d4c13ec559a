#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a file says of itself in its first bytes, read without SQLite
/// (https://www.sqlite.org/fileformat2.html).
package enum SQLiteFileHead: Sendable {
    /// As Foyer makes them, and as long as it says.
    case sound
    /// Foyer made it, but it says of itself what is not so.
    case broken
    case another

    private static let byteCount = 100

    /// `tailBytes` stand behind the last page.
    package init(of path: String, tailBytes: Int) throws(DatabaseError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw DatabaseError(kind: .inputOutput, message: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var facts = stat()
        var head = [UInt8](repeating: 0, count: Self.byteCount)
        guard fstat(descriptor, &facts) == 0, read(descriptor, &head, head.count) == head.count
        else {
            self = .another
            return
        }
        let number = { (start: Int, count: Int) in
            head[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
        }
        let isOurs =
            head.starts(with: Array("SQLite format 3\u{0}".utf8))
            && head[68..<72].elementsEqual(Array("Foyr".utf8))
        let pageBytes = number(16, 2) == 1 ? 65_536 : number(16, 2)
        let isSound =
            // Without a log, in UTF-8, and of the length that its last change counted.
            number(18, 2) == 0x0101 && number(56, 4) == 1 && number(24, 4) == number(92, 4)
            && number(28, 4) * pageBytes + tailBytes == Int(facts.st_size)
        self = isOurs ? (isSound ? .sound : .broken) : .another
    }
}
