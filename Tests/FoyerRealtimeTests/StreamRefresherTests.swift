import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Synchronization
import Testing

@testable import FoyerRealtime

@Suite struct StreamRefresherTests {
    /// A screen that writes down what it is told of.
    private final class Listener: Receiver {
        private let told = Mutex<[String]>([])

        func receive(_ delivery: Delivery) {
            let word: String? =
                switch delivery {
                case .chatStands: "chatStands"
                case .roomStands: "roomStands"
                case .chatChanged: "chatChanged"
                case .marks: "marks"
                case .agentChanged: "agentChanged"
                case .settingsPublished(let version): "settings \(version)"
                case .linkChanged: "linkChanged"
                default: nil
                }
            if let word { told.withLock { $0.append(word) } }
        }

        func take() -> [String] {
            told.withLock { told in
                defer { told = [] }
                return told.sorted()
            }
        }
    }

    private struct Scene {
        let house: ServiceFixture
        let room: RoomRow
        let agent: LoggedOn
        let administrator: LoggedOn
        let chat: ID<Chat>
        let customer: Asker
        let hub = Hub()
        let listener = Listener()
        let topics: [Topic]
    }

    private func withScene(
        _ engine: Engine, _ body: (Scene, inout StreamRefresher) async throws -> Void
    ) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let scene = Scene(
                house: house, room: room, agent: bert, administrator: administrator,
                chat: customer.chat, customer: customer.asker,
                topics: [.chat(customer.chat), .room(room.id), .agent(bert.agent)])
            for topic in scene.topics { scene.hub.subscribe(scene.listener, to: topic) }
            var refresher = StreamRefresher(service: house.service, hub: scene.hub)
            try await refresher.refresh()
            #expect(
                scene.listener.take()
                    == ["agentChanged", "chatChanged", "chatStands", "marks", "roomStands"])
            try await body(scene, &refresher)
        }
    }

    @Test("what did not change is not told again", arguments: Engine.allCases)
    func onlyChanges(_ engine: Engine) async throws {
        try await withScene(engine) { scene, refresher in
            try await refresher.refresh()
            #expect(scene.listener.take() == [])
            try await scene.house.send("Hello?", in: scene.chat, as: scene.customer)
            try await refresher.refresh()
            #expect(scene.listener.take() == ["chatStands"])
            _ = try await scene.house.customer(asksIn: scene.room)
            try await refresher.refresh()
            #expect(scene.listener.take() == ["roomStands"])
        }
    }

    @Test("one chat in the place of another is a change", arguments: Engine.allCases)
    func otherChat(_ engine: Engine) async throws {
        try await withScene(engine) { scene, refresher in
            let other = try await scene.house.customer(asksIn: scene.room).chat
            // Both are the agent's now; one of them is put away.
            func show(_ shown: ID<Chat>, not away: ID<Chat>) async throws {
                try await scene.house.database.write { transaction in
                    try transaction.run(
                        """
                        UPDATE chat SET agent_id = \(scene.agent.agent), state = 'ended',
                            ended_at_ms = 1, turn = turn + 1,
                            put_away = CASE WHEN id = \(away) THEN 1 ELSE 0 END
                        WHERE id IN (\(shown), \(away))
                        """)
                }
            }
            try await show(scene.chat, not: other)
            try await refresher.refresh()
            _ = scene.listener.take()
            try await show(other, not: scene.chat)
            try await refresher.refresh()
            #expect(scene.listener.take().contains("agentChanged"))
        }
    }

    @Test("what nobody follows any more is forgotten", arguments: Engine.allCases)
    func memory(_ engine: Engine) async throws {
        try await withScene(engine) { scene, refresher in
            #expect(refresher.toldCount == 3)
            for topic in scene.topics.dropLast() {
                scene.hub.unsubscribe(scene.listener, from: topic)
            }
            try await refresher.refresh()
            #expect(refresher.toldCount == 1)
        }
    }

    @Test("open forms are told of what a hint did not tell", arguments: Engine.allCases)
    func forms(_ engine: Engine) async throws {
        try await withScene(engine) { scene, refresher in
            for topic in scene.topics { scene.hub.unsubscribe(scene.listener, from: topic) }
            scene.hub.subscribe(scene.listener, to: .form(scene.room.id))
            try await refresher.refresh()
            #expect(scene.listener.take() == ["linkChanged", "settings 1"])
            try await refresher.refresh()
            #expect(scene.listener.take().isEmpty)
            try await scene.house.publish(
                [("contactForm.header", .text("Ahoy"))], in: scene.room, by: scene.administrator)
            try await refresher.refresh()
            #expect(scene.listener.take() == ["settings 2"])
            _ = try await scene.house.service.replaceRoomToken(
                scene.room.id, by: scene.administrator)
            try await refresher.refresh()
            #expect(scene.listener.take() == ["linkChanged"])
            #expect(refresher.toldCount == 1)
        }
    }
}
