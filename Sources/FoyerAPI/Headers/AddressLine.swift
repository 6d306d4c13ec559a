import FoyerCore

/// What stands in a request's path and behind its `?`, decoded from percents.
package enum AddressLine {
    /// A whole number that every JSON reader keeps exact, written in its shortest form. The error
    /// names `field`.
    package static func wholeNumber(
        _ text: some StringProtocol, _ field: String
    ) throws(FieldError) -> Int64 {
        guard let number = DecimalText.number(text), number <= WireLimit.wholeNumberMax else {
            throw FieldError(
                field: field, problem: .outOfRange(min: 0, max: Int(WireLimit.wholeNumberMax)))
        }
        return number
    }

    /// An id in its exact written form. The error names `field`.
    package static func id<Subject>(
        _ text: some StringProtocol, _ field: String
    ) throws(FieldError) -> ID<Subject> {
        guard let id = ID<Subject>(parsing: String(text)) else {
            throw FieldError(field: field, problem: .invalidID)
        }
        return id
    }

    /// Whether a path names a file below a folder and nothing outside of it: every part is there
    /// and none begins with a dot.
    package static func isPlainPath(_ path: String) -> Bool {
        guard !path.utf8.contains(0) else { return false }
        return path.utf8.split(separator: 0x2f, omittingEmptySubsequences: false)
            .allSatisfy { part in part.first.map { $0 != 0x2e } ?? false }
    }
}
