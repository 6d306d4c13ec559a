/// The checks at the door: each names the field and the rule. The server trusts no screen.
package enum FieldChecks {
    /// Trimmed text within its limit, and without U+0000, which not every engine can store.
    package static func text(_ value: String, _ field: String, charactersMax: Int) throws(Refusal)
        -> String
    {
        guard !value.utf8.contains(0) else { throw .fieldInvalid(field: field, rule: .noNull) }
        // A character may be many scalars: the bytes are bounded too, at eight a character.
        guard value.utf8.count <= 8 * charactersMax, value.count <= charactersMax else {
            throw .fieldTooLong(field: field, charactersMax: charactersMax)
        }
        return trimmed(value)
    }

    /// The same on one line: what breaks lines or controls terminals becomes a space.
    package static func line(_ value: String, _ field: String, charactersMax: Int) throws(Refusal)
        -> String
    {
        try text(
            value.replacingControls { _ in true }, field, charactersMax: charactersMax)
    }

    /// The same on several lines, which end as they did.
    package static func paragraphs(_ value: String, _ field: String, charactersMax: Int)
        throws(Refusal)
        -> String
    {
        try text(
            value.replacingControls { !["\n", "\r", "\t", "\u{2028}", "\u{2029}"].contains($0) },
            field,
            charactersMax: charactersMax)
    }

    /// A name, on one line: it stands in lists, in headlines and in front of a text.
    package static func name(_ value: String, _ field: String) throws(Refusal) -> String {
        let text = try line(value, field, charactersMax: Limit.nameCharactersMax)
        guard isVisible(text) else { throw .fieldMissing(field: field) }
        return text
    }

    /// Whether anything of a text can be seen: marks of direction and joiners alone cannot.
    package static func isVisible(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            let properties = scalar.properties
            return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
                && ![.control, .format].contains(properties.generalCategory)
        }
    }

    package static func required(_ value: String, _ field: String, charactersMax: Int)
        throws(Refusal)
        -> String
    {
        let text = try text(value, field, charactersMax: charactersMax)
        guard !text.isEmpty else { throw .fieldMissing(field: field) }
        return text
    }

    /// An address that mail could reach: something, one `@`, a domain with a dot. More is the
    /// mail's job.
    package static func email(_ value: String, _ field: String = "email") throws(Refusal) -> String
    {
        let text = try required(value, field, charactersMax: Limit.emailCharactersMax)
        // By scalars: an @ that carries an accent is another character, and mail takes it for an @.
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7f && !$0.properties.isWhitespace
        }
        guard isPlain, parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
            parts[1].first != ".", parts[1].last != "."
        else { throw .fieldInvalid(field: field, rule: .emailAddress) }
        return text
    }

    package static func password(_ value: String) throws(Refusal) -> String {
        guard value.count >= Limit.passwordCharactersMin else {
            throw .fieldInvalid(field: "password", rule: .password)
        }
        guard value.count <= Limit.passwordCharactersMax,
            value.utf8.count <= 8 * Limit.passwordCharactersMax
        else {
            throw .fieldTooLong(field: "password", charactersMax: Limit.passwordCharactersMax)
        }
        return value
    }

    /// 32 hexadecimal digits: the names that clients make (`cid`, `key`).
    package static func hexDigits(_ value: String, _ field: String) throws(Refusal) -> String {
        let isHex = value.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
        guard value.utf8.count == 32, isHex else {
            throw .fieldInvalid(field: field, rule: .hexDigits)
        }
        return value
    }

    static func trimmed(_ value: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace || character.isNewline }
        guard let first = value.firstIndex(where: { !isSpace($0) }) else { return "" }
        guard let last = value.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(value[first...last])
    }
}

extension String {
    /// Control characters and Unicode's own line ends (categories Cc, Zl and Zp) as spaces, but for
    /// U+0000, which is refused.
    fileprivate func replacingControls(where isReplaced: @escaping (Unicode.Scalar) -> Bool)
        -> String
    {
        let isHit = { (scalar: Unicode.Scalar) in
            let category = scalar.properties.generalCategory
            return scalar.value != 0 && isReplaced(scalar)
                && [.control, .lineSeparator, .paragraphSeparator].contains(category)
        }
        guard unicodeScalars.contains(where: isHit) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars { text.append(isHit(scalar) ? " " : scalar) }
        return String(text)
    }
}
