import FoyerCore
import Storage

/// An agent's own facts.
package struct Me: Sendable {
    package let agent: AgentRow
    package let companyName: String
    package let rooms: [RoomRow]
}

extension Service {
    package func me(_ agent: LoggedOn) async throws -> Me {
        try await database.read { transaction in
            let row = try transaction.first(
                "SELECT \(AgentRow.columns) FROM agent WHERE id = \(agent.agent)")
            let company = try transaction.first(
                "SELECT name FROM company WHERE id = \(agent.company)")
            guard let row, let company else { throw Refusal.notLoggedOn }
            let rooms = try transaction.run(
                """
                SELECT \(RoomRow.columns) FROM room
                WHERE deleted_at_ms IS NULL AND id IN (SELECT room_id FROM room_agent WHERE
                agent_id = \(agent.agent))
                ORDER BY name
                """
            ).map { try RoomRow(row: $0) }
            return Me(
                agent: try AgentRow(row: row), companyName: try company.get("name"), rooms: rooms)
        }
    }
}
