import FoyerCore

extension Fields {
    /// An id in its exact written form.
    package mutating func id<Subject>(
        _ name: String, of subject: Subject.Type = Subject.self
    ) throws(FieldError) -> ID<Subject> {
        try require(optionalID(name, of: subject), name)
    }

    package mutating func optionalID<Subject>(
        _ name: String, of subject: Subject.Type = Subject.self
    ) throws(FieldError) -> ID<Subject>? {
        guard let value = present(name) else { return nil }
        guard case .string(let text) = value else {
            throw error(name, .wrongType(expected: .string))
        }
        guard let id = ID<Subject>(parsing: text) else { throw error(name, .invalidID) }
        return id
    }
}
