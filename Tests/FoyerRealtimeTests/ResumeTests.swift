import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@testable import FoyerRealtime

@Suite("Resume")
struct ResumeTests {
    private func have(_ seq: Int64, _ id: String) -> String {
        #","have":{"seq":\#(seq),"id":"\#(id)"}"#
    }

    private func resume(_ chat: ID<Chat>, _ have: String = "") -> String {
        #"{"t":"resume","chat":"\#(chat)"\#(have)}"#
    }

    @Test("who has an entry gets those after it")
    func matching() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let entries = try await served.entries()
            let known = entries[1]
            for socket in [served.customer, served.desk] {
                socket.say(resume(served.chat, have(known.seq, known.id.rawValue)))
                await house.settle()
                let transcript = try #require(socket.door.take().first("transcript"))
                #expect(transcript["resync"]?.flag == false)
                #expect(transcript["more"]?.flag == false)
                #expect(transcript["last"]?.int == entries.last?.seq)
                let ids = transcript["entries"]?.elements.compactMap { $0["id"]?.text }
                #expect(ids == entries.dropFirst(2).map(\.id.rawValue))
            }
        }
    }

    @Test("who has everything is told so")
    func everything() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let last = try #require(try await served.entries().last)
            served.customer.say(resume(served.chat, have(last.seq, last.id.rawValue)))
            await house.settle()
            let transcript = served.customer.door.take().first("transcript")
            #expect(transcript?["entries"]?.elements == [])
            #expect(transcript?["last"]?.int == last.seq)
        }
    }

    @Test("another id under the number, or a number beyond the end, begins again at 1")
    func resync() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let entries = try await served.entries()
            for (seq, id) in [
                (2, strangeID), (900, entries[1].id.rawValue), (0, entries[1].id.rawValue),
                (WireLimit.wholeNumberMax, strangeID),
            ] {
                served.customer.say(resume(served.chat, have(Int64(seq), id)))
                await house.settle()
                let transcript = try #require(served.customer.door.take().first("transcript"))
                #expect(transcript["resync"]?.flag == true, "\(seq)")
                let ids = transcript["entries"]?.elements.compactMap { $0["id"]?.text }
                #expect(ids == entries.map(\.id.rawValue), "\(seq)")
                // From here on the screen follows again.
                try await house.fixture.send("on", in: served.chat, as: .agent(served.agent))
                await house.settle()
                #expect(served.customer.door.take().types == ["message"])
                let row = SQLChat(served)
                try await row.deleteLast()
            }
        }
    }

    @Test("hello takes up where the client was, for the chat it names only")
    func helloHave() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let entries = try await served.entries()
            let place = #""seq":2,"id":"\#(entries[1].id)""#
            let own = await served.anotherScreen(
                have: #","have":{"chat":"\#(served.chat)",\#(place)}"#)
            #expect(
                own.door.take().first("transcript")?["entries"]?.elements.count
                    == entries.count - 2)
            let other = await served.anotherScreen(
                have: #","have":{"chat":"\#(strangeID)",\#(place)}"#)
            let transcript = other.door.take().first("transcript")
            #expect(transcript?["entries"]?.elements.count == entries.count)
            #expect(transcript?["resync"]?.flag == false)

            let desk = house.agentSocket()
            desk.say(
                #"{"t":"hello","token":"\#(served.agentToken)","#
                    + #""have":[{"chat":"\#(served.chat)",\#(place)}]}"#)
            await house.settle()
            #expect(
                desk.door.take().first("transcript")?["entries"]?.elements.count
                    == entries.count - 2)
        }
    }

    @Test("more than a page is said to be more, and each page is sent once, when it is asked for")
    func pages() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for number in 0..<(2 * Limit.transcriptPageEntriesMax) {
                try await house.fixture.send(
                    "text \(number)", in: served.chat, as: .agent(served.agent))
            }
            await house.settle()
            let tab = CustomerTab(
                house, roomToken: house.general.token, token: served.customerToken)
            var frames: [JSONValue] = []
            await house.settle()
            frames += tab.socket.door.take()
            #expect(frames.first("transcript")?["more"]?.flag == true)
            #expect(frames.all("transcript").count == 1)
            #expect(frames.first("marks") == nil)

            let fresh = CustomerTab(
                house, roomToken: house.general.token, token: served.customerToken)
            house.afterStep = { fresh.catchUp() }
            await house.settle()
            #expect(fresh.screen.line?.entries.count == (try await served.entries().count))
            #expect(fresh.screen.breaches == [])
        }
    }

    @Test("a client that asks from elsewhere while a page is read gets what it asked for")
    func asksAgainMeanwhile() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let entries = try await served.entries()
            let last = try #require(entries.last)
            served.customer.say(resume(served.chat, have(last.seq, last.id.rawValue)))
            await served.customer.door.goOn(0)
            served.customer.say(resume(served.chat, have(1, entries[0].id.rawValue)))
            await house.settle()
            let transcripts = served.customer.door.take().all("transcript")
            #expect(transcripts.last?["entries"]?.elements.count == entries.count - 1)
        }
    }

    @Test("what is written while a page is read follows it")
    func writtenMeanwhile() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.say(resume(served.chat))
            await served.customer.door.goOn(0)
            try await house.fixture.send("new", in: served.chat, as: .agent(served.agent))
            await house.settle()
            let entries = served.customer.door.take().all("transcript")
                .flatMap { $0["entries"]?.elements ?? [] }
            #expect(entries.compactMap { $0["seq"]?.int } == Array(1...Int64(entries.count)))
            #expect(entries.last?["body"]?.text == "new")
        }
    }

    @Test("a chat that was put back to an older state is read once, not for ever")
    func putBack() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for _ in 0..<3 {
                try await house.fixture.send("lost", in: served.chat, as: .agent(served.agent))
            }
            await house.settle()
            let last = try #require(try await served.entries().last)
            served.forget()
            let row = SQLChat(served)
            for _ in 0..<3 { try await row.deleteLast() }
            served.customer.say(resume(served.chat, have(last.seq, last.id.rawValue)))
            await house.settle()
            let frames = served.customer.door.take()
            #expect(frames.types == ["transcript", "marks"])
            #expect(frames[0]["resync"]?.flag == true)
        }
    }
}

/// A chat's rows, to be put back as a restored backup would.
private struct SQLChat {
    let served: ServedChat

    init(_ served: ServedChat) { self.served = served }

    func deleteLast() async throws {
        let chat = served.chat
        try await served.house.fixture.database.write { transaction in
            try transaction.run(
                """
                DELETE FROM message WHERE chat_id = \(chat.rawValue)
                    AND seq = (SELECT last_seq FROM chat WHERE id = \(chat.rawValue))
                """)
            try transaction.run(
                "UPDATE chat SET last_seq = last_seq - 1 WHERE id = \(chat.rawValue)")
        }
    }
}
