import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Administrators make and edit agents")
struct AgentTests {
    @Test(
        "an agent serves GENERAL unless rooms are named, and has no greeting of their own",
        arguments: Engine.allCases)
    func create(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let general = try await house.general(for: administrator)
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let bert = try await house.agent("Bert", by: administrator)
            let cleo = try await house.agent("Cleo", in: [sales.id, sales.id], by: administrator)
            #expect(try await house.service.me(bert).rooms.map(\.id) == [general.id])
            #expect(try await house.service.me(cleo).rooms.map(\.id) == [sales.id])
            #expect(try await house.service.me(bert).agent.greeting == "")
            #expect(
                try await house.service.agents(for: administrator).map(\.agent.name) == [
                    "Ada", "Bert", "Cleo",
                ])
        }
    }

    @Test("a name is one line, whatever was pasted", arguments: Engine.allCases)
    func names(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.agent("Bert", by: administrator)
            try await house.service.editProfile(name: "Ber\nta\u{1b}", greeting: nil, of: bert)
            #expect(try await house.service.me(bert).agent.name == "Ber ta")
        }
    }

    @Test(
        "who still looks at an ended chat hears that its agent has another name",
        arguments: Engine.allCases)
    func namesOnOpenScreens(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let looking = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.endChat(looking.chat, by: looking.asker)
            try await house.service.choose(.ready, by: bert)
            let gone = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.endChat(gone.chat, by: gone.asker)
            try await house.service.disconnectCustomer(gone.connection)
            _ = house.announcer.take()

            try await house.service.editProfile(name: "Berta", greeting: nil, of: bert)
            let told = house.announcer.take().compactMap { hint in
                if case .chatChanged(let chat) = hint { chat } else { nil }
            }
            #expect(told == [looking.chat])
        }
    }

    @Test("an address in use is refused, whatever its case", arguments: Engine.allCases)
    func emailInUse(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.agent("Bert", by: administrator)
            var draft = AgentDraft()
            draft.name = "Other"
            draft.email = "BERT@example.com"
            let double = draft
            await #expect(throws: Refusal.emailInUse) {
                try await house.service.createAgent(double, by: administrator)
            }
            var change = AgentDraft()
            change.email = "Admin@example.com"
            let taken = change
            await #expect(throws: Refusal.emailInUse) {
                try await house.service.editAgent(bert.agent, taken, by: administrator)
            }
            change.email = "bert@EXAMPLE.com"
            let own = try await house.service.editAgent(bert.agent, change, by: administrator)
            #expect(own.email == "bert@example.com")
        }
    }

    @Test(
        "the last administrator stays one; a demoted one logs on anew", arguments: Engine.allCases)
    func lastAdministrator(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            var demotion = AgentDraft()
            demotion.isAdministrator = false
            let draft = demotion
            await #expect(throws: Refusal.lastAdministrator) {
                try await house.service.editAgent(administrator.agent, draft, by: administrator)
            }
            var invited = AgentDraft()
            invited.name = "Cleo"
            invited.email = "cleo@example.com"
            invited.isAdministrator = true
            _ = try await house.service.createAgent(invited, by: administrator)
            // Cleo has no password yet, and may never set one.
            await #expect(throws: Refusal.lastAdministrator) {
                try await house.service.editAgent(administrator.agent, draft, by: administrator)
            }
            await #expect(throws: Refusal.lastAdministrator) {
                try await house.service.removePassword(of: administrator.agent, by: administrator)
            }
            let bert = try await house.agent("Bert", isAdministrator: true, by: administrator)
            let row = try await house.service.editAgent(administrator.agent, draft, by: bert)
            #expect(!row.isAdministrator)
            await #expect(throws: Refusal.notLoggedOn) {
                try await house.service.connectAgent(administrator)
            }
        }
    }

    @Test(
        "a name that nobody can see is none",
        arguments: ["\u{200B}", "\u{202E}\u{2066}", " \u{FEFF} "])
    func invisibleName(_ name: String) async throws {
        try await Engine.sqliteMemory.withService { house, administrator in
            var draft = AgentDraft()
            draft.name = name
            draft.email = "bert@example.com"
            let drafted = draft
            await #expect(throws: Refusal.fieldMissing(field: "name")) {
                try await house.service.createAgent(drafted, by: administrator)
            }
            draft.name = "Bert\u{2028}Okafor"
            let made = try await house.service.createAgent(draft, by: administrator)
            #expect(made.agent.name == "Bert Okafor")
        }
    }

    @Test(
        "what rang out rings again for new rooms or limits, not for a new name",
        arguments: Engine.allCases)
    func ringsAgain(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            house.clock.advance(seconds: 30)
            _ = try await house.service.passTime()
            #expect(try await house.offer(of: customer.chat, at: bert) == nil)

            var draft = AgentDraft()
            draft.name = "Bertram"
            draft.greeting = "Hello, I am Bertram."
            _ = try await house.service.editAgent(bert.agent, draft, by: administrator)
            #expect(try await house.offer(of: customer.chat, at: bert) == nil)
            draft.maxChats = .some(3)
            _ = try await house.service.editAgent(bert.agent, draft, by: administrator)
            #expect(try await house.offer(of: customer.chat, at: bert) != nil)
        }
    }

    @Test("fields are bounded", arguments: Engine.allCases)
    func bounds(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let bert = try await house.agent("Bert", by: administrator)
            func refused(_ refusal: Refusal, _ change: (inout AgentDraft) -> Void) async {
                var draft = AgentDraft()
                change(&draft)
                let bad = draft
                await #expect(throws: refusal) {
                    try await house.service.editAgent(bert.agent, bad, by: administrator)
                }
                draft.name = draft.name ?? "New"
                draft.email = draft.email ?? "new@example.com"
                let worse = draft
                await #expect(throws: refusal) {
                    try await house.service.createAgent(worse, by: administrator)
                }
            }
            await refused(.fieldMissing(field: "name")) { $0.name = " " }
            await refused(.fieldTooLong(field: "name", charactersMax: 200)) {
                $0.name = String(repeating: "x", count: 201)
            }
            await refused(.fieldInvalid(field: "email", rule: .emailAddress)) { $0.email = "x" }
            await refused(.fieldTooLong(field: "greeting", charactersMax: 1_000)) {
                $0.greeting = String(repeating: "x", count: 1_001)
            }
            for number in [0, -1, 21, .max] {
                await refused(.fieldOutOfRange(field: "maxChats", min: 1, max: 20)) {
                    $0.maxChats = .some(number)
                }
            }
            await refused(.notFound) { $0.rooms = [ID(known: "none")] }
            #expect(try await house.service.agents(for: administrator).count == 2)
        }
    }

    @Test("taken out of a room, an agent's offers there end at once", arguments: Engine.allCases)
    func takenOut(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            let offer = try #require(try await house.offer(of: customer.chat, at: bert))
            var draft = AgentDraft()
            draft.rooms = [sales.id]
            _ = try await house.service.editAgent(bert.agent, draft, by: administrator)
            await #expect(throws: Refusal.notFound) {
                try await house.service.answerOffer(offer, of: customer.chat, by: bert)
            }
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).ringing == 0)
            // And back in: it rings.
            _ = try await house.service.editRoom(
                room.id, name: nil, agents: [bert.agent], by: administrator)
            #expect(try await house.offer(of: customer.chat, at: bert) != nil)
        }
    }

    @Test("taken out by a node whose memory is empty, too", arguments: Engine.allCases)
    func takenOutElsewhere(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            _ = try await house.another().service.editRoom(
                room.id, name: nil, agents: [], by: administrator)
            let seen = try await house.service.customerChat(customer.chat, for: customer.id)
            #expect(seen.ringing == 0 && seen.nobodyFree)
            #expect(try await house.status(of: bert) == [.waitingNewCall, nil])
        }
    }

    @Test("agents edit their own name and greeting", arguments: Engine.allCases)
    func profile(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            try await house.service.editProfile(name: nil, greeting: "Grüezi!", of: bert)
            try await house.service.editProfile(name: "Berta", greeting: nil, of: bert)
            await #expect(throws: Refusal.fieldMissing(field: "name")) {
                try await house.service.editProfile(name: "", greeting: nil, of: bert)
            }
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let entries = try await house.entries(of: customer.chat, for: customer.asker)
            #expect(
                entries.suffix(2).map(\.content) == [
                    .answered(agentName: "Berta", agent: bert.agent), .text("Grüezi!"),
                ])
        }
    }
}
