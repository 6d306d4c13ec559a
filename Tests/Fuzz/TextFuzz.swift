import FoyerAPI
import FoyerCore
import Storage

/// What stands in the address line: numbers and ids have one text, paths stay below their folder.
enum AddressFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        let text = FuzzInput(input).text
        let number = accepted { () throws(FieldError) in
            try AddressLine.wholeNumber(text, "after")
        }
        if let number {
            promise(String(number) == text, "\(text) became \(number)")
            promise((0...WireLimit.wholeNumberMax).contains(number), "\(number)")
        }
        // The planted bug: digits are thought to be a number.
        if planted, DecimalText.isDigits(text) { _ = Int64(text)! }
        let id: ID<Chat>? = accepted { () throws(FieldError) in
            try AddressLine.id(text, "before")
        }
        if let id { promise(id.rawValue == text, "\(text) became \(id)") }
        guard AddressLine.isPlainPath(text) else { return }
        promise(!text.hasPrefix("/") && !text.hasSuffix("/"), "\(text) leaves its folder")
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        promise(!parts.contains { ["", ".", ".."].contains($0) }, "\(text) leaves its folder")
    }
}

/// Ids: 16 bytes have one text, and their order is that of their texts.
enum IDFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        let (first, second) = (input.line(), input.line())
        let isForeign = ID<Chat>(parsing: first) != nil
        // The planted bug: capitals are taken, too.
        let read = planted ? ID<Chat>(first.lowercased()) : ID<Chat>(first)
        guard let read else {
            promise(!isForeign, "an id from outside is none inside: \(first)")
            return
        }
        promise(read.rawValue == first, "\(first) became \(read)")
        promise(isForeign == (first.utf8.count == 36), "\(first) is taken from outside")
        promise(!TokenText.isToken(first) || !isForeign, "an id is no token")
        guard let other = ID<Chat>(second) else { return }
        promise((read == other) == (first == second), "\(first) and \(second)")
        guard first.utf8.count == 36, second.utf8.count == 36 else { return }
        promise((read < other) == (first < second), "\(first) and \(second)")
    }
}

/// The fields of forms: what is accepted is within its limit, and accepted again as it is.
enum ChecksFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        let text = FuzzInput(input).text
        stays(text, charactersMax: 60) { value throws(Refusal) in
            try FieldChecks.line(value, "name", charactersMax: 60)
        }
        stays(text, charactersMax: 100) { value throws(Refusal) in
            try FieldChecks.paragraphs(value, "question", charactersMax: 100)
        }
        stays(text, charactersMax: Limit.nameCharactersMax) { value throws(Refusal) in
            try FieldChecks.name(value, "name")
        }
        stays(text, charactersMax: 32) { value throws(Refusal) in
            try FieldChecks.hexDigits(value, "cid")
        }
        let email = stays(text, charactersMax: Limit.emailCharactersMax) { value throws(Refusal) in
            try FieldChecks.email(value)
        }
        if let email {
            promise(email.utf8.filter { $0 == 0x40 }.count == 1, "\(email) has not one @")
            promise(!email.contains(where: \.isWhitespace), "\(email) holds a space")
        }
        // The planted bug: an @ is thought to have something on both sides.
        if planted, text.contains("@") { _ = text.split(separator: "@")[1] }
        _ = accepted { () throws(Refusal) in try FieldChecks.password(text) }
    }

    @discardableResult
    private static func stays(
        _ text: String, charactersMax: Int, _ check: (String) throws(Refusal) -> String
    ) -> String? {
        guard let once = accepted({ () throws(Refusal) in try check(text) }) else { return nil }
        promise(once.count <= charactersMax, "\(once.count) characters")
        promise(once.utf8.count <= 8 * charactersMax, "\(once.utf8.count) bytes")
        promise(!once.utf8.contains(0), "U+0000 is kept")
        let twice = accepted { () throws(Refusal) in try check(once) }
        promise(twice == once, "\(once.debugDescription) became \(twice.debugDescription)")
        return once
    }
}

/// The contact form's challenge, and numbers and tokens as texts.
enum ChallengeFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        let (first, second) = (input.line(), input.line())
        // The planted bug: a challenge is thought to have all its parts.
        if planted, first.contains(".") { _ = first.split(separator: ".")[5] }
        if let (challenge, signature) = ChallengeText.parse(first) {
            promise(challenge.signed(signature) == first, "\(first) became \(challenge)")
            promise(first.utf8.count <= 400, "a challenge of \(first.utf8.count) bytes")
        }
        if let (challenge, signature) = PlainChallengeText.parse(first) {
            promise(challenge.signed(signature) == first, "\(first) became \(challenge)")
            promise(ChallengeText.parse(first) == nil, "\(first) is two kinds of challenge")
        }
        if ChallengeText.isSolution(second) {
            promise((1...20).contains(second.utf8.count), "a solution of another length")
        }
        if let number = DecimalText.number(second) {
            promise(String(number) == second, "\(second) became \(number)")
        }
        if TokenText.isToken(second) {
            promise(second.utf8.count == TokenText.characters, "a token of another length")
            promise(second.utf8.allSatisfy { $0 < 0x80 }, "a token that is not ASCII")
        }
    }
}

/// The database's address, which never shows its password.
enum DatabaseFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        let text = FuzzInput(input).text
        guard let url = accepted({ () throws(DatabaseError) in try DatabaseURL(text) }) else {
            return
        }
        let shown = url.description
        // The planted bug: whoever has a password is thought to have a host.
        if planted, case .postgreSQL = url.engine { _ = text.split(separator: "@")[1] }
        promise("\(url)" == shown && String(reflecting: url) == shown, "shown in two ways")
        guard case .postgreSQL = url.engine else { return }
        // A password of a form that everybody takes for one is masked.
        let secret = "postgresql://user:Secret%40word@host:5432/foyer?password=Secret%40word&"
        guard
            let open = accepted({ () throws(DatabaseError) in
                try DatabaseURL(secret + text.dropFirst(13))
            })
        else { return }
        promise(!open.description.contains("Secret%40word"), open.description)
    }
}
