/// Writes one JSON text (RFC 8259) as bytes, commas and escapes included.
///
/// Misuse by the program, such as a field outside an object, writes a wrong text and is not
/// detected.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.object {
///     $0.field("t", "message")
///     $0.array("entries") { for entry in entries { $0.element(entry.body) } }
/// }
/// send(writer.bytes)
/// ```
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    // MARK: Containers

    /// The outermost object, or one that is an element of an array.
    package mutating func object<E: Error>(
        _ members: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        open(0x7b)
        try members(&self)
        close(0x7d)
    }

    /// The outermost array, or one that is an element of an array.
    package mutating func array<E: Error>(
        _ elements: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        open(0x5b)
        try elements(&self)
        close(0x5d)
    }

    package mutating func object<E: Error>(
        _ name: StaticString, _ members: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        self.name(name)
        try object(members)
    }

    package mutating func array<E: Error>(
        _ name: StaticString, _ elements: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        self.name(name)
        try array(elements)
    }

    // MARK: Members of an object

    package mutating func field(_ name: StaticString, _ value: String) {
        self.name(name)
        element(value)
    }

    package mutating func field(_ name: StaticString, _ value: Int) {
        self.name(name)
        element(Int64(value))
    }

    package mutating func field(_ name: StaticString, _ value: Int64) {
        self.name(name)
        element(value)
    }

    package mutating func field(_ name: StaticString, _ value: Bool) {
        self.name(name)
        element(value)
    }

    package mutating func field(_ name: StaticString, _ value: JSONValue) {
        self.name(name)
        element(value)
    }

    /// Writes `null` for nil.
    package mutating func field(_ name: StaticString, orNull value: String?) {
        if let value { field(name, value) } else { null(name) }
    }

    /// Writes `null` for nil.
    package mutating func field(_ name: StaticString, orNull value: Int64?) {
        if let value { field(name, value) } else { null(name) }
    }

    /// Writes nothing for nil.
    package mutating func field(_ name: StaticString, ifPresent value: String?) {
        if let value { field(name, value) }
    }

    /// Writes nothing for nil.
    package mutating func field(_ name: StaticString, ifPresent value: Int64?) {
        if let value { field(name, value) }
    }

    package mutating func null(_ name: StaticString) {
        self.name(name)
        null()
    }

    /// A value that is already JSON: one whole valid text, such as another writer's `bytes`.
    package mutating func field(_ name: StaticString, encoded value: [UInt8]) {
        self.name(name)
        element(encoded: value)
    }

    /// The name of a member whose value is written next; for names that are not known beforehand.
    package mutating func name(_ name: String) {
        element(name)
        bytes.append(0x3a)
        needsComma = false
    }

    package mutating func name(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { bytes.appendJSONString($0) }
        bytes.append(0x3a)
        needsComma = false
    }

    // MARK: Elements of an array

    package mutating func element(_ value: String) {
        separate()
        bytes.appendJSONString(value)
        needsComma = true
    }

    package mutating func element(_ value: Int) { element(Int64(value)) }

    package mutating func element(_ value: Int64) {
        separate()
        bytes.appendJSONInteger(value)
        needsComma = true
    }

    package mutating func element(_ value: Bool) { word(value ? "true" : "false") }

    package mutating func null() { word("null") }

    /// A value that is already JSON: one whole valid text, such as another writer's `bytes`.
    package mutating func element(encoded value: [UInt8]) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    package mutating func element(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): element(value)
        case .int(let value): element(value)
        case .number(let text): element(encoded: Array(text.utf8))
        case .string(let text): element(text)
        case .array(let elements): array { for element in elements { $0.element(element) } }
        case .object(let members):
            object {
                for member in members {
                    $0.name(member.name)
                    $0.element(member.value)
                }
            }
        }
    }

    // MARK: Bytes

    private mutating func separate() {
        if needsComma { bytes.append(0x2c) }
    }

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func word(_ word: StaticString) {
        separate()
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }
}
