import FoyerAPI
import FoyerCore
import FoyerRealtime
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Cut in the middle")
struct CutTests {
    /// Lets `steps` half-commands of a socket happen, cuts it, lets the rest happen.
    private func cut(
        _ socket: ManualSocket, after steps: Int, in house: RealtimeHouse
    ) async -> Bool {
        for _ in 0..<steps {
            while socket.deliverNext() {}
            guard socket.door.commandCount > 0 else { return false }
            await socket.door.goOn(0)
        }
        socket.cut()
        await house.settleAndRest()
        return true
    }

    @Test("a customer's socket that goes at any moment leaves no connection and no subscription")
    func customer() async throws {
        var steps = 0
        var isUnderWay = true
        while isUnderWay {
            isUnderWay = try await RealtimeHouse.with { house in
                let (chat, token) = try await house.asker()
                let socket = house.customerSocket()
                socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
                for _ in 0..<min(steps, 2) { await socket.door.goOn(0) }
                socket.say(#"{"t":"mark","chat":"\#(chat)","delivered":1,"read":1}"#)
                for digit in "ab" {
                    socket.say(
                        #"{"t":"message","chat":"\#(chat)","cid":"\#(cid(digit))","body":"x"}"#)
                }
                socket.say(#"{"t":"resume","chat":"\#(chat)"}"#)
                socket.say(#"{"t":"cancel","chat":"\#(chat)","n":1}"#)
                let wasCut = await cut(socket, after: max(0, steps - 2), in: house)
                if wasCut {
                    #expect(try await house.connectionCount() == 0, "after \(steps) steps")
                    #expect(house.hub.topicCount == 0, "after \(steps) steps")
                }
                return wasCut
            }
            steps += 1
        }
        #expect(steps > 12)
    }

    @Test("an agent's socket that goes at any moment leaves no connection and no subscription")
    func agent() async throws {
        var steps = 0
        var isUnderWay = true
        while isUnderWay {
            isUnderWay = try await RealtimeHouse.with { house in
                let served = try await ServedChat(house)
                served.desk.cut()
                served.customer.cut()
                await house.settleAndRest()
                let socket = house.agentSocket()
                socket.say(#"{"t":"hello","token":"\#(served.agentToken)"}"#)
                for _ in 0..<min(steps, 4) { await socket.door.goOn(0) }
                let chat = served.chat
                socket.say(#"{"t":"mark","chat":"\#(chat)","delivered":1,"read":1}"#)
                socket.say(served.message("x", cid: cid("a")))
                socket.say(#"{"t":"desk","n":3}"#)
                socket.say(#"{"t":"end","chat":"\#(chat)","n":1}"#)
                socket.say(#"{"t":"close","chat":"\#(chat)","n":2}"#)
                let wasCut = await cut(socket, after: max(0, steps - 4), in: house)
                if wasCut {
                    #expect(try await house.connectionCount() == 0, "after \(steps) steps")
                    #expect(house.hub.topicCount == 0, "after \(steps) steps")
                }
                return wasCut
            }
            steps += 1
        }
        #expect(steps > 12)
    }

    @Test("the grace of a customer begins also when the socket went while it was being connected")
    func graceBegins() async throws {
        try await RealtimeHouse.with { house in
            let (chat, token) = try await house.asker()
            let socket = house.customerSocket()
            socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            socket.cut()
            await house.settle()
            house.fixture.clock.advance(seconds: 61)
            _ = try await house.service.passTime()
            let record = try await house.service.record(of: chat, for: .agent(house.administrator))
            #expect(record.chat.life == .abandoned(.customerLost))
        }
    }

    @Test("frames and news after the cut do nothing")
    func afterTheCut() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.cut()
            served.customer.say(served.message("x", cid: cid("a")))
            #expect(served.customer.door.take() == [])
            await house.settle()
            let kinds = try await served.entries().map(\.cid)
            #expect(!kinds.contains(cid("a")))
        }
    }
}

@Suite("The end of a log-on")
struct LogOnEndTests {
    @Test("logging off closes the sockets of that log-on, and no others")
    func logOff() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let (_, otherToken) = try await house.logOn("Bert")
            let other = house.agentSocket()
            other.say(#"{"t":"hello","token":"\#(otherToken)"}"#)
            await house.settle()
            try await house.service.logOff(served.agent)
            await house.settle()
            #expect(served.desk.door.closeReason == .loggedOff)
            #expect(other.door.closeReason == nil)
            #expect(served.customer.door.closeReason == nil)
        }
    }

    @Test("a new password closes every socket of the agent")
    func newPassword() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let link = try await house.service.makePasswordLink(
                for: served.agent.agent, by: house.administrator)
            try await house.service.setPassword("another good password", link: link)
            await house.settle()
            #expect(served.desk.door.closeReason == .loggedOff)
            served.desk.cut()
            await house.settle()
            let again = house.agentSocket()
            again.say(#"{"t":"hello","token":"\#(served.agentToken)"}"#)
            await house.settle()
            #expect(again.door.closeReason == .invalidToken)
        }
    }

    @Test("an administrator who is none any more loses the sockets")
    func roleTaken() async throws {
        try await RealtimeHouse.with { house in
            let chief = try await house.fixture.agent(
                "Chief", isAdministrator: true, by: house.administrator)
            let (_, token) = try await house.logOn("Chief")
            let socket = house.agentSocket()
            socket.say(#"{"t":"hello","token":"\#(token)"}"#)
            await house.settle()
            var draft = AgentDraft()
            draft.isAdministrator = false
            _ = try await house.service.editAgent(chief.agent, draft, by: house.administrator)
            await house.settle()
            #expect(socket.door.closeReason == .loggedOff)
        }
    }

    @Test("a log-on that ends at any moment of hello leaves no open socket")
    func duringHello() async throws {
        for steps in 0..<10 {
            try await RealtimeHouse.with { house in
                let (agent, token) = try await house.agent("Bert")
                let socket = house.agentSocket()
                socket.say(#"{"t":"hello","token":"\#(token)"}"#)
                for _ in 0..<steps where socket.door.commandCount > 0 {
                    await socket.door.goOn(0)
                }
                try await house.service.logOff(agent)
                await house.settle()
                #expect(socket.door.closeReason != nil, "after \(steps) steps")
                socket.cut()
                await house.settle()
                #expect(try await house.connectionCount() == 0, "after \(steps) steps")
                #expect(house.hub.topicCount == 0, "after \(steps) steps")
            }
        }
    }
}
