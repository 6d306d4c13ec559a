import FoyerCore
import Storage

package struct LetterRow: Sendable {
    package let id: ID<Letter>
    package let room: String
    package let formNumber: Int64
    /// Who was meant, by name; `nil`: whoever serves the room (PRIV-1).
    package let `for`: String?
    package let name, email, phone, question, language, page: String
    package let custom: [CustomAnswer]
    package let leftAt: Instant
}

package struct LetterPage: Sendable {
    /// The newest first.
    package let letters: [LetterRow]
    /// There are letters older than these.
    package let more: Bool
}

/// Ids begin with the time of leaving, so that their order is that of the letters.
extension Service {
    /// The letters of the agent's rooms, of all rooms for an administrator: the newest, or those
    /// just before `before`. As many as a page of a transcript would hold, at least one.
    package func letters(
        for agent: LoggedOn, before: ID<Letter>? = nil
    ) async throws -> LetterPage {
        try await database.read { transaction in
            let rows = try letterRows(for: agent, before: before ?? .latest, transaction)
            var letters: [LetterRow] = []
            var bytes = 0
            for row in rows.prefix(Limit.letterPageLettersMax) {
                let letter = try LetterRow(row: row)
                bytes += letter.jsonByteCount
                guard letters.isEmpty || bytes <= Limit.letterPageBytesMax else { break }
                letters.append(letter)
            }
            return LetterPage(letters: letters, more: letters.count < rows.count)
        }
    }

    /// How many letters of the agent's rooms, of all rooms for an administrator, are newer than
    /// `after`. The count ends at `Limit.lettersCountedMax`.
    package func letterCount(
        for agent: LoggedOn, after: ID<Letter>? = nil
    ) async throws -> Int {
        let after = after ?? .earliest
        return try await database.read { transaction in
            let row =
                try agent.isAdministrator
                ? transaction.first(
                    """
                    SELECT COUNT(*) AS letters FROM
                        (SELECT id FROM letter
                        WHERE company_id = \(agent.company) AND id > \(after)
                        LIMIT \(Limit.lettersCountedMax)) newer
                    """)
                : transaction.first(
                    """
                    SELECT COUNT(*) AS letters FROM
                        (SELECT id FROM letter WHERE id > \(after) AND room_id IN
                            (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent))
                        LIMIT \(Limit.lettersCountedMax)) newer
                    """)
            return try row?.get("letters") ?? 0
        }
    }

    /// One more than a page holds. Two statements, since one that asks who the agent is could use
    /// neither the company's index nor the room's.
    private func letterRows(
        for agent: LoggedOn, before: ID<Letter>, _ transaction: any Transaction
    ) throws -> [Row] {
        guard !agent.isAdministrator else {
            return try transaction.run(
                """
                SELECT \(LetterRow.columns) FROM letter JOIN room ON room.id = letter.room_id
                WHERE letter.company_id = \(agent.company) AND letter.id < \(before)
                ORDER BY letter.id DESC LIMIT \(Limit.letterPageLettersMax + 1)
                """)
        }
        // The ids come from the index alone; only a page of them is looked up.
        return try transaction.run(
            """
            SELECT \(LetterRow.columns) FROM letter JOIN room ON room.id = letter.room_id
            WHERE letter.id IN
                (SELECT id FROM letter WHERE id < \(before) AND room_id IN
                    (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent))
                ORDER BY id DESC LIMIT \(Limit.letterPageLettersMax + 1))
            ORDER BY letter.id DESC
            """)
    }
}

extension LetterRow {
    fileprivate static let columns: SQL.Fragment = """
        letter.id, room.name AS room, letter.form_number, letter.name, letter.email, letter.phone,
        letter.question, letter.language, letter.page, letter.left_at_ms,
        letter.custom,
        (SELECT agent.name FROM agent WHERE agent.id = letter.private_agent_id) AS for_agent
        """

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.get("id"), room: try row.get("room"),
            formNumber: try row.get("form_number"), for: try row.get("for_agent"),
            name: try row.get("name"),
            email: try row.get("email"), phone: try row.get("phone"),
            question: try row.get("question"), language: try row.get("language"),
            page: try row.get("page"),
            custom: try [CustomAnswer](stored: try row.get("custom")),
            leftAt: try row.get("left_at_ms"))
    }

    /// What others wrote, as it counts on the wire.
    fileprivate var jsonByteCount: Int {
        [name, email, phone, question, language, page, `for` ?? ""].reduce(custom.jsonByteCount) {
            $0 + $1.jsonByteCount
        }
    }
}

extension ID<Letter> {
    /// Before and after all that there are.
    fileprivate static var earliest: Self { ID(milliseconds: 0, random: (0, 0)) }
    fileprivate static var latest: Self {
        ID(milliseconds: (1 << 48) - 1, random: (.max, .max))
    }
}
