import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Races of administrators")
struct EditRaceTests {
    @Test("two who publish at once both take effect", arguments: Engine.allCases)
    func publish(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            for round in 1...30 {
                let (left, right) = try await race {
                    try await first.publish(
                        [("phones.agentRole", .text("Role \(round)"))], in: room, by: administrator)
                } _: {
                    try await second.publish(
                        [("distribution.desktopRingSeconds", .wholeNumber(30 + round))], in: room,
                        by: administrator)
                }
                #expect(left.isSuccess && right.isSuccess)
                let now = try await first.service.settings(of: room.id, for: administrator)
                #expect(now.version == 1 + 2 * round)
                #expect(now.settings.phones.agentRole == "Role \(round)")
                #expect(now.settings.distribution.desktopRingSeconds == 30 + round)
            }
        }
    }

    @Test(
        "of two rooms or agents of one name made at once, one is refused",
        arguments: Engine.allCases)
    func names(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            for round in 1...20 {
                let (left, right) = try await race {
                    try await first.service.createRoom(named: "Room \(round)", by: administrator)
                } _: {
                    try await second.service.createRoom(named: "Room \(round)", by: administrator)
                }
                #expect(left.isSuccess != right.isSuccess)
                #expect((left.refusal ?? right.refusal) == .roomNameInUse)

                var draft = AgentDraft()
                draft.name = "Bert"
                draft.email = "bert\(round)@example.com"
                let (one, two) = try await race { [draft] in
                    try await first.service.createAgent(draft, by: administrator)
                } _: { [draft] in
                    try await second.service.createAgent(draft, by: administrator)
                }
                #expect(one.isSuccess != two.isSuccess)
                #expect((one.refusal ?? two.refusal) == .emailInUse)
            }
        }
    }

    @Test(
        "one address given to two agents of two companies at once: one is refused",
        arguments: Engine.allCases)
    func emails(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let rival = try await first.otherCompany()
            for round in 1...20 {
                var draft = AgentDraft()
                draft.email = "shared\(round)@example.com"
                let (one, two) = try await race { [draft] in
                    try await first.service.editAgent(
                        administrator.agent, draft, by: administrator)
                } _: { [draft] in
                    try await second.service.editAgent(rival.agent, draft, by: rival)
                }
                #expect(one.isSuccess != two.isSuccess)
                #expect((one.refusal ?? two.refusal) == .emailInUse)
            }
        }
    }

    @Test(
        "asking beside the end of its room: a chat never waits in a deleted room",
        arguments: Engine.allCases)
    func deletedRoom(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            for round in 1...30 {
                let room = try await first.service.createRoom(
                    named: "Room \(round)", by: administrator)
                let draft = try await first.form(in: room)
                let (asked, deleted) = try await race {
                    try await first.service.askForAgent(draft, roomToken: room.token)
                } _: {
                    try await second.service.deleteRoom(room.id, by: administrator)
                }
                #expect(asked.isSuccess != deleted.isSuccess, "round \(round)")
                #expect([nil, .roomLinkUnknown].contains(asked.refusal))
                #expect([nil, .roomInUse].contains(deleted.refusal))
            }
        }
    }

    @Test("two administrators who demote each other leave one", arguments: Engine.allCases)
    func demotion(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            for round in 1...10 {
                let other = try await first.agent(
                    "Other\(round)", isAdministrator: true, by: administrator)
                var demotion = AgentDraft()
                demotion.isAdministrator = false
                let (left, right) = try await race { [demotion] in
                    try await first.service.editAgent(other.agent, demotion, by: administrator)
                } _: { [demotion] in
                    try await second.service.editAgent(administrator.agent, demotion, by: other)
                }
                #expect(left.isSuccess != right.isSuccess, "round \(round)")
                var promotion = AgentDraft()
                promotion.isAdministrator = true
                _ = try await first.service.editAgent(administrator.agent, promotion, by: other)
                _ = try await outcome { [demotion] in
                    try await first.service.editAgent(other.agent, demotion, by: administrator)
                }
            }
        }
    }

    @Test("a form sent ten times at once is one letter, or one chat", arguments: Engine.allCases)
    func forms(_ engine: Engine) async throws {
        try await engine.withTwoNodes { first, second, administrator in
            let room = try await first.general(for: administrator)
            for round in 1...10 {
                let letter = try await first.form(in: room)
                let letters = try await tenTimes(first, second) { node in
                    try await node.service.leaveLetter(letter, roomToken: room.token).rawValue
                }
                #expect(letters.count == 1)
                #expect(try await first.service.letterCount(for: administrator) == round)
                let form = try await first.form(in: room)
                let chats = try await tenTimes(first, second) { node in
                    try await node.service.askForAgent(form, roomToken: room.token).chat.rawValue
                }
                #expect(chats.count == 1)
            }
        }
    }

    private func tenTimes(
        _ first: ServiceFixture, _ second: ServiceFixture,
        _ command: @escaping @Sendable (ServiceFixture) async throws -> String
    ) async throws -> Set<String> {
        try await withThrowingTaskGroup(of: String.self) { tasks in
            for number in 0..<10 {
                tasks.addTask { try await command(number.isMultiple(of: 2) ? first : second) }
            }
            var outcomes: Set<String> = []
            for try await outcome in tasks { outcomes.insert(outcome) }
            return outcomes
        }
    }
}
