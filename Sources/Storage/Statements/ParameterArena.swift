#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One reused buffer for the bytes of a statement's parameters, so that binding allocates nothing.
final class ParameterArena {
    private static let integerBytesMax = 21

    private var bytes = UnsafeMutablePointer<CChar>.allocate(capacity: 4_096)
    private var capacity = 4_096
    private var used = 0

    deinit { bytes.deallocate() }

    /// Makes room for all of `values` at once: what was appended before is gone.
    func makeRoom(for values: [Value]) throws(DatabaseError) {
        guard values.count <= StorageLimit.parametersMax else {
            throw DatabaseError(kind: .syntax, message: "\(values.count) parameters are too many")
        }
        used = 0
        var byteCount = 0
        for value in values {
            switch value {
            case .null: break
            case .int: byteCount += Self.integerBytesMax
            case .text(let text): byteCount += text.utf8.count + 1
            }
        }
        guard byteCount > capacity else { return }
        bytes.deallocate()
        capacity = byteCount * 2
        bytes = .allocate(capacity: capacity)
    }

    /// Copies `text`, which `makeRoom` was told of, and ends it with NUL; the count is without the
    /// NUL.
    ///
    /// PostgreSQL stores no U+0000, so both engines refuse it.
    func append(_ text: String) throws(DatabaseError) -> UnsafeBufferPointer<CChar> {
        var text = text
        let start = bytes + used
        let byteCount = text.withUTF8 { source in
            if let first = source.baseAddress { memcpy(start, first, source.count) }
            return source.count
        }
        guard memchr(start, 0, byteCount) == nil else {
            throw DatabaseError(kind: .check, message: "a parameter holds U+0000")
        }
        start[byteCount] = 0
        used += byteCount + 1
        return UnsafeBufferPointer(start: start, count: byteCount)
    }
}
