import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Hello")
struct HelloTests {
    @Test("a customer's hello is answered by welcome, chat, transcript and marks, in this order")
    func customerHello() async throws {
        try await RealtimeHouse.with { house in
            let (chat, token) = try await house.asker(question: "Do you ship?")
            let socket = house.customerSocket()
            socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            await house.settle()
            let frames = socket.door.take()
            #expect(frames.types == ["welcome", "chat", "transcript", "marks"])
            #expect(frames[0]["now"]?.int == house.fixture.clock.read())
            #expect(frames[1]["chat"]?["state"]?.text == "waiting")
            #expect(frames[2]["chat"]?.text == chat.rawValue)
            #expect(frames[2]["entries"]?.elements.map { $0["kind"]?.text } == ["facts", "text"])
            #expect(socket.door.takesLongMessages)
        }
    }

    @Test("the chat comes before its transcript, in whatever order they are read")
    func chatComesFirst() async throws {
        for seed in 0..<50 as Range<UInt64> {
            try await RealtimeHouse.with { house in
                var random = LedgerRandom(seed: seed)
                let (_, token) = try await house.asker()
                let socket = house.customerSocket()
                socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
                await house.settleAndRest(with: &random)
                #expect(socket.door.take().types.prefix(3) == ["welcome", "chat", "transcript"])
            }
        }
    }

