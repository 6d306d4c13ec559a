import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("A customer asks")
struct AskTests {
    @Test(
        "the chat waits, rings at every ready agent, and opens with facts and question",
        arguments: Engine.allCases)
    func asks(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)

            let customer = try await house.customer(asksIn: room, question: "Do you ship to Bern?")

            let seen = try await house.service.customerChat(customer.chat, for: customer.id)
            #expect(seen.life == .waiting(turn: 1))
            #expect(seen.place == 1)
            #expect(seen.ringing == 2)
            #expect(!seen.nobodyFree)
            #expect(try await house.offer(of: customer.chat, at: bert) != nil)
            #expect(try await house.offer(of: customer.chat, at: cleo) != nil)
            let entries = try await house.entries(of: customer.chat, for: customer.asker)
            #expect(entries.map(\.seq) == [1, 2])
            guard case .facts(let facts) = entries[0].content else {
                throw FixtureError("no facts")
            }
            #expect(
                facts.name == "Carla" && facts.email == "carla@example.org"
                    && facts.customerNumber == 1)
            #expect(
                entries[1].content == .text("Do you ship to Bern?") && entries[1].from == .customer)
        }
    }

    @Test("the same form sent twice is one chat", arguments: Engine.allCases)
    func idempotent(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let draft = try await house.form(in: room)
            let first = try await house.service.askForAgent(draft, roomToken: room.token)
            #expect(try await house.service.askForAgent(draft, roomToken: room.token) == first)

            // Also when the retry comes after the chat has ended.
            let customer = try await house.service.connectCustomer(
                roomToken: room.token, token: draft.customer)
            try await house.service.cancelChat(first.chat, by: customer.customer)
            #expect(try await house.service.askForAgent(draft, roomToken: room.token) == first)
        }
    }

    @Test("the same form sent ten times at once is one chat", arguments: Engine.allCases)
    func idempotentAtOnce(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let draft = try await house.form(in: room)
            let asked = try await withThrowingTaskGroup(of: AskedChat.self) { tasks in
                for _ in 0..<10 {
                    tasks.addTask {
                        try await house.service.askForAgent(draft, roomToken: room.token)
                    }
                }
                var asked: [AskedChat] = []
                for try await chat in tasks { asked.append(chat) }
                return asked
            }
            #expect(asked.count == 10)
            #expect(asked.allSatisfy { $0 == asked[0] })
        }
    }

    @Test(
        "a second open chat in the room is refused, in another room it is not",
        arguments: Engine.allCases)
    func secondOpenChat(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let other = try await house.service.createRoom(named: "Sales", by: administrator)
            let customer = try await house.customer(asksIn: room)

            let again = try await house.form(in: room, customer: customer.token)
            await #expect(throws: Refusal.chatAlreadyOpen) {
                try await house.service.askForAgent(again, roomToken: room.token)
            }
            let elsewhere = try await house.customer(asksIn: other, token: customer.token)
            #expect(elsewhere.id == customer.id)
            #expect(elsewhere.chat != customer.chat)

            try await house.service.cancelChat(customer.chat, by: customer.id)
            // The refused form was not spent: nothing of it was written.
            #expect(
                try await house.service.askForAgent(again, roomToken: room.token).chat
                    != customer.chat)
        }
    }

    @Test(
        "a puzzle is refused when wrong, forged, of another room, expired or used",
        arguments: Engine.allCases)
    func puzzles(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let other = try await house.service.createRoom(named: "Sales", by: administrator)
            let good = try await house.form(in: room)
            func refused(
                _ expected: Refusal, _ change: (inout FormDraft) -> Void, in place: RoomRow? = nil
            ) async {
                var draft = good
                change(&draft)
                await #expect(throws: expected) {
                    try await house.service.askForAgent(draft, roomToken: (place ?? room).token)
                }
            }
            await refused(.puzzleWrong) { $0.solution = wrongSolution(of: $0.challenge) }
            await refused(.puzzleWrong) { $0.solution = String(repeating: "7", count: 1_000) }
            await refused(.puzzleWrong) { $0.challenge = "" }
            await refused(.puzzleWrong) { $0.challenge = "....." }
            await refused(.puzzleWrong) {
                $0.challenge = $0.challenge.replacing(".4.", with: ".0.")
            }
            await refused(.puzzleWrong) { $0.challenge += "0" }
            await refused(.puzzleWrong, { _ in }, in: other)

            let asked = try await house.service.askForAgent(good, roomToken: room.token)
            let customer = try await house.service.connectCustomer(
                roomToken: room.token, token: good.customer)
            try await house.service.cancelChat(asked.chat, by: customer.customer)
            await refused(.puzzleExpired) { $0.key = house.hexDigits() }

            let late = try await house.form(in: room)
            house.clock.advance(seconds: Limit.puzzleMinutesMax * 60)
            await #expect(throws: Refusal.puzzleExpired) {
                try await house.service.askForAgent(late, roomToken: room.token)
            }
        }
    }

    @Test("a customer token of foreign making is refused", arguments: Engine.allCases)
    func foreignToken(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let foreign = try await house.service.makeChallenge(roomToken: room.token).customer
            let draft = try await house.form(in: room, customer: foreign)
            await #expect(throws: Refusal.puzzleExpired) {
                try await house.service.askForAgent(draft, roomToken: room.token)
            }
        }
    }

    @Test("an unknown room link is refused, whatever it holds", arguments: Engine.allCases)
    func unknownRoom(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let draft = try await house.form(in: try await house.general(for: administrator))
            for token in ["", "nobody", "a\u{0}b", String(repeating: "é", count: 100_000)] {
                await #expect(throws: Refusal.roomLinkUnknown) {
                    try await house.service.askForAgent(draft, roomToken: token)
                }
                await #expect(throws: Refusal.roomLinkUnknown) {
                    try await house.service.makeChallenge(roomToken: token)
                }
                await #expect(throws: Refusal.roomLinkUnknown) {
                    try await house.service.connectCustomer(roomToken: token, token: draft.customer)
                }
                await #expect(throws: Refusal.roomLinkUnknown) {
                    try await house.service.statistics(roomToken: token, details: true)
                }
            }
        }
    }

    @Test(
        "a customer who cancels leaves the queue, and every desk of the room is told",
        arguments: Engine.allCases)
    func cancel(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            // Nobody is logged on, so the chat rings nowhere.
            let customer = try await house.customer(asksIn: room)
            #expect(
                try await house.service.customerChat(customer.chat, for: customer.id).nobodyFree)
            _ = house.announcer.take()

            try await house.service.cancelChat(customer.chat, by: customer.id)

            #expect(try await house.life(of: customer) == .abandoned(.cancelled))
            let gone = house.announcer.take().flatMap { hint -> [RoomChange.Gone] in
                if case .roomChanged(let change) = hint { change.gone } else { [] }
            }
            #expect(gone.map(\.chat) == [customer.chat])
            #expect(gone.map(\.reason) == [.customerLeft])
            await #expect(throws: Refusal.chatEnded) {
                try await house.service.cancelChat(customer.chat, by: customer.id)
            }
        }
    }
}

private func wrongSolution(of challenge: String) -> String {
    var guess = 0
    while Puzzle.solves(String(guess), challenge: challenge, bits: 4) { guess += 1 }
    return String(guess)
}
