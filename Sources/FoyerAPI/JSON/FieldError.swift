/// What is wrong with one field of a request, fit to be shown to whoever wrote the client.
package struct FieldError: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        case missing
        case wrongType(expected: JSONKind)
        case tooShort(characterCountMin: Int)
        case tooLong(characterCountMax: Int)
        case tooMany(countMax: Int)
        case outOfRange(min: Int, max: Int)
        case unknownField
        case unknownChoice(allowed: [String])
        case invalidID
        case notJSON(JSONError.Problem, offset: Int)
    }

    /// The field's name with those of the objects around it, joined by dots; empty for the whole
    /// text.
    package let field: String
    package let problem: Problem

    package init(field: String, problem: Problem) {
        self.field = field
        self.problem = problem
    }
}
