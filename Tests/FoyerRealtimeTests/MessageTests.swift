import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Messages")
struct MessageTests {
    @Test("the sender gets the ack alone, every other screen the message with its cid")
    func ackAlone() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let tab = await served.anotherScreen()
            served.forget()
            _ = tab.door.take()
            served.customer.say(served.message("hello", cid: cid("a")))
            await house.settle()

            let own = served.customer.door.take()
            #expect(own.types == ["ack"])
            #expect(own[0]["cid"]?.text == cid("a"))
            let stored = try #require(try await served.entries().last)
            #expect(own[0]["seq"]?.int == stored.seq)
            #expect(own[0]["id"]?.text == stored.id.rawValue)
            #expect(own[0]["at"]?.int == stored.at.milliseconds)
            for socket in [tab, served.desk] {
                let frames = socket.door.take()
                #expect(frames.types == ["message"])
                #expect(frames[0]["entry"]?["cid"]?.text == cid("a"))
                #expect(frames[0]["entry"]?["body"]?.text == "hello")
                #expect(frames[0]["entry"]?["seq"]?.int == stored.seq)
            }
        }
    }

    @Test("an ack comes in its entry's place, however late the command comes back")
    func ackInPlace() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.say(served.message("mine", cid: cid("a")))
            await served.customer.door.goOn(0)
            try await house.fixture.send("theirs", in: served.chat, as: .agent(served.agent))
            while served.customer.deliverNext() {}
            #expect(served.customer.door.take().types == ["ack", "message"])
            await house.settle()
            #expect(served.customer.door.take() == [])
        }
    }

    @Test("the same text again is answered alike and stored once; another under its cid is refused")
    func again() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for _ in 0..<2 { served.customer.say(served.message("hello", cid: cid("a"))) }
            served.customer.say(served.message("other", cid: cid("a")))
            await house.settle()
            let frames = served.customer.door.take()
            #expect(frames.types == ["ack", "ack", "error"])
            #expect(frames[0] == frames[1])
            #expect(frames[2]["code"]?.text == "cidReused")
            #expect(frames[2]["cid"]?.text == cid("a"))
            #expect(served.desk.door.take().types == ["message"])
        }
    }

    @Test("a text is refused when it is empty, too long or under no proper cid")
    func refused() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let cases = [
                (served.message("  ", cid: cid("a")), "fieldMissing", "body"),
                (
                    served.message(String(repeating: "x", count: 16_385), cid: cid("a")),
                    "bodyTooLong", "body"
                ),
                (served.message(#"a\u0000b"#, cid: cid("a")), "fieldInvalid", "body"),
                (served.message("x", cid: "short"), "fieldInvalid", "cid"),
                (
                    served.message("x", cid: String(repeating: "A", count: 32)), "fieldInvalid",
                    "cid"
                ),
            ]
            let before = try await served.entries()
            for (frame, code, field) in cases {
                served.customer.say(frame)
                await house.settle()
                let error = served.customer.door.take().first
                #expect(error?["code"]?.text == code)
                #expect(error?["field"]?.text == field)
            }
            #expect(try await served.entries() == before)
            served.customer.say(
                served.message(String(repeating: "x", count: 16_384), cid: cid("e")))
            await house.settle()
            #expect(served.customer.door.take().types == ["ack"])
        }
    }

    @Test("a writing frame starts when the one before has ended, and they end in their order")
    func inboxOrder() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for digit in "012345" {
                served.customer.say(served.message("text \(digit)", cid: cid(digit)))
            }
            #expect(served.customer.door.commandCount == 1)
            served.customer.say(#"{"t":"end","chat":"\#(served.chat)","n":9}"#)
            await house.settle()
            let frames = served.customer.door.take()
            let answers = frames.types.filter { $0 == "ack" || $0 == "ok" }
            #expect(answers == Array(repeating: "ack", count: 6) + ["ok"])
            #expect(frames.all("ack").compactMap { $0["cid"]?.text } == "012345".map { cid($0) })
            let bodies = try await served.entries().compactMap {
                if case .text(let body) = $0.content { body } else { nil }
            }
            #expect(bodies.suffix(6) == (0..<6).map { "text \($0)" })
        }
    }

    @Test("more than 64 writing frames in wait close the socket, and those begun are stored")
    func tooManyPending() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let before = try await served.entries().count
            var random = LedgerRandom(seed: 1)
            for number in 0..<65 {
                served.customer.say(served.message("text \(number)", cid: random.hexadecimal()))
            }
            #expect(served.customer.door.closeReason == nil)
            served.customer.say(served.message("one too many", cid: random.hexadecimal()))
            #expect(served.customer.door.closeReason == .tooManyPending)
            served.customer.cut()
            await house.settle()
            #expect(try await served.entries().count == before + 1)
        }
    }

    @Test("a gap in the numbers is read, and nothing is told twice")
    func gapIsRead() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let asker = Asker.agent(served.agent)
            try await house.fixture.send("lost", in: served.chat, as: asker)
            _ = served.customer.mailbox.take(at: 0)
            try await house.fixture.send("seen", in: served.chat, as: asker)
            await house.settle()
            let frames = served.customer.door.take()
            #expect(frames.types == ["transcript", "marks"])
            let bodies = frames[0]["entries"]?.elements.map { $0["body"]?.text }
            #expect(bodies == ["lost", "seen"])
            try await house.fixture.send("after", in: served.chat, as: asker)
            await house.settle()
            #expect(served.customer.door.take().types == ["message"])
        }
    }

    @Test("an acknowledgement shows a gap, too")
    func ackShowsGap() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            try await house.fixture.send("lost", in: served.chat, as: .agent(served.agent))
            _ = served.customer.mailbox.take(at: 0)
            served.customer.say(served.message("own", cid: cid("a")))
            await served.customer.door.goOn(0)
            _ = served.customer.mailbox.take(at: 0)
            await house.settle()
            let frames = served.customer.door.take()
            #expect(frames.types == ["ack", "transcript", "marks"])
            #expect(frames[1]["entries"]?.elements.count == 2)
        }
    }

    @Test("what was sent and not answered before a cut is answered alike by the next socket")
    func retryAfterCut() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.say(served.message("hello", cid: cid("a")))
            await served.customer.door.goOn(0)
            served.customer.cut()
            let stored = try #require(try await served.entries().last)
            let socket = await served.anotherScreen()
            _ = socket.door.take()
            socket.say(served.message("hello", cid: cid("a")))
            await house.settle()
            #expect(socket.door.take().first("ack")?["seq"]?.int == stored.seq)
            #expect(try await served.entries().last == stored)
        }
    }

    @Test("an agent's retry is answered also after the chat was put away")
    func retryAfterPuttingAway() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.desk.say(served.message("bye", cid: cid("a")))
            served.desk.say(#"{"t":"end","chat":"\#(served.chat)","n":1}"#)
            served.desk.say(#"{"t":"close","chat":"\#(served.chat)","n":2}"#)
            await house.settle()
            let first = served.desk.door.take().first("ack")
            served.desk.say(served.message("bye", cid: cid("a")))
            await house.settle()
            let frames = served.desk.door.take()
            #expect(frames == [first])
        }
    }
}
