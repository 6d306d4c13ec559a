import FoyerCore
import Storage

extension Service {
    /// Keeps a letter for the room's agents. It needs a question and an address to answer to,
    /// unless the room hides those fields.
    package func leaveLetter(_ draft: FormDraft, roomToken: String) async throws -> ID<Letter> {
        try await leave(try CheckedForm(draft), roomToken: roomToken) { form, room, transaction in
            try solvedPuzzle(form, in: room, transaction)
        }
    }

    /// Keeps a letter that came by the form without scripts (CF-6); `nil` when it came faster than
    /// a person writes. The challenge is that of `plainForm`; token and key are the form's own.
    package func leavePlainLetter(_ draft: FormDraft, roomToken: String) async throws
        -> ID<Letter>?
    {
        var draft = draft
        // The same words of the same form are the same letter, however often they come.
        let words =
            [
                draft.challenge, draft.name, draft.email, draft.phone, draft.question,
            ] + draft.custom.flatMap { [$0.key, "\($0.value)"] }
        draft.key = String(Identity.hash(words.joined(separator: "\u{1f}")).prefix(32))
        draft.customer = "plain"
        do {
            return try await leave(try CheckedForm(draft), roomToken: roomToken) {
                form, room, transaction in
                let said = try Puzzle(secret: try puzzleSecret(transaction)).check(
                    plain: form.challenge, room: room.id, now: transaction.now)
                guard said.madeAt.adding(seconds: Limit.plainFormSecondsMin) <= transaction.now
                else { throw TooQuick() }
                return Puzzle.Solved(
                    customerHash: "", formNumber: said.formNumber, nonce: said.nonce)
            }
        } catch is TooQuick { return nil }
    }

    private struct TooQuick: Error {}

    private func leave(
        _ form: CheckedForm, roomToken: String,
        proof: @escaping @Sendable (CheckedForm, RoomRow, any Transaction) throws -> Puzzle.Solved
    ) async throws -> ID<Letter> {
        try await database.write { transaction in
            let access = Access(transaction: transaction)
            // What was left before the link was replaced is answered as then.
            let known = try access.room(onceBehind: roomToken)
            if let left = try leftBefore(form, in: known, transaction) { return left }
            let link = try access.link(roomToken)
            let room = link.room
            let settings = try settings.settings(
                of: room.id, version: room.settingsVersion, in: transaction)
            guard
                try waits(form.customer, in: room, transaction)
                    ? settings.assignment.allowLetter : settings.contactForm.letterButton
            else { throw Refusal.actionOff }
            var rules = settings.contactForm
            rules.email.mandatory = true
            rules.question.mandatory = true
            let fields = try form.fields(obeying: rules)
            let solved = try proof(form, room, transaction)
            if try !isSpent(solved, transaction) {
                let letter = NewLetter(
                    form: fields, key: form.key, puzzle: solved, for: link.onlyAgent)
                if let id = try insert(letter, in: room, transaction) { return id }
            }
            // By this very form, perhaps, which came twice at once.
            guard let left = try leftBefore(form, in: room, transaction) else {
                throw Refusal.puzzleExpired
            }
            return left
        }
    }

    /// Whether who writes waits for an agent meanwhile: then it is the waiting screen's letter.
    private func waits(
        _ token: String, in room: RoomRow, _ transaction: any Transaction
    ) throws -> Bool {
        let customer = try Access(transaction: transaction).customer(
            token: token, of: room.company)
        guard let customer else { return false }
        let chat = try transaction.first(
            """
            SELECT id FROM chat WHERE customer_id = \(customer.id) AND room_id = \(room.id)
                AND state IN ('waiting', 'served') AND state = 'waiting'
            """)
        return chat != nil
    }

    private struct NewLetter {
        let form: FormFields
        let key: String
        let puzzle: Puzzle.Solved
        /// Through a private room's link (PRIV-1).
        let `for`: ID<Agent>?
    }

    /// `nil` when another letter has the key or the puzzle.
    private func insert(
        _ letter: NewLetter, in room: RoomRow, _ transaction: any Transaction
    ) throws -> ID<Letter>? {
        let id: ID<Letter> = identity.id(at: transaction.now)
        let form = letter.form
        let inserted = try transaction.run(
            """
            INSERT INTO letter
                (id, company_id, room_id, ask_key, puzzle, form_number, name, email, phone,
                question, language, page, left_at_ms, private_agent_id, custom)
            VALUES (\(id), \(room.company), \(room.id), \(letter.key),
                \(letter.puzzle.nonce), \(letter.puzzle.formNumber),
                \(form.name), \(form.email), \(form.phone), \(form.question), \(form.language),
                \(form.page), \(transaction.now), \(letter.for), \(try form.custom.stored()))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        return inserted.isEmpty ? nil : id
    }

    private func leftBefore(
        _ form: CheckedForm, in room: RoomRow, _ transaction: any Transaction
    ) throws -> ID<Letter>? {
        try transaction.first(
            "SELECT id FROM letter WHERE room_id = \(room.id) AND ask_key = \(form.key)")?
            .get("id")
    }
}
