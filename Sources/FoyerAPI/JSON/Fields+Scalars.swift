extension Fields {
    // MARK: Text

    package mutating func text(
        _ name: String, characterCountMin: Int = 0, characterCountMax: Int
    ) throws(FieldError) -> String {
        try require(
            optionalText(
                name, characterCountMin: characterCountMin, characterCountMax: characterCountMax),
            name)
    }

    package mutating func optionalText(
        _ name: String, characterCountMin: Int = 0, characterCountMax: Int
    ) throws(FieldError) -> String? {
        guard let value = present(name) else { return nil }
        return try text(
            value, name, characterCountMin: characterCountMin, characterCountMax: characterCountMax)
    }

    /// A list of texts; each error names the position, counted from zero (`tags.2`).
    package mutating func textList(
        _ name: String, countMax: Int, characterCountMax: Int
    ) throws(FieldError) -> [String] {
        try require(
            optionalTextList(name, countMax: countMax, characterCountMax: characterCountMax), name)
    }

    package mutating func optionalTextList(
        _ name: String, countMax: Int, characterCountMax: Int
    ) throws(FieldError) -> [String]? {
        guard let elements = try elements(name, countMax: countMax) else { return nil }
        var texts: [String] = []
        for (position, element) in elements.enumerated() {
            texts.append(
                try text(
                    element, "\(name).\(position)", characterCountMin: 0,
                    characterCountMax: characterCountMax))
        }
        return texts
    }

    /// One of the texts that an enum's cases stand for.
    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) throws(FieldError) -> Choice {
        try require(optionalChoice(name, of: type), name)
    }

    package mutating func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) throws(FieldError) -> Choice? {
        guard let value = present(name) else { return nil }
        guard case .string(let text) = value else {
            throw error(name, .wrongType(expected: .string))
        }
        guard let choice = Choice(rawValue: text) else {
            throw error(name, .unknownChoice(allowed: Choice.allCases.map(\.rawValue)))
        }
        return choice
    }

    private func text(
        _ value: JSONValue, _ name: String, characterCountMin: Int, characterCountMax: Int
    ) throws(FieldError) -> String {
        guard case .string(let text) = value else {
            throw error(name, .wrongType(expected: .string))
        }
        let count = text.unicodeScalars.count
        guard count >= characterCountMin else {
            throw error(name, .tooShort(characterCountMin: characterCountMin))
        }
        guard count <= characterCountMax else {
            throw error(name, .tooLong(characterCountMax: characterCountMax))
        }
        return text
    }

    // MARK: Numbers and truth

    package mutating func int(
        _ name: String, in range: ClosedRange<Int>
    ) throws(FieldError) -> Int {
        try require(optionalInt(name, in: range), name)
    }

    package mutating func optionalInt(
        _ name: String, in range: ClosedRange<Int>
    ) throws(FieldError) -> Int? {
        switch present(name) {
        case nil: return nil
        case .int(let value):
            guard let int = Int(exactly: value), range.contains(int) else {
                throw error(name, .outOfRange(min: range.lowerBound, max: range.upperBound))
            }
            return int
        default: throw error(name, .wrongType(expected: .number))
        }
    }

    package mutating func bool(_ name: String) throws(FieldError) -> Bool {
        try require(optionalBool(name), name)
    }

    package mutating func optionalBool(_ name: String) throws(FieldError) -> Bool? {
        switch present(name) {
        case nil: nil
        case .bool(let value): value
        default: throw error(name, .wrongType(expected: .bool))
        }
    }
}
