import FoyerCore
import Storage

/// What a customer filled in, as it came from the form.
package struct FormDraft: Sendable {
    package var challenge = ""
    package var solution = ""
    /// The customer's token: kept by the browser, or fresh from the challenge.
    package var customer = ""
    /// Made once per form, so that a retry is recognised; 32 hexadecimal digits.
    package var key = ""
    package var name = ""
    package var email = ""
    package var phone = ""
    package var question = ""
    package var language = ""
    package var page = ""
    /// The answers in the room's own fields.
    package var custom: [SentAnswer] = []

    package init() {}
}

package struct AskedChat: Equatable, Sendable {
    package let chat: ID<Chat>
    package let formNumber: Int64
}

package struct Challenge: Sendable {
    package let challenge: String
    package let bits: Int
    /// A fresh customer token.
    package let customer: String
    /// The number of the form that this is for (CF-1).
    package let formNumber: Int64
}

extension Service {
    /// A puzzle for the contact form and the customer token it is for (CF-5): `customer`, which the
    /// browser has from an earlier puzzle, or a fresh one; and the form's number. Nothing is stored
    /// but that some numbers are taken.
    package func makeChallenge(roomToken: String, customer: String? = nil) async throws -> Challenge
    {
        let customer = customer.flatMap { TokenText.isToken($0) ? $0 : nil } ?? identity.token()
        let (room, secret, now) = try await database.read { transaction in
            let room = try Access(transaction: transaction).room(token: roomToken)
            return (room, try puzzleSecret(transaction), transaction.now)
        }
        let formNumber = try await nextFormNumber(of: room.company)
        let form = Puzzle.Solved(
            customerHash: Identity.hash(customer), formNumber: formNumber, nonce: identity.token())
        let challenge = Puzzle(secret: secret).challenge(
            room: room.id, for: form, bits: options.puzzleBits, now: now)
        return Challenge(
            challenge: challenge, bits: options.puzzleBits, customer: customer,
            formNumber: formNumber)
    }

    func nextFormNumber(of company: ID<Company>) async throws -> Int64 {
        if let number = formNumbers.next(of: company) { return number }
        return try await formNumbers.next(of: company, in: database)
    }

    /// A customer asks for an agent: the chat begins to wait and the engine looks for who is to
    /// ring.
    package func askForAgent(_ draft: FormDraft, roomToken: String) async throws -> AskedChat {
        let form = try CheckedForm(draft)
        return try await database.write { transaction in
            let access = Access(transaction: transaction)
            // What was asked before the link was replaced is answered as then.
            let known = try access.room(onceBehind: roomToken)
            if let asked = try askedBefore(form, in: known, transaction) { return asked }
            let room = try access.room(token: roomToken)
            let settings = try settings.settings(
                of: room.id, version: room.settingsVersion, in: transaction)
            guard settings.contactForm.chatButton else { throw Refusal.actionOff }
            let fields = try form.fields(obeying: settings.contactForm)
            let solved = try solvedPuzzle(form, in: room, transaction)
            if try isSpent(solved, transaction) {
                // By this very form, perhaps, which came twice at once.
                if let asked = try askedBefore(form, in: room, transaction) { return asked }
                throw Refusal.puzzleExpired
            }
            return try distribute(in: room.company, transaction) { work in
                // Once more under the lock: it may have come twice at once, the room may be gone.
                if let asked = try askedBefore(form, in: room, transaction) { return asked }
                let onlyAgent = try access.link(roomToken).onlyAgent
                if let onlyAgent, try !access.canAnswer(onlyAgent, in: room.id) {
                    throw Refusal.privateRoomUnanswered
                }
                guard try !isSpent(solved, transaction) else { throw Refusal.puzzleExpired }
                let customer = try customer(
                    holding: form.customer, solved, of: room.company, transaction)
                let open = try transaction.first(
                    """
                    SELECT id FROM chat
                    WHERE customer_id = \(customer.id) AND room_id = \(room.id) AND state IN
                    ('waiting', 'served')
                    """)
                guard open == nil else { throw Refusal.chatAlreadyOpen }
                let asking = Asking(
                    room: room, settings: settings, form: fields, customer: customer, key: form.key,
                    puzzle: solved, onlyAgent: onlyAgent)
                return try begin(asking, &work)
            }
        }
    }

