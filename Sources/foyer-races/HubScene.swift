import FoyerCore
import FoyerRealtime
@testable import FoyerService
import NIOCore
import NIOPosix

/// Receivers that come and go on several threads while hints are announced on all of them.
enum HubScene {
    private static let threads = 4
    private static let stepsEach = 400

    private final class Counting: Receiver {
        let counter = Counter()

        func receive(_ delivery: Delivery) { counter.raise() }
    }

    static func run(until end: ContinuousClock.Instant) async throws -> String {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let hub = Hub()
        let deadlines = Counter()
        var deliveries = 0
        repeat {
            let receiver = Counting()
            let work = group.makeIterator().map { loop in
                loop.submit { step(hub, receiver, deadlines) }
            }
            for thread in work { try await thread.get() }
            deliveries += receiver.counter.value
        } while ContinuousClock.now < end
        guard hub.topicCount == 0 else { throw Mistake("\(hub.topicCount) topics are left") }
        try await group.shutdownGracefully()
        return "\(deliveries) deliveries in \(deadlines.value) deadlines"
    }

    private static func step(_ hub: Hub, _ shared: Counting, _ deadlines: Counter) {
        let own = Counting()
        for step in 0..<stepsEach {
            let chat = ID<Chat>(known: "chat\(step % 8)")
            let room = ID<Room>(known: "room\(step % 3)")
            hub.subscribe(own, to: .chat(chat))
            hub.subscribe(shared, to: .room(room))
            if step % 50 == 0 { hub.onDeadline { _ in deadlines.raise() } }
            hub.announce([
                .chatChanged(chat), .agentChanged(ID(known: "agent"), because: nil),
                .peer(chat, .customer, connected: true, graceSeconds: 0),
                .deadlineSet(Instant(milliseconds: Int64(step))),
                .roomChanged(
                    RoomChange(
                        room: room, revision: Int64(step), cards: [], rings: [], ringsOf: [:],
                        gone: [])),
            ])
            hub.publishTyping("Hello", in: chat, from: .agent)
            hub.unsubscribe(own, from: .chat(chat))
        }
        for number in 0..<3 { hub.unsubscribe(shared, from: .room(ID(known: "room\(number)"))) }
    }
}
