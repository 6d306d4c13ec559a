import FoyerCore
import Storage

extension Service {
    /// Keeps a letter for the room's agents. It needs a question and an address to answer to,
    /// unless the room hides those fields.
    package func leaveLetter(_ draft: FormDraft, roomToken: String) async throws -> ID<Letter> {
        let form = try CheckedForm(draft)
        return try await database.write { transaction in
            let access = Access(transaction: transaction)
            // What was left before the link was replaced is answered as then.
            let known = try access.room(onceBehind: roomToken)
            if let left = try leftBefore(form, in: known, transaction) { return left }
            let link = try access.link(roomToken)
            let room = link.room
            let settings = try settings.settings(
                of: room.id, version: room.settingsVersion, in: transaction)
            guard settings.contactForm.letterButton else { throw Refusal.actionOff }
            var rules = settings.contactForm
            rules.email.mandatory = true
            rules.question.mandatory = true
            let fields = try form.fields(obeying: rules)
            let solved = try solvedPuzzle(form, in: room, transaction)
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
                question, language, page, left_at_ms, private_agent_id)
            VALUES (\(id), \(room.company), \(room.id), \(letter.key),
                \(letter.puzzle.nonce), \(letter.puzzle.formNumber),
                \(form.name), \(form.email), \(form.phone), \(form.question), \(form.language),
                \(form.page), \(transaction.now), \(letter.for))
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
