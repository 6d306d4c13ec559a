import FoyerCore
import Storage

/// Which of a company's rooms are asked for, by name.
package struct RoomPageAsked: Sendable {
    /// Words that all occur in the name (`NameSearch`).
    package var search: String
    /// The last room that is known; the page begins behind it.
    package var after: ID<Room>?
    package var countMax: Int

    package init(search: String = "", after: ID<Room>? = nil, countMax: Int) {
        self.search = search
        self.after = after
        self.countMax = countMax
    }
}

/// Some of a company's rooms, by name, and how many there are.
package struct RoomPage: Sendable {
    package let rooms: [RoomWithAgents]
    /// Rooms that hold the words, on this page or not.
    package let found: Int
    /// Rooms that the agent may see.
    package let all: Int
    /// More of what was found stands behind these.
    package let more: Bool
}

extension Service {
    /// Some of the company's rooms, by name: all for an administrator, the own ones for an agent.
    /// A company may have ten thousand.
    package func roomPage(_ asked: RoomPageAsked, for agent: LoggedOn) async throws -> RoomPage {
        try await database.read { transaction in
            let start = try name(of: asked.after, for: agent, transaction)
            let all: Int =
                try transaction.run(
                    """
                    SELECT COUNT(*) AS rooms FROM room
                    WHERE company_id = \(agent.company) AND deleted_at_ms IS NULL
                        AND (\(agent.isAdministrator) = 1 OR id IN
                            (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
                    """
                ).first?.get("rooms") ?? 0
            guard !asked.search.isEmpty else {
                let rows = try rooms(
                    behind: start, countMax: asked.countMax + 1, agent, transaction)
                return RoomPage(
                    rooms: try rows.prefix(asked.countMax).map { try withAgents($0, transaction) },
                    found: all, all: all, more: rows.count > asked.countMax)
            }
            let search = NameSearch(asked.search)
            // Engines fold letters differently, or not at all: names are compared here.
            let names = try transaction.run(
                """
                SELECT name, CASE WHEN name > \(start) THEN 1 ELSE 0 END AS behind FROM room
                WHERE company_id = \(agent.company) AND deleted_at_ms IS NULL
                    AND (\(agent.isAdministrator) = 1 OR id IN
                        (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
                ORDER BY name
                """
            ).map { (name: try $0.get("name") as String, isBehind: try $0.get("behind") as Bool) }
            let found = names.filter { search.finds($0.name) }
            let behind = found.filter(\.isBehind)
            let rows = try behind.prefix(asked.countMax).flatMap {
                try rooms(named: $0.name, of: agent.company, transaction)
            }
            return RoomPage(
                rooms: try rows.map { try withAgents($0, transaction) }, found: found.count,
                all: all,
                more: behind.count > asked.countMax)
        }
    }

    /// Where a page begins: behind this name. A room that the agent may not see is none, and one
    /// that was deleted has kept its name.
    private func name(
        of room: ID<Room>?, for agent: LoggedOn, _ transaction: any Transaction
    ) throws -> String {
        guard let room else { return "" }
        let row = try transaction.first(
            """
            SELECT name FROM room WHERE id = \(room) AND company_id = \(agent.company)
                AND (\(agent.isAdministrator) = 1 OR id IN
                    (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
            """)
        guard let row else { throw Refusal.notFound }
        return try row.get("name")
    }

    private func rooms(
        behind name: String, countMax: Int, _ agent: LoggedOn, _ transaction: any Transaction
    ) throws -> [RoomRow] {
        try transaction.run(
            """
            SELECT \(RoomRow.columns) FROM room
            WHERE company_id = \(agent.company) AND deleted_at_ms IS NULL AND name > \(name)
                AND (\(agent.isAdministrator) = 1 OR id IN
                    (SELECT room_id FROM room_agent WHERE agent_id = \(agent.agent)))
            ORDER BY name LIMIT \(countMax)
            """
        ).map { try RoomRow(row: $0) }
    }

    private func rooms(
        named name: String, of company: ID<Company>, _ transaction: any Transaction
    ) throws -> [RoomRow] {
        try transaction.run(
            """
            SELECT \(RoomRow.columns) FROM room
            WHERE company_id = \(company) AND deleted_at_ms IS NULL AND name = \(name)
            """
        ).map { try RoomRow(row: $0) }
    }
}