    private struct Asking {
        let room: RoomRow
        let settings: RoomSettings
        let form: FormFields
        let customer: NumberedCustomer
        let key: String
        let puzzle: Puzzle.Solved
        /// Through a private room's link (PRIV-1).
        let onlyAgent: ID<Agent>?
    }

    private func begin(_ asking: Asking, _ work: inout DistributionWork) throws -> AskedChat {
        let transaction = work.transaction
        let id: ID<Chat> = identity.id(at: work.now)
        let form = asking.form
        // In a private room nobody else comes first.
        let lastAgent =
            asking.onlyAgent == nil
            ? try lastAgent(asking, transaction) : nil
        let waiting = WaitingChat(
            id: id, room: asking.room.id, since: work.now,
            rank: WaitingChat.rank(
                asked: work.now, priorityMinutes: asking.settings.distribution.priorityMinutes),
            onlyAgent: asking.onlyAgent, lastAgent: lastAgent)
        try transaction.run(
            """
            INSERT INTO chat
                (id, company_id, room_id, customer_id, form_number, ask_key, puzzle,
                settings_version, name, email,
                 phone, question, language, page, asked_at_ms, state, turn, waiting_since_ms, rank,
                 last_agent_id, private_agent_id, custom)
            VALUES (\(id), \(work.company), \(asking.room.id), \(asking.customer.id),
            \(asking.puzzle.formNumber), \(asking.key),
                \(asking.puzzle.nonce), \(asking.room.settingsVersion), \(form.name), \(form.email),
                \(form.phone),
                \(form.question), \(form.language), \(form.page), \(work.now), 'waiting', 1,
                \(work.now),
                \(waiting.rank), \(lastAgent), \(asking.onlyAgent),
                \(try form.custom.stored()))
            """)
        let transcript = TranscriptWriting(transaction: transaction, identity: identity)
        let facts = CustomerFacts(
            name: form.name, email: form.email, phone: form.phone, language: form.language,
            page: form.page,
            customerNumber: asking.customer.number, custom: form.custom)
        _ = try transcript.append(.facts(facts), from: .system, to: id)
        if !form.question.isEmpty {
            _ = try transcript.append(.text(form.question), from: .customer, to: id)
        }
        let due = work.now.adding(seconds: asking.settings.phones.lostConnectionSeconds)
        try transaction.setDeadline(.customerGrace, of: id.rawValue, at: due)
        work.hints.append(.deadlineSet(due))
        try work.handle(.asked(waiting))
        return AskedChat(chat: id, formNumber: asking.puzzle.formNumber)
    }

    /// Who is asked first: where the room says so, the agent who served this customer there last
    /// (DIST-4); and everywhere who comes back after a lost connection continues with the same
    /// agent, if that one is free (CHAT-6).
    private func lastAgent(_ asking: Asking, _ transaction: any Transaction) throws -> ID<Agent>? {
        let (customer, room) = (asking.customer.id, asking.room.id)
        if asking.settings.assignment.sameAgent {
            return try transaction.first(
                """
                SELECT offer.agent_id FROM chat JOIN offer ON offer.chat_id = chat.id
                WHERE chat.customer_id = \(customer) AND chat.room_id = \(room)
                    AND offer.outcome = 'accepted'
                ORDER BY offer.ended_at_ms DESC, offer.number DESC LIMIT 1
                """)?.get("agent_id")
        }
        let row = try transaction.first(
            """
            SELECT agent_id, end_reason FROM chat WHERE customer_id = \(customer) AND room_id =
            \(room)
            ORDER BY asked_at_ms DESC, id DESC LIMIT 1
            """)
        guard let row, let reason: String = try row.get("end_reason"),
            reason == Ender.customerLost.rawValue
        else {
            return nil
        }
        return try row.get("agent_id")
    }

    /// The company is named for the index: without it every chat that the room ever had is looked
    /// at.
    private func askedBefore(
        _ form: CheckedForm, in room: RoomRow, _ transaction: any Transaction
    ) throws -> AskedChat? {
        let row = try transaction.first(
            """
            SELECT chat.id, chat.form_number FROM customer JOIN chat ON chat.customer_id =
            customer.id
            WHERE customer.company_id = \(room.company)
                AND customer.token_hash = \(Identity.hash(form.customer))
                AND chat.room_id = \(room.id) AND chat.ask_key = \(form.key)
            """)
        return try row.map {
            AskedChat(chat: try $0.get("id"), formNumber: try $0.get("form_number"))
        }
    }
}
