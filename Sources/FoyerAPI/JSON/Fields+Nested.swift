extension Fields {
    /// An object within the object; the caller calls `finish()` on it too.
    package mutating func object(_ name: String) throws(FieldError) -> Fields {
        try require(optionalObject(name), name)
    }

    package mutating func optionalObject(_ name: String) throws(FieldError) -> Fields? {
        guard let value = present(name) else { return nil }
        return try Fields(value, path: path(of: name))
    }

    /// A list of objects; each error names the position, counted from zero (`fields.2.name`).
    package mutating func objectList(
        _ name: String, countMax: Int
    ) throws(FieldError) -> [Fields] {
        try require(optionalObjectList(name, countMax: countMax), name)
    }

    package mutating func optionalObjectList(
        _ name: String, countMax: Int
    ) throws(FieldError) -> [Fields]? {
        guard let elements = try elements(name, countMax: countMax) else { return nil }
        var objects: [Fields] = []
        for (position, element) in elements.enumerated() {
            let path = path(of: "\(name).\(position)")
            objects.append(try Fields(element, path: path))
        }
        return objects
    }

    mutating func elements(_ name: String, countMax: Int) throws(FieldError) -> [JSONValue]? {
        guard let value = present(name) else { return nil }
        guard case .array(let elements) = value else {
            throw error(name, .wrongType(expected: .array))
        }
        guard elements.count <= countMax else { throw error(name, .tooMany(countMax: countMax)) }
        return elements
    }
}
