import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Statistics of a room")
struct StatisticsTests {
    @Test(
        "agents are counted, each channel by its status, and who is logged on nowhere is not",
        arguments: Engine.allCases)
    func counts(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let mobile = try await house.logOn("bert@example.com", on: .mobile)
            _ = try await house.service.connectAgent(mobile)
            let cleo = try await house.readyAgent("Cleo", on: .mobile, by: administrator)
            try await house.service.choose(.takeBreak, by: cleo)
            _ = try await house.agent("Dora", by: administrator)
            _ = try await house.readyAgent("Emil", in: [sales.id], by: administrator)
            _ = try await house.customer(asksIn: room, servedBy: bert)

            let statistics = try await house.service.statistics(
                roomToken: room.token, details: true)

            #expect(statistics.room == "GENERAL")
            #expect(statistics.agents.map(\.email) == ["bert@example.com", "cleo@example.com"])
            #expect(statistics.agents.map(\.browser) == [.servingCustomer, nil])
            #expect(statistics.agents.map(\.mobile) == [.servingCustomer, .takingBreak])
            #expect(statistics.count(.servingCustomer, on: .browser) == 1)
            #expect(statistics.count(.servingCustomer, on: .mobile) == 1)
            #expect(statistics.count(.takingBreak, on: .mobile) == 1)
            #expect(statistics.count(.takingBreak, on: .browser) == 0)
            let all = AgentStatus.allCases.map { statistics.count($0, on: .browser) }
            #expect(all.reduce(0, +) == 1)
        }
    }
}
