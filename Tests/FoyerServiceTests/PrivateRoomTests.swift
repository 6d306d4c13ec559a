import FoyerCore
import FoyerTestSupport
import Testing

@testable import FoyerService

@Suite("PRIV-1: an agent's private room")
struct PrivateRoomTests {
    /// GENERAL with Bert and Cleo ready, and the link of Bert's private room of it.
    private struct Scene {
        let house: ServiceFixture
        let administrator: LoggedOn
        let general: RoomRow
        let bert, cleo: LoggedOn
        let link: PrivateLink

        init(_ house: ServiceFixture, _ administrator: LoggedOn) async throws {
            self.house = house
            self.administrator = administrator
            general = try await house.general(for: administrator)
            bert = try await house.readyAgent("Bert", by: administrator)
            cleo = try await house.readyAgent("Cleo", by: administrator)
            link = try await house.service.makePrivateLink(
                for: bert.agent, in: general.id, by: administrator)
        }
    }

    @Test(
        "of two free agents only the room's own rings, and the reason says why",
        arguments: Engine.allCases)
    func onlyOneRings(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let customer = try await house.customer(
                asksIn: scene.general, through: scene.link.token)
            #expect(try await house.offer(of: customer.chat, at: scene.cleo) == nil)
            let card = try await house.service.desk(of: scene.bert).waiting.first
            #expect(card?.offers[scene.bert.agent]?.reason == .privateRoom)
            let why = try await house.service.explanations(of: customer.chat, for: administrator)
            let removed = why.flatMap(\.reviews).flatMap(\.removed)
            #expect(
                removed.contains { $0.rule == .privateRoom && $0.agents.contains(scene.cleo.agent) }
            )
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).ringing == 1)
        }
    }

    @Test(
        "so it is under every setting, alone and with others", arguments: Engine.allCases)
    func everySetting(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            for changes in Self.combinations() {
                try await house.publish(changes, in: scene.general, by: administrator)
                let customer = try await house.customer(
                    asksIn: scene.general, through: scene.link.token)
                let said = "\(changes)"
                #expect(try await house.offer(of: customer.chat, at: scene.bert) != nil, "\(said)")
                #expect(try await house.offer(of: customer.chat, at: scene.cleo) == nil, "\(said)")
                try await house.service.cancelChat(customer.chat, by: customer.id)
            }
        }
    }

    /// Each setting of distribution and phones at its ends, then 40 sets of several, from one seed.
    private static func combinations() -> [[(name: String, value: SettingValue)]] {
        let fields = RoomSettings.fields.filter { field in
            ["assignment.", "distribution.", "phones."].contains { field.name.hasPrefix($0) }
        }
        let values = fields.map { field in
            Self.ends(of: field.kind).map { (name: field.name, value: $0) }
        }
        var random = SeededRandom(seed: 20_261_123)
        let several = (0..<40).map { _ in
            values.compactMap { ends in
                Bool.random(using: &random) ? ends.randomElement(using: &random) : nil
            }
        }
        return values.joined().map { [$0] } + several
    }

    private static func ends(of kind: SettingField.Kind) -> [SettingValue] {
        switch kind {
        case .flag: [.flag(true), .flag(false)]
        case .wholeNumber(let range):
            [.wholeNumber(range.upperBound), .wholeNumber(range.lowerBound)]
        case .choice(let words): words.map { .text($0) }
        default: []
        }
    }

    @Test(
        "a busy agent's private chat waits for that agent, also after a restart",
        arguments: Engine.allCases)
    func waitsForOne(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let first = try await house.customer(asksIn: scene.general)
            try await house.answer(first.chat, by: scene.bert)
            let customer = try await house.customer(
                asksIn: scene.general, through: scene.link.token)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).nobodyFree)

            // Another node reads all of it from the rows.
            let node = house.another()
            try await node.service.endChat(first.chat, by: .agent(scene.bert))
            try await node.service.choose(.ready, by: scene.bert)
            #expect(try await node.offer(of: customer.chat, at: scene.bert) != nil)
            #expect(try await node.offer(of: customer.chat, at: scene.cleo) == nil)
        }
    }

    @Test(
        "when its agent is lost it waits again, for that agent alone", arguments: Engine.allCases)
    func laterTurn(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let customer = try await house.customer(
                asksIn: scene.general, through: scene.link.token)
            try await house.answer(customer.chat, by: scene.bert)
            try await house.service.logOff(scene.bert)
            #expect(try await house.life(of: customer) == .waiting(turn: 2))
            #expect(try await house.offer(of: customer.chat, at: scene.cleo) == nil)
            let back = try await house.logOn(scene.bert.email)
            _ = try await house.service.connectAgent(back)
            #expect(try await house.offer(of: customer.chat, at: back) != nil)
        }
    }

    @Test(
        "who is served in private and was lost comes back to the same agent",
        arguments: Engine.allCases)
    func continues(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let customer = try await house.customer(
                asksIn: scene.general, through: scene.link.token)
            try await house.answer(customer.chat, by: scene.bert)
            try await house.service.disconnectCustomer(customer.connection)
            house.clock.advance(seconds: 61)
            _ = try await house.service.passTime()
            try await house.service.choose(.ready, by: scene.bert)
            let back = try await house.customer(
                asksIn: scene.general, through: scene.link.token, token: customer.token)
            #expect(back.id == customer.id)
            #expect(try await house.offer(of: back.chat, at: scene.bert) != nil)
            #expect(try await house.offer(of: back.chat, at: scene.cleo) == nil)
            let past = try await house.service.pastChats(
                roomToken: scene.link.token, token: customer.token)
            #expect(past.map(\.chat.id) == [customer.chat])
        }
    }

    @Test(
        "an agent who has left, or was shut out, answers nothing there, but a letter can be left",
        arguments: Engine.allCases)
    func nobodyAnswers(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let service = house.service
            let before = try await service.entrance(roomToken: scene.link.token).privateAgent
            #expect(before?.name == "Bert" && before?.answers == true)
            _ = try await service.editRoom(
                scene.general.id, name: nil, agents: [scene.cleo.agent], by: administrator)
            #expect(
                try await service.entrance(roomToken: scene.link.token).privateAgent?.answers
                    == false)
            let draft = try await house.form(
                in: scene.general, through: scene.link.token)
            await #expect(throws: Refusal.privateRoomUnanswered) {
                try await service.askForAgent(draft, roomToken: scene.link.token)
            }
            _ = try await service.leaveLetter(draft, roomToken: scene.link.token)
            #expect(try await service.letters(for: scene.cleo).letters.map(\.for) == ["Bert"])
            #expect(
                try await service.privateLinks(of: scene.general.id, for: administrator)
                    .map(\.answers) == [false])

            _ = try await service.editRoom(
                scene.general.id, name: nil, agents: [scene.bert.agent], by: administrator)
            _ = try await house.customer(asksIn: scene.general, through: scene.link.token)
            try await service.removePassword(of: scene.bert.agent, by: administrator)
            let late = try await house.form(
                in: scene.general, through: scene.link.token)
            await #expect(throws: Refusal.privateRoomUnanswered) {
                try await service.askForAgent(late, roomToken: scene.link.token)
            }
        }
    }

    @Test(
        "a new link replaces the old one, and one that was taken away says so",
        arguments: Engine.allCases)
    func links(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let service = house.service
            let customer = try await house.customer(
                asksIn: scene.general, through: scene.link.token)
            let next = try await service.makePrivateLink(
                for: scene.bert.agent, in: scene.general.id, by: scene.bert)
            #expect(next.token != scene.link.token)
            await #expect(throws: Refusal.roomLinkReplaced) {
                try await service.entrance(roomToken: scene.link.token)
            }
            try await service.removePrivateLink(
                of: scene.bert.agent, in: scene.general.id, by: scene.bert)
            for token in [scene.link.token, next.token] {
                await #expect(throws: Refusal.roomLinkEnded) {
                    try await service.entrance(roomToken: token)
                }
                // Who talks goes on talking.
                let back = try await service.connectCustomer(
                    roomToken: token, token: customer.token)
                #expect(back.chat == customer.chat)
            }
            await #expect(throws: Refusal.notFound) {
                try await service.removePrivateLink(
                    of: scene.bert.agent, in: scene.general.id, by: scene.bert)
            }
            #expect(try await service.privateLinks(of: scene.general.id, for: administrator) == [])
            // The room's own link is another matter.
            _ = try await service.makePrivateLink(
                for: scene.bert.agent, in: scene.general.id, by: scene.bert)
            _ = try await service.replaceRoomToken(scene.general.id, by: administrator)
            #expect(
                try await service.privateLinks(of: scene.general.id, for: scene.bert).count == 1)
        }
    }

    @Test(
        "agents have their own links only, and only of rooms they serve",
        arguments: Engine.allCases)
    func whoMay(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let service = house.service
            await #expect(throws: Refusal.administratorsOnly) {
                try await service.makePrivateLink(
                    for: scene.cleo.agent, in: scene.general.id, by: scene.bert)
            }
            await #expect(throws: Refusal.administratorsOnly) {
                try await service.removePrivateLink(
                    of: scene.bert.agent, in: scene.general.id, by: scene.cleo)
            }
            #expect(try await service.privateLinks(of: scene.general.id, for: scene.cleo) == [])
            let sales = try await service.createRoom(named: "Sales", by: administrator)
            await #expect(throws: Refusal.notFound) {
                try await service.makePrivateLink(
                    for: scene.bert.agent, in: sales.id, by: scene.bert)
            }
            await #expect(throws: Refusal.fieldInvalid(field: "agent", rule: .servesRoom)) {
                try await service.makePrivateLink(
                    for: scene.bert.agent, in: sales.id, by: administrator)
            }
        }
    }

    @Test("its statistics are its agent's, its line its own", arguments: Engine.allCases)
    func statistics(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let scene = try await Scene(house, administrator)
            let all = try await house.service.statistics(
                roomToken: scene.general.token, details: true)
            #expect(all.agents.map(\.name) == ["Bert", "Cleo"])
            let own = try await house.service.statistics(
                roomToken: scene.link.token, details: true)
            #expect(own.agents.map(\.name) == ["Bert"])

            for agent in [scene.bert, scene.cleo] {
                try await house.service.choose(.takeBreak, by: agent)
            }
            let first = try await house.customer(asksIn: scene.general)
            house.clock.advance(seconds: 1)
            let second = try await house.customer(asksIn: scene.general, through: scene.link.token)
            house.clock.advance(seconds: 1)
            let third = try await house.customer(asksIn: scene.general)
            var places: [Int] = []
            for customer in [first, second, third] {
                places.append(
                    try await house.service.customerChat(customer.chat, for: customer.id).place)
            }
            #expect(places == [1, 1, 2])
        }
    }
}
