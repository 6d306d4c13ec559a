import FoyerCore
import Storage

/// Who serves a room and how they are now (STAT-2).
package struct Statistics: Sendable {
    package struct AgentLine: Sendable {
        package let email: String
        package let name: String
        package let browser: AgentStatus?
        package let mobile: AgentStatus?
    }

    package let room: String
    /// Agents who are logged on somewhere, by name.
    package let agents: [AgentLine]

    package func count(_ status: AgentStatus, on channel: Channel) -> Int {
        agents.filter { (channel == .browser ? $0.browser : $0.mobile) == status }.count
    }
}

extension Service {
    /// A private room's link shows its agent alone (PRIV-1).
    ///
    /// Throws `.roomLinkUnknown`, `.roomLinkReplaced` or `.roomLinkEnded` for another link, and
    /// `.actionOff` for details that are switched off or need another key.
    package func statistics(
        roomToken: String, details: Bool, key: String = ""
    ) async throws -> Statistics {
        try await database.read { transaction in
            let link = try Access(transaction: transaction).link(roomToken)
            let room = link.room
            let settings = try settings.settings(
                of: room.id, version: room.settingsVersion, in: transaction)
            let rules = settings.statistics
            guard !details || rules.details && (rules.key.isEmpty || rules.key == key) else {
                throw Refusal.actionOff
            }
            let rows = try transaction.run(
                """
                SELECT agent.id, agent.email, agent.name, agent.browser_status, agent.mobile_status
                FROM agent JOIN room_agent ON room_agent.agent_id = agent.id
                WHERE room_agent.room_id = \(room.id) AND (agent.browser_status <> '' OR
                agent.mobile_status <> '')
                ORDER BY agent.name, agent.id
                """)
            let shown = try rows.filter { row in
                guard let onlyAgent = link.onlyAgent else { return true }
                return try row.get("id") == onlyAgent
            }
            let agents = try shown.map { row in
                Statistics.AgentLine(
                    email: try row.get("email"), name: try row.get("name"),
                    browser: try row.status("browser_status"),
                    mobile: try row.status("mobile_status"))
            }
            return Statistics(room: room.name, agents: agents)
        }
    }
}
