/// Why a text is not the JSON that was asked for, and where.
package struct JSONError: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        case unexpectedEnd
        case unexpectedByte
        case trailingBytes
        case expected(JSONKind)
        case invalidUTF8
        case invalidEscape
        case loneSurrogate
        case controlCharacter
        case invalidNumber
        case integerOutOfRange
        case duplicateName
        case tooDeep(depthMax: Int)
        case tooLong(bytesMax: Int)
        case tooManyValues(countMax: Int)
    }

    package let problem: Problem
    /// Position of the first byte that does not fit, counted from zero.
    package let offset: Int

    package init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }
}

/// What the next value of a JSON text is, judged by its first byte.
package enum JSONKind: String, Equatable, Sendable, CaseIterable {
    case null, bool, number, string, array, object
}
