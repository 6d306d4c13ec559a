import FoyerCore
import Storage

package struct MessageDraft: Sendable {
    package let chat: ID<Chat>
    /// 32 hexadecimal digits, made once per text by the client.
    package let cid: String
    package let body: String

    package init(chat: ID<Chat>, cid: String, body: String) {
        self.chat = chat
        self.cid = cid
        self.body = body
    }
}

extension Service {
    /// Stores a text under the chat's next number, once: the same `cid` again answers with the same
    /// entry, with another body it is refused (decision 0003).
    package func sendMessage(_ draft: MessageDraft, as asker: Asker) async throws -> Entry {
        let cid = try FieldChecks.hexDigits(draft.cid, "cid")
        guard draft.body.utf8.count <= Limit.messageBodyBytesMax else {
            throw Refusal.bodyTooLong(bytesMax: Limit.messageBodyBytesMax)
        }
        guard !draft.body.allSatisfy(\.isWhitespace) else {
            throw Refusal.fieldMissing(field: "body")
        }
        guard !draft.body.utf8.contains(0) else {
            throw Refusal.fieldInvalid(field: "body", rule: .noNull)
        }
        let attempt = Toll()
        let text = Toll()
        return try await database.write(lockingOnly: draft.chat.rawValue) { transaction in
            try takeAttempt(attempt, at: draft.chat, by: asker, transaction)
            let seq = try takeNumber(in: draft.chat, for: asker, transaction, repeated: draft)
            guard case .next(let number) = seq else {
                guard case .stored(let entry) = seq else { throw Refusal.notFound }
                // The first time its hint may have gone to nobody: the commit's answer was lost.
                transaction.afterCommit { [announcer] in announcer.announce([.entry(entry)]) }
                return entry
            }
            let entry = Entry(
                chat: draft.chat, seq: number, id: identity.id(at: transaction.now),
                at: transaction.now,
                from: asker.sender, content: .text(draft.body), cid: cid)
            let writing = TranscriptWriting(transaction: transaction, identity: identity)
            guard try writing.insert(entry) else {
                try transaction.run(
                    "UPDATE chat SET last_seq = last_seq - 1 WHERE id = \(draft.chat)")
                guard let stored = try storedEntry(of: draft, by: asker, transaction) else {
                    throw Refusal.notFound
                }
                return stored
            }
            // Last, so that a retry of what is stored costs nothing; a refusal takes all back.
            if case .customer = asker {
                try text.payOnce { () throws(Refusal) in
                    try messageRates.take(
                        byteCount: draft.body.utf8.count, of: draft.chat,
                        perMinute: options.messagesPerMinute, at: transaction.now)
                }
            }
            transaction.afterCommit { [announcer] in announcer.announce([.entry(entry)]) }
            return entry
        }
    }

    /// What customers try in a chat is bounded, also what changes nothing.
    func takeAttempt(
        _ toll: Toll, at chat: ID<Chat>, by asker: Asker, _ transaction: any Transaction
    ) throws(Refusal) {
        guard case .customer = asker else { return }
        try toll.payOnce { () throws(Refusal) in
            try messageRates.takeAttempt(
                of: chat, perMinute: options.messagesPerMinute, at: transaction.now)
        }
    }

    private enum Numbering {
        case next(Int64)
        case stored(Entry)
    }

    /// The hot path: one statement locks the chat, checks the right to write and takes the number.
    /// Only when that finds nothing is it looked up why.
    private func takeNumber(
        in chat: ID<Chat>, for asker: Asker, _ transaction: any Transaction,
        repeated draft: MessageDraft
    ) throws -> Numbering {
        let row =
            switch asker {
            case .customer(let customer):
                try transaction.first(
                    """
                    UPDATE chat SET last_seq = last_seq + 1
                    WHERE id = \(chat) AND customer_id = \(customer) AND state IN ('waiting',
                    'served')
                    RETURNING last_seq, room_id, settings_version
                    """)
            case .agent(let agent):
                try transaction.first(
                    """
                    UPDATE chat SET last_seq = last_seq + 1
                    WHERE id = \(chat) AND agent_id = \(agent.agent) AND state = 'served'
                    RETURNING last_seq, room_id, settings_version
                    """)
            }
        if let row {
            let settings = try settings.settings(
                of: try row.get("room_id"), version: try row.get("settings_version"),
                in: transaction)
            let button = settings.phones.textButton
            guard asker.side == .customer ? button.customer : button.agent else {
                throw Refusal.actionOff
            }
            return .next(try row.get("last_seq"))
        }
        let found = try Access(transaction: transaction).chat(chat, for: asker)
        // A retry of what was stored before the chat ended is still answered with its number.
        if let stored = try storedEntry(of: draft, by: asker, transaction) {
            return .stored(stored)
        }
        try found.life.accepts(textFrom: asker.sender)
        throw Refusal.notFound
    }

    private func storedEntry(
        of draft: MessageDraft, by asker: Asker, _ transaction: any Transaction
    ) throws -> Entry? {
        let row = try transaction.first(
            """
            SELECT chat_id, seq, id, sender, cid, kind, body, at_ms FROM message
            WHERE chat_id = \(draft.chat) AND sender = \(asker.sender.column) AND cid = \(draft.cid)
            """)
        guard let row else { return nil }
        let entry = try Entry(row: row)
        guard entry.content == .text(draft.body) else { throw Refusal.cidReused }
        return entry
    }
}
