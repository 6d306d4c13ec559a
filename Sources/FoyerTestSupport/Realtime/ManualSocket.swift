import FoyerAPI
import FoyerRealtime
import FoyerService
import Logging
import Synchronization

/// A socket without a network: a session, its door, and the deliveries that wait for it.
///
/// Held by one test at a time. Like the server's bridge it lets go of its session when it is gone.
package final class ManualSocket {
    package let door: ManualDoor
    package let mailbox = ManualMailbox()
    private var session: (any Session)?

    package init(
        _ house: RealtimeHouse, _ make: (SessionContext) -> any Session
    ) {
        door = ManualDoor(clock: house.fixture.clock)
        let context = SessionContext(
            service: house.fixture.service, hub: house.hub, door: door, receiver: mailbox,
            build: ServerBuild(version: "test", web: "tag"), logger: house.logger)
        session = make(context)
    }

    package var isOpen: Bool { session != nil }

    /// The client sends a text.
    package func say(_ text: String) { session?.received(Array(text.utf8)) }

    /// The connection is gone, whoever hung up.
    package func cut() {
        let session = session
        self.session = nil
        session?.closed()
    }

    /// Something of this socket is under way.
    package var isBusy: Bool { mailbox.count > 0 || door.commandCount > 0 }

    /// Hands over the delivery that waits longest; false when none waits.
    package func deliverNext() -> Bool {
        guard mailbox.count > 0 else { return false }
        let delivery = mailbox.take(at: 0)
        session?.receive(delivery)
        return true
    }

    /// Hands over the next delivery as `weather` lets it come.
    package func deliverOne() {
        guard mailbox.count > 0 else { return }
        let position = weather.position(mailbox.count)
        let delivery = mailbox.take(at: position)
        for _ in 0..<weather.times() { session?.receive(delivery) }
    }

    /// How deliveries come: each once and in order, unless a test says otherwise.
    package var weather = Weather()

    package struct Weather {
        package var position: (_ waiting: Int) -> Int = { _ in 0 }
        package var times: () -> Int = { 1 }

        package init() {}
    }
}

/// Keeps deliveries until the test hands them over.
package final class ManualMailbox: Receiver {
    private let kept = Mutex<[Delivery]>([])

    package init() {}

    package func receive(_ delivery: Delivery) { kept.withLock { $0.append(delivery) } }

    package var count: Int { kept.withLock { $0.count } }

    package func take(at position: Int) -> Delivery { kept.withLock { $0.remove(at: position) } }
}