    @Test("an agent's hello is answered by welcome, the desk, and the chats on it")
    func agentHello() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let socket = house.agentSocket()
            socket.say(#"{"t":"hello","token":"\#(served.agentToken)"}"#)
            await house.settle()
            let frames = socket.door.take()
            #expect(frames.types == ["welcome", "desk", "transcript", "marks"])
            #expect(frames[1]["browser"]?.text == "SERVING_CUSTOMER")
            #expect(frames[1]["chats"]?.elements.count == 1)
        }
    }

    @Test("the console's cookie needs no token in hello")
    func cookie() async throws {
        try await RealtimeHouse.with { house in
            let (agent, _) = try await house.agent("Bert")
            let socket = house.agentSocket(known: agent)
            socket.say(#"{"t":"hello"}"#)
            await house.settle()
            #expect(socket.door.take().types == ["welcome", "desk"])
        }
    }

    @Test(
        "whoever says something else first is told so and hung up",
        arguments: [
            #"{"t":"ping"}"#, #"{"t":"end","chat":"\#(strangeID)","n":5}"#, #"{"t":"desk"}"#,
        ])
    func helloMissing(_ frame: String) async throws {
        try await RealtimeHouse.with { house in
            for socket in [house.customerSocket(), house.agentSocket()] {
                socket.say(frame)
                await house.settle()
                let frames = socket.door.take()
                #expect(frames.types == ["error"])
                #expect(frames[0]["code"]?.text == "helloFirst")
                #expect(socket.door.closeReason == .protocolError)
            }
            let count = try await house.connectionCount()
            #expect(count == 0)
        }
    }

    @Test("what is no frame before hello is hung up", arguments: ["", "hello", "[]", "{}", "{"])
    func noFrame(_ text: String) async throws {
        try await RealtimeHouse.with { house in
            for socket in [house.customerSocket(), house.agentSocket()] {
                socket.say(text)
                #expect(socket.door.take().types == ["error"])
                #expect(socket.door.closeReason == .protocolError)
            }
        }
    }

    @Test("who says what nobody understands is told so, and hung up after so many times")
    func wrongFrames() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for socket in [served.customer, served.desk] {
                for _ in 1..<WireLimit.wrongFramesMax { socket.say("{") }
                #expect(socket.door.take().types.allSatisfy { $0 == "error" })
                #expect(socket.door.closeReason == nil)
                socket.say("{")
                #expect(socket.door.closeReason == .protocolError)
            }
        }
    }

    @Test("a second hello is told so and hung up")
    func twice() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for socket in [served.customer, served.desk] {
                socket.say(#"{"t":"hello","token":"x","n":4}"#)
                let frame = socket.door.take().first
                #expect(frame?["code"]?.text == "helloFirst")
                #expect(frame?["n"]?.int == 4)
                #expect(socket.door.closeReason == .protocolError)
            }
        }
    }

    @Test("an unknown token, link or log-on is refused for good")
    func unknown() async throws {
        try await RealtimeHouse.with { house in
            let (_, token) = try await house.asker()
            let room = house.general.token
            let customers = [
                #"{"t":"hello","room":"\#(room)","token":"nobody"}"#,
                #"{"t":"hello","room":"nowhere","token":"\#(token)"}"#,
                #"{"t":"hello","room":"\#(room)","token":"a\u0000b"}"#,
            ]
            for hello in customers {
                let socket = house.customerSocket()
                socket.say(hello)
                await house.settle()
                #expect(socket.door.take().types == ["error"])
                #expect(socket.door.closeReason == .invalidToken, "\(hello)")
            }
            for hello in [#"{"t":"hello","token":"nobody"}"#, #"{"t":"hello"}"#] {
                let socket = house.agentSocket()
                socket.say(hello)
                await house.settle()
                #expect(socket.door.take().first?["code"]?.text == "notLoggedOn")
                #expect(socket.door.closeReason == .invalidToken, "\(hello)")
            }
            #expect(try await house.connectionCount() == 0)
        }
    }

    @Test("a hello with a field too few or too many is refused by name")
    func wrongFields() async throws {
        try await RealtimeHouse.with { house in
            let have = #"{"chat":"\#(strangeID)","seq":1,"id":"\#(strangeID)"}"#
            let customers = [
                (#"{"t":"hello","token":"x"}"#, "fieldMissing", "room"),
                (#"{"t":"hello","room":"x"}"#, "fieldMissing", "token"),
                (#"{"t":"hello","room":"x","token":"y","more":1}"#, "fieldUnknown", "more"),
                (#"{"t":"hello","room":7,"token":"y"}"#, "fieldWrongType", "room"),
                (
                    #"{"t":"hello","room":"x","token":"y","have":[\#(have),\#(have)]}"#,
                    "fieldOutOfRange", "have"
                ),
            ]
            for (hello, code, field) in customers {
                let socket = house.customerSocket()
                socket.say(hello)
                let error = socket.door.take().first
                #expect(error?["code"]?.text == code, "\(hello)")
                #expect(error?["field"]?.text == field, "\(hello)")
                #expect(socket.door.closeReason == .protocolError, "\(hello)")
            }
            let desk = house.agentSocket()
            desk.say(#"{"t":"hello","token":"x","room":"y"}"#)
            #expect(desk.door.take().first?["field"]?.text == "room")
            #expect(desk.door.closeReason == .protocolError)
        }
    }

    @Test("a frame before hello was answered is refused by its names, and the session lives")
    func tooEarly() async throws {
        try await RealtimeHouse.with { house in
            let (chat, token) = try await house.asker()
            let socket = house.customerSocket()
            socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            socket.say(#"{"t":"message","chat":"\#(chat)","cid":"\#(cid("a"))","body":"x","n":2}"#)
            socket.say(#"{"t":"ping"}"#)
            await house.settle()
            let frames = socket.door.take()
            #expect(frames.types == ["error", "pong", "welcome", "chat", "transcript", "marks"])
            #expect(frames[0]["cid"]?.text == cid("a"))
            #expect(frames[0]["n"]?.int == 2)
        }
    }

    @Test("a database that does not answer says come back later")
    func databaseGone() async throws {
        try await RealtimeHouse.with { house in
            let (_, token) = try await house.asker()
            let (agent, _) = try await house.agent("Bert")
            await house.fixture.database.close()
            let socket = house.customerSocket()
            socket.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            let desk = house.agentSocket(known: agent)
            desk.say(#"{"t":"hello"}"#)
            await house.settle()
            for socket in [socket, desk] {
                #expect(socket.door.take().first?["code"]?.text == "databaseUnavailable")
                #expect(socket.door.closeReason == .tryAgainLater)
            }
        }
    }
}

/// An id that names nothing.
let strangeID = "0190a000-0000-7000-8000-000000000000"
