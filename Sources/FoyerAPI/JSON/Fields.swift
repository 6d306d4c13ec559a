/// A reader of one JSON object that names the field in its errors.
///
/// Each field is taken once, in any order; `finish()` then refuses what nobody asked for. An
/// optional field that is `null` counts as absent. Characters are Unicode scalars, so that a
/// character has at most four bytes.
///
/// ```swift
/// var fields = try Fields(bytes: body)
/// let name = try fields.text("name", characterCountMax: 200)
/// let size = try fields.optionalInt("size", in: 1...5)
/// try fields.finish()
/// ```
package struct Fields: Sendable {
    // An untaken member is left; nil marks a taken one, so that the order of refusals stays that of
    // the text.
    private var members: [JSONMember?]
    /// The path of the object itself, empty for the outermost.
    package let path: String

    package init(bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(FieldError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, limits: limits)
        } catch {
            throw FieldError(field: "", problem: .notJSON(error.problem, offset: error.offset))
        }
        try self.init(value)
    }

    /// Reads an object that was parsed before; `path` is put before its fields' names in errors.
    package init(_ value: JSONValue, path: String = "") throws(FieldError) {
        guard case .object(let members) = value else {
            throw FieldError(field: path, problem: .wrongType(expected: .object))
        }
        self.members = members
        self.path = path
    }

    /// Refuses the first field that was not taken.
    package func finish() throws(FieldError) {
        guard let unknown = members.lazy.compactMap({ $0 }).first else { return }
        throw error(unknown.name, .unknownField)
    }

    /// Whether the object holds the field and it was not taken yet, also as `null`.
    package func contains(_ name: String) -> Bool { members.contains { $0?.name == name } }

    // MARK: Any value

    /// Takes a field of any type, `null` included; nil when it is absent.
    package mutating func value(_ name: String) -> JSONValue? {
        guard let index = members.firstIndex(where: { $0?.name == name }) else { return nil }
        defer { members[index] = nil }
        return members[index]?.value
    }

    /// Takes a field; nil when it is absent or `null`.
    mutating func present(_ name: String) -> JSONValue? {
        let value = value(name)
        return value == .null ? nil : value
    }

    func error(_ name: String, _ problem: FieldError.Problem) -> FieldError {
        FieldError(field: path(of: name), problem: problem)
    }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Turns absence into an error.
    func require<Value>(_ value: Value?, _ name: String) throws(FieldError) -> Value {
        guard let value else { throw error(name, .missing) }
        return value
    }
}
