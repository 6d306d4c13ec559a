import FoyerCore
import FoyerRealtime
import FoyerTestSupport
import Logging
import Storage
import Synchronization
import Testing

@testable import FoyerServer

@Suite("A node keeps its lease")
struct NodeKeeperTests {
    /// Counts how often everybody is told to come back.
    private final class Screen: Receiver {
        let cutOffs = Mutex(0)

        func receive(_ delivery: Delivery) {
            guard case .cutOff = delivery else { return }
            cutOffs.withLock { $0 += 1 }
        }
    }

    @Test("whose lease had lapsed ends its sessions and forgets what was counted")
    func lapsed() async throws {
        try await Engine.sqliteMemory.withService { house, _ in
            let room = ID<Room>(known: "room")
            let hub = Hub()
            let screen = Screen()
            hub.subscribe(screen, to: .room(room))
            let keeper = NodeKeeper(
                service: house.service, hub: hub, name: "a:1",
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            await keeper.renewLease()
            #expect(screen.cutOffs.withLock { $0 } == 0)

            // As a restore on another node leaves it.
            try await house.database.write { try $0.run("DELETE FROM node") }
            let before = hub.endings
            await keeper.renewLease()
            #expect(screen.cutOffs.withLock { $0 } == 1)
            #expect(hub.endings == before + 1, "also those that are just being let in")
        }
    }
}
