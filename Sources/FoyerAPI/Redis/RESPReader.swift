/// Reads values of RESP2 out of bytes that come in pieces of any length.
package struct RESPReader: Sendable {
    /// A line that holds a number, a word or an error.
    package static let lineBytesMax = 4_096
    package static let bulkBytesMax = 4 * 1_024 * 1_024
    package static let elementsMax = 1_024
    package static let depthMax = 4

    private var bytes: [UInt8] = []
    /// Where the next value begins.
    private var start = 0

    package init() {}

    package mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next whole value; `nil` while more bytes are needed. After an error the peer cannot be
    /// understood any more.
    package mutating func next() throws(RESPError) -> RESPValue? {
        var position = start
        guard let value = try value(at: &position, depth: 0) else { return nil }
        start = position
        // Moved together only now and then: each byte is moved once on average.
        if start > 64 * 1_024 || start == bytes.count {
            bytes.removeFirst(start)
            start = 0
        }
        return value
    }

    private func value(at position: inout Int, depth: Int) throws(RESPError) -> RESPValue? {
        guard depth <= Self.depthMax else { throw .tooDeep(depthMax: Self.depthMax) }
        guard let line = try line(at: &position), let kind = line.first else { return nil }
        let rest = line.dropFirst()
        switch kind {
        case UInt8(ascii: "+"): return .simple(String(decoding: rest, as: UTF8.self))
        case UInt8(ascii: "-"): return .error(String(decoding: rest, as: UTF8.self))
        case UInt8(ascii: ":"): return .integer(try number(rest))
        case UInt8(ascii: "$"): return try bulk(of: try number(rest), at: &position)
        case UInt8(ascii: "*"):
            return try array(of: try number(rest), at: &position, depth: depth)
        default: throw .malformed
        }
    }

    /// The line without its end, which is behind it.
    private func line(at position: inout Int) throws(RESPError) -> ArraySlice<UInt8>? {
        let rest = bytes[position...]
        guard let end = rest.firstIndex(of: 13) else {
            guard rest.count <= Self.lineBytesMax else {
                throw .tooLong(bytesMax: Self.lineBytesMax)
            }
            return nil
        }
        let line = rest[..<end]
        guard line.count <= Self.lineBytesMax else { throw .tooLong(bytesMax: Self.lineBytesMax) }
        guard !line.isEmpty else { throw .malformed }
        guard end + 1 < bytes.endIndex else { return nil }
        guard bytes[end + 1] == 10 else { throw .malformed }
        position = end + 2
        return line
    }

    private func bulk(of count: Int64, at position: inout Int) throws(RESPError) -> RESPValue? {
        guard count != -1 else { return .bulk(nil) }
        guard count >= 0 else { throw .malformed }
        guard count <= Self.bulkBytesMax else { throw .tooLong(bytesMax: Self.bulkBytesMax) }
        let end = position + Int(count)
        guard end + 2 <= bytes.endIndex else { return nil }
        guard bytes[end] == 13, bytes[end + 1] == 10 else { throw .malformed }
        defer { position = end + 2 }
        return .bulk(Array(bytes[position..<end]))
    }

    private func array(
        of count: Int64, at position: inout Int, depth: Int
    ) throws(RESPError) -> RESPValue? {
        guard count != -1 else { return .array(nil) }
        guard count >= 0 else { throw .malformed }
        guard count <= Self.elementsMax else { throw .tooLong(bytesMax: Self.elementsMax) }
        var elements: [RESPValue] = []
        for _ in 0..<count {
            guard let element = try value(at: &position, depth: depth + 1) else { return nil }
            elements.append(element)
        }
        return .array(elements)
    }

    private func number(_ digits: ArraySlice<UInt8>) throws(RESPError) -> Int64 {
        guard digits.count <= 20, let number = Int64(String(decoding: digits, as: UTF8.self))
        else { throw .malformed }
        return number
    }
}
