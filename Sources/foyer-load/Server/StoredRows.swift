import Foundation
import Storage

/// Writes rows into the data folder of a server that does not run: what would take hours over the
/// wire. The rows are as the server writes them, as far as it reads them again.
struct StoredRows {
    private let database: SQLiteDatabase
    private let room: String

    init(folder: String, room: String) throws {
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
        database = try SQLiteDatabase(location: .file("\(folder)/foyer.sqlite"), clock: clock)
        self.room = room
    }

    func close() async { await database.close() }

    /// Agents who serve the room and are logged on nowhere.
    func addAgents(_ count: Int) async throws {
        let room = room
        try await database.write { transaction in
            try transaction.liftTimeLimits()
            try transaction.run(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO agent (id, company_id, name, email, administrator, created_at_ms)
                SELECT printf('01900000-0000-7000-8001-%012x', i), room.company_id,
                    'Stored ' || i, 'stored-' || i || '@load.example', 0, 0
                FROM n, room WHERE room.id = \(room)
                """)
            try transaction.run(
                """
                INSERT INTO room_agent (room_id, agent_id)
                SELECT \(room), id FROM agent WHERE email LIKE 'stored-%'
                """)
        }
    }

    /// Rooms with the room's settings, each served by one of the stored agents, as far as there are
    /// any.
    func addRooms(_ count: Int) async throws {
        let room = room
        try await database.write { transaction in
            try transaction.liftTimeLimits()
            try transaction.run(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO room (id, company_id, name, token, settings_version, created_at_ms)
                SELECT printf('01900000-0000-7000-8005-%012x', i), room.company_id,
                    'Stored ' || i, printf('stored-room-%020d', i), 1, 0
                FROM n, room WHERE room.id = \(room)
                ON CONFLICT (id) DO NOTHING
                """)
            try transaction.run(
                """
                INSERT INTO room_settings (room_id, version, settings, published_at_ms)
                SELECT room.id, 1, general.settings, 0
                FROM room, room_settings AS general
                WHERE room.token LIKE 'stored-room-%' AND general.room_id = \(room)
                    AND general.version = 1
                ON CONFLICT (room_id, version) DO NOTHING
                """)
            try transaction.run(
                """
                INSERT INTO room_agent (room_id, agent_id)
                SELECT room.id, agent.id FROM room, agent
                WHERE room.token LIKE 'stored-room-%' AND agent.email LIKE 'stored-%'
                    AND substr(room.id, 25) = substr(agent.id, 25)
                ON CONFLICT (room_id, agent_id) DO NOTHING
                """)
        }
    }

    /// Chats that wait, the first of them for `count` seconds, and their customers, who are gone.
    func addWaitingChats(_ count: Int) async throws {
        try await addCustomers(count)
        try await addChats(count, state: "waiting", messages: 0)
    }

    /// Ended chats with so many texts of 120 bytes each.
    func addEndedChats(_ count: Int, messages: Int) async throws {
        try await addCustomers(count)
        try await addChats(count, state: "ended", messages: messages)
        guard messages > 0 else { return }
        let body = String(repeating: "x", count: 120)
        // A million rows in one transaction would be as large a log beside the file.
        for start in stride(from: 1, through: count, by: 100) {
            let end = min(count, start + 99)
            try await database.write { transaction in
                try transaction.liftTimeLimits()
                try transaction.run(
                    """
                    WITH RECURSIVE
                        n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(messages)),
                        c(i) AS (SELECT \(start) UNION ALL SELECT i + 1 FROM c WHERE i < \(end))
                    INSERT INTO message (chat_id, seq, id, sender, cid, kind, body, at_ms)
                    SELECT printf('01900000-0000-7000-8003-%012x', c.i), n.i,
                        printf('01900000-0000-7004-8004-%012x', c.i * 1000000 + n.i), 'customer',
                        printf('%032x', n.i), 'text', \(body), 1000 * n.i
                    FROM c, n
                    """)
            }
        }
    }

    private func addCustomers(_ count: Int) async throws {
        let room = room
        try await database.write { transaction in
            try transaction.liftTimeLimits()
            try transaction.run(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO customer (id, company_id, token_hash, number, created_at_ms)
                SELECT printf('01900000-0000-7000-8002-%012x', i), room.company_id,
                    'stored-' || i, i, 0
                FROM n, room WHERE room.id = \(room)
                """)
        }
    }

    private func addChats(_ count: Int, state: String, messages: Int) async throws {
        let room = room
        try await database.write { transaction in
            try transaction.liftTimeLimits()
            let first = transaction.nowMilliseconds - Int64(count) * 1_000
            let endedAt: Int64? = state == "waiting" ? nil : first
            try transaction.run(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO chat (id, company_id, room_id, customer_id, form_number, ask_key,
                    puzzle, settings_version, name, email, phone, question, language, page,
                    asked_at_ms, state, turn, last_seq, ended_at_ms, put_away, waiting_since_ms,
                    rank, nobody_free)
                SELECT printf('01900000-0000-7000-8003-%012x', i), room.company_id, room.id,
                    printf('01900000-0000-7000-8002-%012x', i), i, printf('%032x', i),
                    'stored-' || i, room.settings_version, 'Stored ' || i, '', '',
                    'Where is my parcel?', 'en-GB', '', \(first) + 1000 * i, \(state), 1,
                    \(messages), \(endedAt), 0, \(first) + 1000 * i, \(first) + 1000 * i,
                    CASE WHEN \(state) = 'waiting' THEN 1 ELSE 0 END
                FROM n, room WHERE room.id = \(room)
                """)
        }
    }

    /// The chat that has waited longest of those stored here.
    static let oldestChat = "01900000-0000-7000-8003-000000000001"
}
