import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Messages are sent")
struct SendTests {
    @Test("both sides write, in one order for both", arguments: Engine.allCases)
    func bothWrite(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room)
            // Nothing said while waiting is lost.
            try await house.send("Hello?", in: customer.chat, as: customer.asker)
            await #expect(throws: Refusal.chatNotServed) {
                try await house.send("Soon!", in: customer.chat, as: .agent(bert))
            }
            try await house.answer(customer.chat, by: bert)
            try await house.send("We do.", in: customer.chat, as: .agent(bert))
            let sent = try await house.send("👍🏽 ok", in: customer.chat, as: customer.asker)

            #expect(sent.seq == 7)
            let mine = try await house.entries(of: customer.chat, for: customer.asker)
            #expect(mine == (try await house.entries(of: customer.chat, for: .agent(bert))))
            #expect(mine.map(\.seq) == Array(1...7))
            #expect(mine.last == sent)
        }
    }

    @Test("the same cid again is the same entry, announced once", arguments: Engine.allCases)
    func sameCid(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let cid = house.hexDigits()
            let first = try await house.send(
                "Once", in: customer.chat, as: customer.asker, cid: cid)
            house.clock.advance(seconds: 10)
            _ = house.announcer.take()

            #expect(
                try await house.send("Once", in: customer.chat, as: customer.asker, cid: cid)
                    == first)
            #expect(house.announcer.take().isEmpty)
            await #expect(throws: Refusal.cidReused) {
                try await house.send("Twice", in: customer.chat, as: customer.asker, cid: cid)
            }
            // The other side's names are its own, and no number was lost.
            let other = try await house.send("Twice", in: customer.chat, as: .agent(bert), cid: cid)
            #expect(other.seq == first.seq + 1)

            // A retry is answered after the end, too; something new is not.
            try await house.service.endChat(customer.chat, by: customer.asker)
            #expect(
                try await house.send("Once", in: customer.chat, as: customer.asker, cid: cid)
                    == first)
            await #expect(throws: Refusal.cidReused) {
                try await house.send("Thrice", in: customer.chat, as: customer.asker, cid: cid)
            }
        }
    }

    @Test(
        "a body is refused when empty, blank, too long or with U+0000", arguments: Engine.allCases)
    func bodies(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            func refused(_ body: String, _ refusal: Refusal) async {
                await #expect(throws: refusal) {
                    try await house.send(body, in: customer.chat, as: customer.asker)
                }
            }
            await refused("", .fieldMissing(field: "body"))
            await refused(" \n\t\u{2003}", .fieldMissing(field: "body"))
            await refused("a\u{0}b", .fieldInvalid(field: "body", rule: .noNull))
            let max = Limit.messageBodyBytesMax
            await refused(String(repeating: "a", count: max + 1), .bodyTooLong(bytesMax: max))
            await refused(String(repeating: "é", count: max / 2 + 1), .bodyTooLong(bytesMax: max))
            for cid in [
                "", "abc", String(repeating: "A", count: 32), String(repeating: "0", count: 33),
            ] {
                await #expect(throws: Refusal.fieldInvalid(field: "cid", rule: .hexDigits)) {
                    try await house.send("Hi", in: customer.chat, as: customer.asker, cid: cid)
                }
            }
            #expect(try await house.entries(of: customer.chat, for: customer.asker).count == 2)
            let longest = String(repeating: "é", count: max / 2)
            #expect(try await house.send(longest, in: customer.chat, as: customer.asker).seq == 3)
            let stored = try await house.entries(of: customer.chat, for: customer.asker).last?
                .content
            #expect(stored == .text(longest))
        }
    }

    @Test(
        "strangers to a chat cannot tell it from one that is not there", arguments: Engine.allCases)
    func strangers(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let other = try await house.customer(asksIn: room)
            for asker in [other.asker, .agent(cleo), .agent(administrator)] {
                await #expect(throws: Refusal.notFound) {
                    try await house.send("Hello", in: customer.chat, as: asker)
                }
            }
            await #expect(throws: Refusal.notFound) {
                try await house.send("Hello", in: ID(known: "none"), as: customer.asker)
            }
        }
    }

    @Test(
        "a hundred sends at once, a fifth of them doubled, leave no gap", arguments: Engine.allCases
    )
    func gapless(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            let sent = try await withThrowingTaskGroup(of: Entry.self) { tasks in
                for number in 0..<100 {
                    let asker = number.isMultiple(of: 2) ? customer.asker : .agent(bert)
                    let cid = house.hexDigits()
                    for _ in 0..<(number.isMultiple(of: 5) ? 2 : 1) {
                        tasks.addTask {
                            try await house.send(
                                "\(number)", in: customer.chat, as: asker, cid: cid)
                        }
                    }
                }
                var sent: [Entry] = []
                for try await entry in tasks { sent.append(entry) }
                return sent
            }
            let entries = try await house.entries(of: customer.chat, for: customer.asker)
            #expect(entries.map(\.seq) == Array(1...104))
            #expect(sent.count == 120)
            #expect(sent.allSatisfy { entry in entries[Int(entry.seq) - 1] == entry })
            #expect(Set(entries.compactMap(\.cid)).count == 100)
        }
    }

    @Test("a customer who writes too fast is told when to go on; an agent is not held")
    func rate() async throws {
        try await Engine.sqliteMemory.withService { house, administrator in
            let service = house.limited(messagesPerMinute: 60)
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            func send(_ body: String, as asker: Asker) async throws {
                _ = try await service.sendMessage(
                    MessageDraft(chat: customer.chat, cid: house.hexDigits(), body: body),
                    as: asker)
            }
            for _ in 0..<60 { try await send("fast", as: customer.asker) }
            await #expect(throws: Refusal.tooManyRequests(retryAfterSeconds: 1)) {
                try await send("faster", as: customer.asker)
            }
            try await send("calm", as: .agent(bert))
            house.clock.advance(seconds: 10)
            // Sixteen KiB cost seventeen.
            await #expect(throws: Refusal.tooManyRequests(retryAfterSeconds: 7)) {
                try await send(String(repeating: "x", count: 16 * 1_024), as: customer.asker)
            }
            try await send(String(repeating: "x", count: 8 * 1_024), as: customer.asker)
        }
    }

    @Test("a text whose commit is tried again is charged once")
    func chargedOnce() async throws {
        try await Engine.sqliteMemory.withService { house, administrator in
            let repeating = RepeatingDatabase(house.database)
            let service = house.limited(messagesPerMinute: 60, on: repeating)
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            for _ in 0..<60 {
                _ = try await service.sendMessage(
                    MessageDraft(chat: customer.chat, cid: house.hexDigits(), body: "Once"),
                    as: customer.asker)
            }
            #expect(repeating.manners.allSatisfy { $0 == .sharing(row: customer.chat.rawValue) })
        }
    }

    @Test("what a customer tries without end is refused before it costs anything")
    func attempts() async throws {
        try await Engine.sqliteMemory.withService { house, administrator in
            let service = house.limited(messagesPerMinute: 6)
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            let draft = MessageDraft(chat: customer.chat, cid: house.hexDigits(), body: "Once")
            // The same text over and over is no new text, but not for nothing.
            for _ in 0..<50 { _ = try await service.sendMessage(draft, as: customer.asker) }
            for _ in 0..<10 {
                try? await service.endChat(customer.chat, by: customer.asker)  // not served yet
            }
            let refusal = Refusal.tooManyRequests(retryAfterSeconds: 1)
            await #expect(throws: refusal) {
                try await service.sendMessage(draft, as: customer.asker)
            }
            await #expect(throws: refusal) {
                try await service.endChat(customer.chat, by: customer.asker)
            }
            await #expect(throws: refusal) {
                try await service.cancelChat(customer.chat, by: customer.id)
            }
            house.clock.advance(seconds: 1)
            try await service.cancelChat(customer.chat, by: customer.id)
        }
    }
}
