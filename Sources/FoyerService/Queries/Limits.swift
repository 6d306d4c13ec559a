import FoyerCore
import Storage

/// One limit of a company as its administrators read it (CO-4).
package struct LimitReading: Equatable, Sendable {
    package struct Refused: Equatable, Sendable {
        package let count: Int
        package let lastAt: Instant?
    }

    /// Whose limit it is: another plan may move the first, nothing the second.
    package enum Source: String, Sendable { case plan, server }

    package let limit: CompanyLimit
    /// `nil`: there is none.
    package let max: Int?
    package let source: Source?
    package let used: Int
    package let refused: Refused

    /// What happens when four fifths are used, and all: keys of texts.
    package var at80: String? { max == nil ? nil : "limits.shown" }
    package var at100: String? { max == nil ? nil : "limits.refused" }
}

package struct CompanyLimits: Sendable {
    package let plan: Plan
    package let limits: [LimitReading]
}

/// A company as the operator sees it.
package struct CompanySummary: Sendable {
    package let id: ID<Company>
    package let name: String
    /// As in the company's row.
    package let planKey: String
    /// `nil`: no plan of this server has the key.
    package let plan: Plan?
    package let roomCount, agentCount: Int
}

extension Service {
    /// The limits of the administrator's company.
    package func limits(for administrator: LoggedOn) async throws -> CompanyLimits {
        try administrator.requireAdministrator()
        return try await database.read { transaction in
            let company = administrator.company
            let plan = try plan(of: company, transaction)
            var refused: [String: LimitReading.Refused] = [:]
            for row in try transaction.run(
                """
                SELECT limit_name, count, last_at_ms FROM limit_refusal
                WHERE company_id = \(company)
                """)
            {
                refused[try row.get("limit_name")] = .init(
                    count: try row.get("count"), lastAt: try row.get("last_at_ms"))
            }
            let agents: Int? = try transaction.first(
                "SELECT COUNT(*) AS count FROM agent WHERE company_id = \(company)")?
                .get("count")
            let none = LimitReading.Refused(count: 0, lastAt: nil)
            let isOwn = (plan.roomsMax ?? .max) < Limit.roomsPerCompanyMax
            return CompanyLimits(
                plan: plan,
                limits: [
                    LimitReading(
                        limit: .rooms, max: plan.roomsAtMost, source: isOwn ? .plan : .server,
                        used: try roomCount(of: company, transaction),
                        refused: refused[CompanyLimit.rooms.rawValue] ?? none),
                    LimitReading(
                        limit: .agents, max: nil, source: nil, used: agents ?? 0, refused: none),
                ])
        }
    }

    /// All companies, by name. For who runs the server.
    package func companies() async throws -> [CompanySummary] {
        try await database.read { transaction in
            try transaction.run(
                """
                SELECT id, name, plan,
                    (SELECT COUNT(*) FROM room WHERE room.company_id = company.id
                        AND room.deleted_at_ms IS NULL) AS rooms,
                    (SELECT COUNT(*) FROM agent WHERE agent.company_id = company.id) AS agents
                FROM company ORDER BY name, id
                """
            ).map { row in
                let key: String = try row.get("plan")
                return CompanySummary(
                    id: try row.get("id"), name: try row.get("name"), planKey: key,
                    plan: options.plans[key], roomCount: try row.get("rooms"),
                    agentCount: try row.get("agents"))
            }
        }
    }
}
