/// A whole JSON text in memory, with its members in the order in which they came.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A number that is no `Int64`: its own valid JSON text, never computed with here.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    package var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int, .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The value of an object's member; nil for an unknown name and for anything but an object.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// One name and value of an object.
package struct JSONMember: Equatable, Sendable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue {
    /// Reads one whole text; duplicate names are an error, and Unicode-equivalent names count as
    /// duplicates.
    package init(
        parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(.tooLong(bytesMax: limits.bytesMax), at: limits.bytesMax)
        }
        var builder = JSONValueBuilder(countMax: limits.countMax)
        self = try JSONReader.read(bytes, depthMax: limits.depthMax) {
            reader throws(JSONError) in try builder.value(from: &reader)
        }
    }
}

private struct JSONValueBuilder {
    let countMax: Int
    private var count = 0

    init(countMax: Int) { self.countMax = countMax }

    // Recursion is bounded by the reader's depth limit.
    mutating func value(from reader: inout JSONReader) throws(JSONError) -> JSONValue {
        let kind = try reader.peek()
        count += 1
        guard count <= countMax else {
            throw JSONError(.tooManyValues(countMax: countMax), at: reader.offset)
        }
        switch kind {
        case .null:
            try reader.null()
            return .null
        case .bool: return .bool(try reader.bool())
        case .string: return .string(try reader.string())
        case .array: return .array(try elements(from: &reader))
        case .object: return .object(try members(from: &reader))
        case .number:
            switch try reader.number() {
            case .int(let value): return .int(value)
            case .other(let text): return .number(text)
            }
        }
    }

    private mutating func elements(
        from reader: inout JSONReader
    ) throws(JSONError) -> [JSONValue] {
        try reader.beginArray()
        var elements: [JSONValue] = []
        while try reader.nextElement() { elements.append(try value(from: &reader)) }
        return elements
    }

    private mutating func members(
        from reader: inout JSONReader
    ) throws(JSONError) -> [JSONMember] {
        try reader.beginObject()
        var members: [JSONMember] = []
        var names: Set<String> = []
        while let token = try reader.nextName() {
            let name = token.text
            guard names.insert(name).inserted else {
                throw JSONError(.duplicateName, at: token.offset)
            }
            members.append(JSONMember(name, try value(from: &reader)))
        }
        return members
    }
}
