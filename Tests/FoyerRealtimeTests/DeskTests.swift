import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Desks")
struct DeskTests {
    private func desk(_ house: RealtimeHouse, _ name: String) async throws -> DeskTab {
        let (agent, token) = try await house.agent(name)
        let tab = DeskTab(house, agent: agent, token: token)
        await house.settle()
        tab.catchUp()
        return tab
    }

    @Test("who asks rings at every ready desk; the first to answer has it, the other is told taken")
    func taken() async throws {
        try await RealtimeHouse.with { house in
            let bert = try await desk(house, "Bert")
            let chen = try await desk(house, "Chen")
            let (chat, _) = try await house.asker()
            await house.settle()
            bert.catchUp()
            chen.catchUp()
            let offer = try #require(bert.offer(of: chat.rawValue))
            let other = try #require(chen.offer(of: chat.rawValue))
            bert.socket.say(#"{"t":"answer","chat":"\#(chat)","offer":\#(offer),"n":1}"#)
            chen.socket.say(#"{"t":"answer","chat":"\#(chat)","offer":\#(other),"n":2}"#)
            await house.settle()
            let won = bert.socket.door.take()
            #expect(won.first("ok")?["n"]?.int == 1)
            #expect(won.first("chat")?["chat"]?["state"]?.text == "served")
            #expect(won.first("status")?["browser"]?.text == "SERVING_CUSTOMER")
            let lost = chen.socket.door.take()
            #expect(lost.first("error")?["code"]?.text == "offerTaken")
            #expect(lost.first("error")?["n"]?.int == 2)
            let gone = lost.all("room").flatMap { $0["gone"]?.elements ?? [] }
            #expect(gone.map { $0["reason"]?.text } == ["taken"])
        }
    }

    @Test("a log-on that expires closes its open socket")
    func expiredLogOn() async throws {
        try await RealtimeHouse.with { house in
            let bert = try await desk(house, "Bert")
            house.fixture.clock.advance(seconds: Limit.logOnDaysMax * 86_400 - 1)
            _ = try await house.service.passTime()
            await house.settle()
            #expect(bert.socket.door.closeReason == nil)
            house.fixture.clock.advance(seconds: 1)
            _ = try await house.service.passTime()
            await house.settle()
            #expect(bert.socket.door.closeReason == .loggedOff)
        }
    }

    @Test("a gap in a room's revisions brings the whole desk, an old change nothing")
    func gap() async throws {
        try await RealtimeHouse.with { house in
            let bert = try await desk(house, "Bert")
            _ = try await house.asker()
            let changes = bert.socket.mailbox.count
            #expect(changes > 0)
            for _ in 0..<changes { _ = bert.socket.mailbox.take(at: 0) }
            _ = try await house.asker()
            bert.socket.weather.times = { 2 }
            while bert.socket.mailbox.count > 0 { bert.socket.deliverOne() }
            await house.settle()
            let frames = bert.socket.door.take()
            #expect(frames.all("desk").count >= 1)
            #expect(frames.first("desk")?["waiting"]?.elements.count == 2)
        }
    }

    @Test("the whole desk is sent again on request, and the request is answered by its number")
    func asked() async throws {
        try await RealtimeHouse.with { house in
            let bert = try await desk(house, "Bert")
            bert.socket.say(#"{"t":"desk","n":5}"#)
            bert.socket.say(#"{"t":"desk","n":6}"#)
            await house.settle()
            let frames = bert.socket.door.take()
            #expect(frames.first("desk")?["n"] == nil)
            #expect(frames.all("ok").compactMap { $0["n"]?.int } == [5, 6])
        }
    }

    @Test("where many chats ring at one agent, a break brings the desk and not a card for each")
    func manyRings() async throws {
        try await RealtimeHouse.with { house in
            let bert = try await desk(house, "Bert")
            let long = String(repeating: "😀", count: 300)
            for _ in 0..<70 { _ = try await house.asker(question: long) }
            await house.settle()
            _ = bert.socket.door.take()
            bert.socket.say(#"{"t":"status","status":"TAKING_BREAK","n":1}"#)
            await house.settle()
            let frames = bert.socket.door.take()
            #expect(frames.first("desk")?["waiting"]?.elements.isEmpty == false)
            let longest = frames.map(\.json.utf8.count).max() ?? 0
            #expect(longest < WireLimit.outboundBytesMax / 2)
        }
    }

    @Test("three missed rings are told as the reason of the break")
    func missedRings() async throws {
        try await RealtimeHouse.with { house in
            let bert = try await desk(house, "Bert")
            _ = try await house.asker()
            for _ in 0..<3 {
                house.fixture.clock.advance(seconds: 31)
                _ = try await house.service.passTime()
                _ = try await house.asker()
            }
            await house.settle()
            let status = bert.socket.door.take().all("status").last
            #expect(status?["browser"]?.text == "TAKING_BREAK")
            #expect(status?["because"]?.text == "missedRings")
        }
    }

    @Test("an ended chat stays on the desk until it is put away")
    func putAway() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.desk.say(#"{"t":"close","chat":"\#(served.chat)","n":1}"#)
            await house.settle()
            #expect(served.desk.door.take().first?["code"]?.text == "notFound")
            served.customer.say(#"{"t":"end","chat":"\#(served.chat)","n":1}"#)
            await house.settle()
            let ended = served.desk.door.take()
            #expect(ended.all("chat").last?["chat"]?["endReason"]?.text == "customer")
            #expect(ended.first("status")?["browser"]?.text == "REMOTE_CUSTOMER_HANGUP")
            served.desk.say(#"{"t":"close","chat":"\#(served.chat)","n":2}"#)
            await house.settle()
            let frames = served.desk.door.take()
            #expect(frames.first("ok")?["n"]?.int == 2)
            #expect(frames.first("desk")?["chats"]?.elements == [])
        }
    }

    @Test("both sides see the other's connection go and come back")
    func peers() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.cut()
            await house.settle()
            let gone = served.desk.door.take().first("peer")
            #expect(gone?["who"]?.text == "customer")
            #expect(gone?["connected"]?.flag == false)
            #expect(gone?["graceSeconds"]?.int == 60)
            let back = await served.anotherScreen()
            #expect(served.desk.door.take().first("peer")?["connected"]?.flag == true)
            served.desk.cut()
            await house.settle()
            let frames = back.door.take()
            #expect(frames.first("peer")?["who"]?.text == "agent")
            #expect(frames.all("chat").last?["chat"]?["peerConnected"]?.flag == false)
        }
    }

    /// The oracle of screens found this: history 1974.
    @Test("who logs off here while a desk elsewhere is waited for is away: the customer is told")
    func logsOffWhileLostElsewhere() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let (_, token) = try await house.logOn("Bert", on: .mobile)
            let mobile = house.agentSocket()
            mobile.say(#"{"t":"hello","token":"\#(token)"}"#)
            await house.settle()
            mobile.cut()
            await house.settle()
            served.forget()
            try await house.service.logOff(served.agent)
            await house.settle()
            let frames = served.customer.door.take()
            #expect(frames.first("peer")?["connected"]?.flag == false)
            #expect(frames.all("chat").last?["chat"]?["peerConnected"]?.flag == false)
        }
    }

    @Test("a new name of a room or of the agent is shown on open screens")
    func newNames() async throws {
        try await RealtimeHouse.with { house in
            let room = try await house.service.createRoom(
                named: "Sales", by: house.administrator)
            let served = try await ServedChat(house)
            _ = try await house.service.editRoom(
                room.id, name: nil, agents: [served.agent.agent], by: house.administrator)
            await house.settle()
            served.forget()
            _ = try await house.service.editRoom(
                room.id, name: "Orders", agents: nil, by: house.administrator)
            await house.settle()
            let renamed = served.desk.door.take().all("desk").last
            let names = renamed?["rooms"]?.elements.map { $0["name"]?.text }
            #expect(names == ["GENERAL", "Orders"])
            try await house.service.editProfile(name: "Berta", greeting: nil, of: served.agent)
            await house.settle()
            let desk = served.desk.door.take().all("desk").last
            #expect(desk?["agent"]?["name"]?.text == "Berta")
            let chat = served.customer.door.take().all("chat").last
            #expect(chat?["chat"]?["agent"]?["name"]?.text == "Berta")
        }
    }

    @Test("the place in the queue is told at most once a second")
    func places() async throws {
        try await RealtimeHouse.with { house in
            for _ in 0..<3 {
                _ = try await house.asker()
                house.fixture.clock.advance(milliseconds: 1)
            }
            let (_, token) = try await house.asker()
            let socket = house.customerSocket()
            socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            await house.settle()
            #expect(socket.door.take().first("chat")?["chat"]?["place"]?.int == 4)
            let desk = try await house.service.desk(of: house.administrator)
            for card in desk.waiting.prefix(3) {
                let record = try await house.service.record(
                    of: card.chat, for: .agent(house.administrator))
                try await house.service.cancelChat(card.chat, by: record.chat.customer)
            }
            await house.settle()
            #expect(socket.door.take() == [])
            #expect(socket.door.timerCount == 1)
            socket.door.fireTimers()
            await house.settle()
            let chats = socket.door.take().all("chat")
            #expect(chats.compactMap { $0["chat"]?["place"]?.int } == [1])
        }
    }
}
