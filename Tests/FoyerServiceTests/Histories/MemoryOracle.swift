import FoyerTestSupport
import Storage
import Testing

@testable import FoyerCore
@testable import FoyerService

/// The judge of a company's distribution in memory: it must be what the rows say, and the rows must
/// agree among themselves.
struct MemoryOracle {
    /// How often a memory was compared, and how often there was none to compare.
    private(set) var compared = 0
    private(set) var absent = 0

    mutating func check(_ node: ServiceFixture, _ company: ID<Company>, _ comment: Comment)
        async throws
    {
        let (memory, rows) = try await node.database.read { transaction in
            let stamp: Int64 = try #require(
                try transaction.first("SELECT stamp FROM company WHERE id = \(company)")?.get(
                    "stamp"))
            let memory = node.service.distributions.distribution(of: company, after: stamp)
            let loading = DistributionLoading(
                company: company, settings: SettingsCache(), transaction: transaction)
            return (memory, try loading.load())
        }
        try await checkRows(node, rows, company, comment)
        checkNobodyWaitsInVain(rows, comment)
        guard let memory else { return absent += 1 }
        compared += 1
        let (left, right) = (memory.comparable, rows.comparable)
        #expect(left.rooms == right.rooms, comment)
        #expect(left.agents == right.agents, comment)
        #expect(left.chats == right.chats, comment)
        #expect(left == right, comment)
    }

    private func checkRows(
        _ node: ServiceFixture, _ rows: Distribution, _ company: ID<Company>, _ comment: Comment
    ) async throws {
        let broken: [String] = try await node.database.read { transaction in
            func count(_ sql: SQL) throws -> Int { try transaction.first(sql)?.get("n") ?? 0 }
            var broken: [String] = []
            if try count(
                """
                SELECT COUNT(*) AS n FROM offer JOIN chat ON chat.id = offer.chat_id
                WHERE offer.outcome IS NULL AND (chat.state <> 'waiting' OR chat.turn <> offer.turn)
                """) > 0
            {
                broken.append("a live offer of a chat that does not wait")
            }
            if try count(
                """
                SELECT COUNT(*) AS n FROM chat WHERE last_seq <>
                    (SELECT COUNT(*) FROM message WHERE chat_id = chat.id AND seq <= chat.last_seq)
                """) > 0
            {
                broken.append("a gap in a transcript")
            }
            if try count(
                """
                SELECT COUNT(*) AS n FROM chat WHERE state IN ('waiting', 'served') AND
                    EXISTS (SELECT 1 FROM connection WHERE chat_id = chat.id) =
                    EXISTS (SELECT 1 FROM deadline
                        WHERE kind = 'customerGrace' AND subject_id = chat.id)
                """) > 0
            {
                broken.append("an open chat with connection and grace, or with neither")
            }
            if try count(
                """
                SELECT COUNT(*) AS n FROM chat WHERE state NOT IN ('waiting', 'served') AND
                    EXISTS (SELECT 1 FROM deadline
                        WHERE kind = 'customerGrace' AND subject_id = chat.id)
                """) > 0
            {
                broken.append("a grace of a chat that has ended")
            }
            for column in ["browser", "mobile"] {
                let mismatches: SQL =
                    column == "browser"
                    ? """
                    SELECT COUNT(*) AS n FROM agent WHERE (browser_status <> '') <> (EXISTS
                        (SELECT 1 FROM connection
                            WHERE agent_id = agent.id AND channel = 'browser') OR EXISTS
                        (SELECT 1 FROM deadline WHERE subject_id = agent.id || ':browser'))
                    """
                    : """
                    SELECT COUNT(*) AS n FROM agent WHERE (mobile_status <> '') <> (EXISTS
                        (SELECT 1 FROM connection
                            WHERE agent_id = agent.id AND channel = 'mobile') OR EXISTS
                        (SELECT 1 FROM deadline WHERE subject_id = agent.id || ':mobile'))
                    """
                if try count(mismatches) > 0 { broken.append("\(column) status without presence") }
            }
            let due: Instant? = try transaction.first(
                """
                SELECT due_at_ms FROM deadline
                WHERE kind = 'distribution' AND subject_id = \(company)
                """
            )?
            .get("due_at_ms")
            if due != rows.nextDeadline { broken.append("the deadline is not the engine's") }
            return broken
        }
        #expect(broken == [], comment)
    }

    /// Nobody waits while a candidate is idle, and nothing rings at an agent who is full or away.
    private func checkNobodyWaitsInVain(_ rows: Distribution, _ comment: Comment) {
        for chat in rows.chats {
            for offer in chat.offers {
                let agent = rows.agents.first { $0.id == offer.agent }
                let served = agent?.serving.count ?? .max
                let most = agent.map { rows.limit(of: $0, inRoom: chat.room) } ?? 0
                #expect(served < most, comment)
                let ringable: [AgentStatus?] = [.waitingNewCall, .servingCustomer]
                #expect(ringable.contains(agent?.browser), comment)
            }
            let room = rows.rooms.first { $0.id == chat.room }
            #expect(room != nil, comment)
            // Some are asked at a time, or the last agent alone: the others' turn comes.
            guard room?.settings.agentsAtOnce == 0 else { continue }
            guard chat.stage != .lastAgent || chat.offers.isEmpty else { continue }
            let idle = rows.agents.filter { agent in
                agent.rooms.contains(chat.room) && agent.browser == .waitingNewCall
                    && !chat.rejectedBy.contains(agent.id) && !chat.expiredAt.contains(agent.id)
                    && !chat.offers.contains { $0.agent == agent.id }
            }
            #expect(idle.map(\.id) == [], comment)
        }
    }
}

extension Distribution {
    /// The order in which chats were answered within one millisecond is in no row and decides
    /// nothing.
    fileprivate var comparable: Distribution {
        var copy = self
        for agent in copy.agents.indices { copy.agents[agent].serving.sort { $0.chat < $1.chat } }
        return copy
    }
}
