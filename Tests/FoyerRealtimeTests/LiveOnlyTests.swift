import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Previews and marks")
struct LiveOnlyTests {
    private func typing(_ text: String, _ chat: ID<Chat>) -> String {
        #"{"t":"typing","chat":"\#(chat)","text":"\#(text)"}"#
    }

    @Test("what is typed reaches the other side only, and no database")
    func preview() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let tab = await served.anotherScreen()
            _ = tab.door.take()
            served.forget()
            served.customer.say(typing("my canary", served.chat))
            #expect(served.customer.door.commandCount == 0)
            await house.settle()
            let frames = served.desk.door.take()
            #expect(frames.types == ["typing"])
            #expect(frames[0]["from"]?.text == "customer")
            #expect(frames[0]["text"]?.text == "my canary")
            #expect(served.customer.door.take() == [])
            #expect(tab.door.take() == [])

            served.desk.say(typing("hm", served.chat))
            await house.settle()
            #expect(served.customer.door.take().first?["from"]?.text == "agent")
        }
    }

    @Test("a room that hides previews passes none on")
    func hidden() async throws {
        try await RealtimeHouse.with { house in
            try await house.fixture.publish(
                [("phones.hidePreview", .flag(true))], in: house.general, by: house.administrator)
            let served = try await ServedChat(house)
            served.customer.say(typing("secret", served.chat))
            served.desk.say(typing("secret", served.chat))
            #expect(served.desk.mailbox.count == 0)
            #expect(served.customer.mailbox.count == 0)
            await house.settle()
            #expect(served.desk.door.take() == [])
            #expect(served.customer.door.take() == [])
        }
    }

    @Test("previews of an ended chat, too fast or too long are dropped; the emptied input is told")
    func dropped() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let long = String(repeating: "x", count: 1_001)
            for text in [long, "a", "ab", "abc", ""] {
                served.customer.say(typing(text, served.chat))
            }
            await house.settle()
            #expect(served.desk.door.take().compactMap { $0["text"]?.text } == ["a", ""])
            house.fixture.clock.advance(milliseconds: 250)
            served.customer.say(typing(String(repeating: "x", count: 1_000), served.chat))
            await house.settle()
            #expect(served.desk.door.take().count == 1)

            served.desk.say(#"{"t":"end","chat":"\#(served.chat)","n":1}"#)
            await house.settle()
            served.forget()
            house.fixture.clock.advance(seconds: 1)
            served.customer.say(typing("after the end", served.chat))
            served.desk.say(typing("after the end", served.chat))
            await house.settle()
            #expect(served.desk.door.take() == [])
            #expect(served.customer.door.take() == [])
        }
    }

    @Test("a clock that steps back does not silence the preview")
    func clockStepsBack() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.say(typing("a", served.chat))
            house.fixture.clock.advance(seconds: -3_600)
            served.customer.say(typing("ab", served.chat))
            await house.settle()
            #expect(served.desk.door.take().count == 2)
        }
    }

    @Test("marks are written at most once a second, the last word always")
    func marks() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for read in 1...4 {
                served.customer.say(
                    #"{"t":"mark","chat":"\#(served.chat)","delivered":4,"read":\#(read)}"#)
            }
            #expect(served.customer.door.commandCount == 1)
            await house.settle()
            #expect(served.customer.door.commandCount == 0)
            #expect(served.customer.door.timerCount == 1)
            served.customer.door.fireTimers()
            await house.settle()
            let marks = served.desk.door.take().all("marks")
            #expect(marks.compactMap { $0["customer"]?["read"]?.int } == [1, 4])
            #expect(marks.allSatisfy { $0["customer"]?["delivered"]?.int == 4 })
            #expect(marks.allSatisfy { $0["agent"]?["read"]?.int == 0 })
            served.customer.door.fireTimers()
            #expect(served.customer.door.commandCount == 0)
        }
    }

    @Test("a mark that waits for its second is written when the screen goes")
    func markAtTheEnd() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for read in 1...2 {
                served.customer.say(
                    #"{"t":"mark","chat":"\#(served.chat)","delivered":3,"read":\#(read)}"#)
            }
            await house.settle()
            served.customer.cut()
            await house.settle()
            #expect(served.desk.door.take().all("marks").last?["customer"]?["read"]?.int == 2)
        }
    }

    @Test("marks only grow and never pass the end, whatever a client says")
    func marksAreBounded() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let last = try #require(try await served.entries().last?.seq)
            for (delivered, read) in [
                (WireLimit.wholeNumberMax, WireLimit.wholeNumberMax), (1, 1), (0, 2),
            ] {
                served.customer.say(
                    #"{"t":"mark","chat":"\#(served.chat)","#
                        + #""delivered":\#(delivered),"read":\#(read)}"#
                )
                await house.settleAndRest()
            }
            let marks = served.desk.door.take().all("marks")
            #expect(marks.compactMap { $0["customer"]?["read"]?.int } == [last])
        }
    }

    @Test("a late hint of older marks takes nothing back")
    func lateMarks() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let customer = served.customer
            for read in [1, 3] as [Int64] {
                try await house.service.markEntries(
                    of: served.chat, delivered: 4, read: read, as: .agent(served.agent))
            }
            customer.weather.position = { _ in 1 }
            customer.deliverOne()
            customer.weather.position = { _ in 0 }
            customer.deliverOne()
            let marks = customer.door.take().all("marks")
            #expect(marks.compactMap { $0["agent"]?["read"]?.int } == [3])
        }
    }
}
