import FoyerCore
import Storage

/// A form whose every text is within its limit; the room's own rules come after.
struct CheckedForm: Sendable {
    let challenge, solution, customer, key: String
    private let all: FormFields
    private let custom: [SentAnswer]

    init(_ draft: FormDraft) throws(Refusal) {
        key = try FieldChecks.hexDigits(draft.key, "key")
        customer = try FieldChecks.required(draft.customer, "customer", charactersMax: 200)
        challenge = draft.challenge
        solution = draft.solution
        custom = draft.custom
        all = FormFields(
            name: try FieldChecks.line(draft.name, "name", charactersMax: Limit.nameCharactersMax),
            email: try FieldChecks.line(
                draft.email, "email", charactersMax: Limit.emailCharactersMax),
            phone: try FieldChecks.line(
                draft.phone, "phone", charactersMax: Limit.phoneCharactersMax),
            question: try FieldChecks.paragraphs(
                draft.question, "question", charactersMax: Limit.questionCharactersMax),
            language: try FieldChecks.line(
                draft.language, "language", charactersMax: Limit.languageCharactersMax),
            page: try FieldChecks.line(draft.page, "page", charactersMax: Limit.pageCharactersMax))
    }

    /// CF-2: a hidden field is empty whatever was sent, and hidden wins over mandatory.
    func fields(obeying rules: ContactFormSettings) throws(Refusal) -> FormFields {
        var fields = all
        fields.name = try obey(rules.name, all.name, "name")
        fields.email = try obey(rules.email, all.email, "email")
        if !fields.email.isEmpty { fields.email = try FieldChecks.email(fields.email) }
        fields.phone = try obey(rules.phone, all.phone, "phone")
        fields.question = try obey(rules.question, all.question, "question")
        fields.custom = try rules.customFields.answers(from: custom)
        return fields
    }

    private func obey(_ rule: FieldSettings, _ value: String, _ field: String) throws(Refusal)
        -> String
    {
        guard !rule.hidden else { return "" }
        guard !rule.mandatory || FieldChecks.isVisible(value) else {
            throw .fieldMissing(field: field)
        }
        return value
    }
}

struct FormFields: Sendable {
    var name, email, phone, question, language, page: String
    var custom: [CustomAnswer] = []
}

struct NumberedCustomer: Sendable {
    let id: ID<Customer>
    let number: Int64
}

extension Service {
    func puzzleSecret(_ transaction: any Transaction) throws -> String {
        guard
            let row = try transaction.first("SELECT value FROM server_secret WHERE name = 'puzzle'")
        else {
            throw DatabaseError(kind: .decoding, message: "the puzzle's secret is missing")
        }
        return try row.get("value")
    }

    /// Checks the puzzle, but not yet whether it was spent.
    func solvedPuzzle(
        _ form: CheckedForm, in room: RoomRow, _ transaction: any Transaction
    ) throws -> Puzzle.Solved {
        try Puzzle(secret: try puzzleSecret(transaction)).check(
            form.challenge, solution: form.solution, room: room.id, now: transaction.now)
    }

    /// Whether a form was sent with this puzzle before.
    func isSpent(_ solved: Puzzle.Solved, _ transaction: any Transaction) throws -> Bool {
        let used = try transaction.first(
            """
            SELECT id FROM chat WHERE puzzle = \(solved.nonce)
            UNION ALL SELECT id FROM letter WHERE puzzle = \(solved.nonce)
            """)
        return used != nil
    }

    /// The customer who holds `token`, made now if the token is the fresh one of the challenge.
    func customer(
        holding token: String, _ solved: Puzzle.Solved, of company: ID<Company>,
        _ transaction: any Transaction
    ) throws -> NumberedCustomer {
        let hash = Identity.hash(token)
        let known = try transaction.first(
            "SELECT id, number FROM customer WHERE company_id = \(company) AND token_hash = \(hash)"
        )
        if let known {
            return NumberedCustomer(id: try known.get("id"), number: try known.get("number"))
        }
        // Only tokens of our own making are taken: a browser that brings another gets a new puzzle.
        guard hash == solved.customerHash else { throw Refusal.puzzleExpired }
        let row = try transaction.first(
            """
            UPDATE company SET customers_made = customers_made + 1 WHERE id = \(company) RETURNING
                customers_made
            """
        )
        guard let number: Int64 = try row?.get("customers_made") else { throw Refusal.notFound }
        let id: ID<Customer> = identity.id(at: transaction.now)
        try transaction.run(
            """
            INSERT INTO customer (id, company_id, token_hash, number, created_at_ms)
            VALUES (\(id), \(company), \(hash), \(number), \(transaction.now))
            """)
        return NumberedCustomer(id: id, number: number)
    }
}
