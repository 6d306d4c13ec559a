import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

/// Two nodes on one database: each holds its connections by a lease (decision 0015).
@Suite struct LeaseTests {
    /// Longer than a lease, shorter than any grace.
    private static let pastLease: Int64 = Limit.nodeLeaseMilliseconds + 1

    private struct Scene {
        let first: ServiceFixture
        let second: ServiceFixture
        let room: RoomRow
        let bert: LoggedOn
        let customer: AskingCustomer
    }

    /// Bert serves a customer, both on the first node; the second has joined.
    private func withScene(
        _ engine: Engine, _ body: (Scene) async throws -> Void
    ) async throws {
        try await engine.withService { first, administrator in
            let room = try await first.general(for: administrator)
            let bert = try await first.readyAgent("Bert", by: administrator)
            let customer = try await first.customer(asksIn: room, servedBy: bert)
            let second = first.another()
            try await second.service.restart(as: "b:1", alone: false)
            try await body(
                Scene(first: first, second: second, room: room, bert: bert, customer: customer))
        }
    }

    private func deadlines(_ house: ServiceFixture) async throws -> [String] {
        try await house.database.read { transaction in
            try transaction.run(
                "SELECT kind FROM deadline WHERE kind <> 'distribution' ORDER BY kind"
            ).map { try $0.get("kind") }
        }
    }

    @Test("a node that joins leaves the others' connections alone", arguments: Engine.allCases)
    func join(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            try await scene.second.service.sweepNodes()
            #expect(try await deadlines(scene.first) == [])
        }
    }

    @Test("the graces of a lapsed node's connections begin", arguments: Engine.allCases)
    func lapse(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            scene.first.clock.advance(milliseconds: Self.pastLease)
            _ = try await scene.second.service.renewLease(as: "b:1")
            try await scene.second.service.sweepNodes()
            #expect(try await deadlines(scene.second) == ["agentGrace", "customerGrace"])

            scene.first.clock.advance(seconds: 61)
            _ = try await scene.second.service.passTime()
            #expect(try await scene.second.status(of: scene.bert) == [nil, nil])
        }
    }

    @Test("a node that renews in time is not swept", arguments: Engine.allCases)
    func renewal(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            for _ in 0..<5 {
                scene.first.clock.advance(milliseconds: Limit.nodeLeaseMilliseconds - 1)
                for (node, name) in [(scene.first, ""), (scene.second, "b:1")] {
                    let lease = try await node.service.renewLease(as: name)
                    #expect(!lease.hadLapsed)
                    #expect(lease.nodes.count == 2)
                    try await node.service.sweepNodes()
                }
            }
            #expect(try await deadlines(scene.first) == [])
        }
    }

    @Test(
        "a node that comes back too late holds nothing of what it had", arguments: Engine.allCases)
    func late(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            let former = scene.first.service.currentNode
            scene.first.clock.advance(milliseconds: Self.pastLease)
            try await scene.second.service.sweepNodes()
            let lease = try await scene.first.service.renewLease(as: "")
            #expect(lease.hadLapsed)
            #expect(scene.first.service.currentNode != former)
            // What it takes for a screen that goes now was forgotten before.
            try await scene.first.service.disconnectCustomer(scene.customer.connection)
            #expect(try await deadlines(scene.first) == ["agentGrace", "customerGrace"])
        }
    }

    @Test("whoever is back on another node has no grace", arguments: Engine.allCases)
    func moved(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            _ = try await scene.second.service.connectAgent(scene.bert)
            _ = try await scene.second.service.connectCustomer(
                roomToken: scene.room.token, token: scene.customer.token)
            scene.first.clock.advance(milliseconds: Self.pastLease)
            _ = try await scene.second.service.renewLease(as: "b:1")
            try await scene.second.service.sweepNodes()
            #expect(try await deadlines(scene.second) == [])
        }
    }

    @Test("a lease that is given back lapses at once", arguments: Engine.allCases)
    func leave(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            try await scene.first.service.leaveNodes()
            #expect(try await deadlines(scene.second) == ["agentGrace", "customerGrace"])
            let lease = try await scene.second.service.renewLease(as: "b:1")
            #expect(lease.nodes == [try #require(scene.second.service.currentNode)])
        }
    }

    @Test("a start under the same name ends the former one", arguments: Engine.allCases)
    func sameName(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            let third = scene.first.another()
            try await third.service.restart(as: "", alone: false)
            // Nobody would hear of it yet.
            #expect(third.announcer.take().isEmpty)
            try await third.service.sweepNodes()
            #expect(try await deadlines(third) == ["agentGrace", "customerGrace"])
            let peers = third.announcer.take().filter { hint in
                if case .peer = hint { true } else { false }
            }
            #expect(peers.count == 2)
        }
    }

    @Test("a lease that is taken anew ends nobody of the same name", arguments: Engine.allCases)
    func sameNameLater(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            scene.first.clock.advance(milliseconds: Self.pastLease)
            _ = try await scene.second.service.renewLease(as: "b:1")
            try await scene.second.service.sweepNodes()
            #expect(try await scene.first.service.renewLease(as: "b:1").hadLapsed)
            #expect(try await !scene.second.service.renewLease(as: "b:1").hadLapsed)
        }
    }

    @Test("where no other node runs, time stood still", arguments: Engine.allCases)
    func alone(_ engine: Engine) async throws {
        try await withScene(engine) { scene in
            scene.first.clock.advance(seconds: 3_600)
            let next = scene.first.another()
            try await next.service.restart(as: "c:1", alone: false)
            #expect(try await deadlines(next) == ["agentGrace", "customerGrace"])
            _ = try await next.service.passTime()
            #expect(
                try await next.life(of: scene.customer) == .served(turn: 1, by: scene.bert.agent))
        }
    }
}
