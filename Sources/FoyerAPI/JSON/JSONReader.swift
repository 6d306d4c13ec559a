/// A pull parser (RFC 8259) over bytes that stay in place while it is used.
///
/// The caller asks for what it expects, in order; whatever else comes is a `JSONError`. Every byte
/// that is passed is validated, also within skipped values. Names are not checked for duplicates
/// here: `JSONValue` does that.
///
/// ```swift
/// try reader.beginObject()
/// while let name = try reader.nextName() {
///     switch name {
///     case "chat": chat = try reader.string()
///     default: try reader.skip()
///     }
/// }
/// try reader.finish()
/// ```
package struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    private var depth = 0
    private let depthMax: Int
    // One bit per open container, the innermost lowest: set once it holds a value, so that a comma
    // is due.
    private var commas: UInt64 = 0

    /// Reads from `bytes`, which must outlive the reader. A `depthMax` over 64 counts as 64.
    package init(_ bytes: UnsafeRawBufferPointer, depthMax: Int = WireLimit.jsonDepthMax) {
        self.bytes = bytes.assumingMemoryBound(to: UInt8.self)
        self.depthMax = min(depthMax, 64)
    }

    /// Lends a reader over a whole array to `body` and demands that it reads to the end.
    package static func read<Value>(
        _ bytes: [UInt8], depthMax: Int = WireLimit.jsonDepthMax,
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var reader = JSONReader(UnsafeRawBufferPointer(buffer), depthMax: depthMax)
            let value = try body(&reader)
            try reader.finish()
            return value
        }
    }

    /// Position of the next unread byte.
    package var offset: Int { position }

    // MARK: Containers

    package mutating func beginObject() throws(JSONError) { try begin(0x7b, .object) }

    package mutating func beginArray() throws(JSONError) { try begin(0x5b, .array) }

    /// The name of the next member, whose value must be read next; nil when the object has ended.
    package mutating func nextName() throws(JSONError) -> JSONName? {
        guard try hasNext(closing: 0x7d) else { return nil }
        skipWhiteSpace()
        let start = position
        let token = try stringToken()
        try consume(0x3a)
        return JSONName(token, at: start)
    }

    /// Whether another element follows, which must be read next; false when the array has ended.
    package mutating func nextElement() throws(JSONError) -> Bool { try hasNext(closing: 0x5d) }

    /// Demands that nothing but white space follows.
    package mutating func finish() throws(JSONError) {
        skipWhiteSpace()
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    private mutating func begin(_ opening: UInt8, _ kind: JSONKind) throws(JSONError) {
        guard try peekByte() == opening else { throw JSONError(.expected(kind), at: position) }
        guard depth < depthMax else { throw JSONError(.tooDeep(depthMax: depthMax), at: position) }
        depth += 1
        commas <<= 1
        position += 1
    }

    private mutating func hasNext(closing: UInt8) throws(JSONError) -> Bool {
        let byte = try peekByte()
        if byte == closing {
            // A caller that closes what it never opened meets the same error as a wrong byte.
            guard depth > 0 else { throw JSONError(.unexpectedByte, at: position) }
            depth -= 1
            commas >>= 1
            position += 1
            return false
        }
        guard commas & 1 == 1 else {
            commas |= 1
            return true
        }
        guard byte == 0x2c else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        return true
    }

    // MARK: Values

    /// What comes next, without reading it.
    package mutating func peek() throws(JSONError) -> JSONKind {
        switch try peekByte() {
        case 0x22: .string
        case 0x7b: .object
        case 0x5b: .array
        case 0x74, 0x66: .bool
        case 0x6e: .null
        case 0x2d, 0x30...0x39: .number
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }

    package mutating func string() throws(JSONError) -> String {
        guard try peekByte() == 0x22 else { throw JSONError(.expected(.string), at: position) }
        return try stringToken().text
    }

    package mutating func bool() throws(JSONError) -> Bool {
        switch try peekByte() {
        case 0x74:
            try consumeWord("true")
            return true
        case 0x66:
            try consumeWord("false")
            return false
        default:
            throw JSONError(.expected(.bool), at: position)
        }
    }

    package mutating func null() throws(JSONError) {
        guard try peekByte() == 0x6e else { throw JSONError(.expected(.null), at: position) }
        try consumeWord("null")
    }

    /// Reads `null` if that comes next; otherwise reads nothing.
    package mutating func nullIfNext() throws(JSONError) -> Bool {
        guard try peekByte() == 0x6e else { return false }
        try consumeWord("null")
        return true
    }

    /// Passes over one value of any kind, validating it.
    package mutating func skip() throws(JSONError) {
        switch try peek() {
        case .string: _ = try stringToken()
        case .number: _ = try number()
        case .bool: _ = try bool()
        case .null: try null()
        case .array:
            try beginArray()
            while try nextElement() { try skip() }
        case .object:
            try beginObject()
            while try nextName() != nil { try skip() }
        }
    }

    // MARK: Bytes

    mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func peekByte() throws(JSONError) -> UInt8 {
        skipWhiteSpace()
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    private mutating func consume(_ expected: UInt8) throws(JSONError) {
        guard try peekByte() == expected else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
    }

    private mutating func consumeWord(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard bytes[position] == word.utf8Start[index] else {
                throw JSONError(.unexpectedByte, at: position)
            }
            position += 1
        }
    }
}
