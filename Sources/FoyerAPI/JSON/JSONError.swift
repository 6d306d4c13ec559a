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

extension JSONError.Problem {
    /// For developers, within a sentence.
    var sentence: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte: "no value begins like this"
        case .trailingBytes: "something follows the value"
        case .expected(let kind): "a value of the kind \(kind.rawValue) should stand here"
        case .invalidUTF8: "these bytes are not UTF-8"
        case .invalidEscape: "there is no such escape"
        case .loneSurrogate: "half a surrogate pair"
        case .controlCharacter: "control characters must be escaped"
        case .invalidNumber: "this is no number"
        case .integerOutOfRange: "this whole number is too large"
        case .duplicateName: "the name stands here twice"
        case .tooDeep(let depthMax): "more than \(depthMax) values within each other"
        case .tooLong(let bytesMax): "longer than \(bytesMax) bytes"
        case .tooManyValues(let countMax): "more than \(countMax) values"
        }
    }
}

/// What the next value of a JSON text is, judged by its first byte.
package enum JSONKind: String, Equatable, Sendable, CaseIterable {
    case null, bool, number, string, array, object
}
