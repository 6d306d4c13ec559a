import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

/// A restore on one node, while another one is cut off from the database (decision 0015).
@Suite("Backup, restore and another node")
struct BackupNodesTests {
    private static let pastLease = Limit.nodeLeaseMilliseconds + 1

    @Test("a node that was cut off meanwhile remembers nothing", arguments: Engine.allCases)
    func memory(_ engine: Engine) async throws {
        try await withFolder { folder in
            try await engine.withService { house, administrator in
                let room = try await house.general(for: administrator)
                let other = house.another()
                try await other.service.restart(as: "b:1", alone: false)
                try await house.makeBackup(at: "\(folder)/backup")
                try await house.publish(
                    [("phones.agentRole", .text("Doctor"))], in: room, by: administrator)
                // It keeps the settings, and a block of numbers.
                _ = try await other.service.entrance(roomToken: room.token)
                let number = try await other.service.makeChallenge(roomToken: room.token).formNumber

                house.clock.advance(milliseconds: Self.pastLease)
                try await house.restoreBackup(at: "\(folder)/backup", alone: false)
                try await house.publish(
                    [("phones.agentRole", .text("Lawyer"))], in: room, by: administrator)
                let mine = try await house.service.makeChallenge(roomToken: room.token).formNumber
                #expect(mine == number, "the numbers of the backup")
                #expect(try await other.service.renewLease(as: "b:1").hadLapsed)
                let entrance = try await other.service.entrance(roomToken: room.token)
                #expect(entrance.settings.phones.agentRole == "Lawyer")
                let next = try await other.service.makeChallenge(roomToken: room.token).formNumber
                #expect(next > mine + 1, "a block of its own")
            }
        }
    }

    @Test("while another node holds its lease, a restore is refused", arguments: Engine.allCases)
    func refused(_ engine: Engine) async throws {
        try await withFolder { folder in
            try await engine.withService { house, _ in
                try await house.makeBackup(at: "\(folder)/backup")
                let other = house.another()
                try await other.service.restart(as: "b:1", alone: false)
                let before = try await house.digests()
                await #expect(throws: BackupProblem.anotherUsesDatabase) {
                    try await house.restoreBackup(at: "\(folder)/backup", alone: false)
                }
                #expect(try await house.digests() == before)
                house.clock.advance(milliseconds: Self.pastLease)
                try await house.restoreBackup(at: "\(folder)/backup", alone: false)
            }
        }
    }

    @Test(
        "graces begin anew, also where another node is back before", arguments: Engine.allCases)
    func graces(_ engine: Engine) async throws {
        try await withFolder { folder in
            try await engine.withService { house, administrator in
                let room = try await house.general(for: administrator)
                let bert = try await house.readyAgent("Bert", by: administrator)
                _ = try await house.customer(asksIn: room, servedBy: bert)
                try await house.makeBackup(at: "\(folder)/backup")
                let other = house.another()
                try await other.service.restart(as: "b:1", alone: false)
                house.clock.advance(milliseconds: Self.pastLease)
                try await house.restoreBackup(at: "\(folder)/backup", alone: false)
                _ = try await other.service.renewLease(as: "b:1")
                try await house.service.restart(as: "a:1", alone: false, isRestored: true)
                let kinds: [String] = try await house.database.read { transaction in
                    try transaction.run(
                        "SELECT kind FROM deadline WHERE kind <> 'distribution' ORDER BY kind"
                    ).map { try $0.get("kind") }
                }
                #expect(kinds == ["agentGrace", "customerGrace"])
                #expect(try await !other.service.renewLease(as: "b:1").hadLapsed, "not swept away")
            }
        }
    }
}
