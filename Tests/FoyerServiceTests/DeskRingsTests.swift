import FoyerCore
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerService

@Suite("rings on a desk")
struct DeskRingsTests {
    @Test("this node's memory and the rows say the same", arguments: Engine.allCases)
    func memoryAndRows(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let general = try await house.general(for: administrator)
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            _ = try await house.readyAgent("Cleo", by: administrator)
            for room in [general, general, sales] { _ = try await house.customer(asksIn: room) }
            let (known, stored) = try await house.service.database.read { transaction in
                let rooms = [general.id, sales.id]
                let row = try transaction.first(
                    "SELECT stamp FROM company WHERE id = \(bert.company)")
                let stamp: Int64 = try #require(try row?.get("stamp"))
                #expect(
                    house.service.distributions.distribution(of: bert.company, after: stamp) != nil)
                return (
                    try house.service.rings(in: rooms, at: bert, transaction),
                    try house.service.storedRings(in: rooms, at: bert.agent, transaction)
                )
            }
            #expect(known == stored)
            #expect(known.counts.values.sorted() == [2, 2] && known.own.count == 2)
        }
    }
}
