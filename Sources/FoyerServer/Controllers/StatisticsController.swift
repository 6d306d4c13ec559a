import FoyerAPI
import FoyerCore
import FoyerService
import HTTPTypes
import Hummingbird

/// The statistics URLs (STAT-1 to STAT-4): keys in this order, cacheable for a second.
struct StatisticsController: Sendable {
    let service: Service

    func brief(_ request: Request, context: FoyerContext) async throws -> Response {
        try await answer(request, context, details: false)
    }

    func details(_ request: Request, context: FoyerContext) async throws -> Response {
        try await answer(request, context, details: true)
    }

    private func answer(
        _ request: Request, _ context: FoyerContext, details: Bool
    ) async throws -> Response {
        let headers: HTTPFields = [.cacheControl: "max-age=1"]
        let statistics: Statistics
        do {
            statistics = try await service.statistics(
                roomToken: try context.parameters.require("token"), details: details,
                key: request.uri.queryParameters["key"].map(String.init) ?? "")
        } catch let refusal as Refusal
            where [.roomLinkUnknown, .roomLinkReplaced, .roomLinkEnded].contains(refusal)
        {
            return .json(.notFound, headers: headers) {
                $0.field("result", "ERROR")
                $0.field("chatRoom", "")
                $0.field("totalAgentLogon", 0)
            }
        }
        return .json(headers: headers) { writer in
            writer.field("result", "OK")
            writer.field("chatRoom", statistics.room)
            writer.field("totalAgentLogon", statistics.agents.count)
            writer.object("agStatSummary") {
                $0.counts("browserAgentStatus", statistics, .browser)
                $0.counts("mobileAppAgentStatus", statistics, .mobile)
            }
            if details { writer.array("agStatDetails") { statistics.writeAgents(&$0) } }
        }
    }
}

extension Statistics {
    fileprivate func writeAgents(_ writer: inout JSONWriter) {
        for agent in agents {
            writer.object {
                $0.field("agentID", agent.email)
                $0.field("agName", agent.name)
                $0.field("browserAgentStatus", agent.browser?.rawValue ?? "")
                $0.field("mobileAppAgentStatus", agent.mobile?.rawValue ?? "")
            }
        }
    }
}

extension JSONWriter {
    /// The five codes in the order of the reference: that of `AgentStatus`.
    fileprivate mutating func counts(
        _ name: StaticString, _ statistics: Statistics, _ channel: Channel
    ) {
        object(name) {
            for status in AgentStatus.allCases {
                $0.name(status.rawValue)
                $0.element(statistics.count(status, on: channel))
            }
        }
    }
}
