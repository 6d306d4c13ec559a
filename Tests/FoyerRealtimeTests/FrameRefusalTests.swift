import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Frames that are refused")
struct FrameRefusalTests {
    @Test("what is not understood is told by code and field, and the session lives")
    func malformed() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let chat = served.chat
            let cases: [(frame: String, code: String, field: String?)] = [
                ("", "notJSON", nil),
                ("{", "notJSON", nil),
                (#"[{"t":"ping"}]"#, "notJSON", nil),
                (#"{"t":"ping"} x"#, "notJSON", nil),
                (#"{}"#, "fieldMissing", "t"),
                (#"{"t":1}"#, "fieldWrongType", "t"),
                (#"{"t":"nope"}"#, "unknownFrame", "t"),
                (#"{"t":"ping","x":1}"#, "fieldUnknown", "x"),
                (#"{"t":"ping","chat":"\#(chat)"}"#, "fieldUnknown", "chat"),
                (#"{"t":"end"}"#, "fieldMissing", "chat"),
                (#"{"t":"end","chat":"\#(chat)","chat":"\#(chat)"}"#, "fieldUnknown", "chat"),
                (#"{"t":"end","chat":"1"}"#, "fieldInvalid", "chat"),
                (#"{"t":"end","chat":"\#(chat)","n":"1"}"#, "fieldWrongType", "n"),
                (#"{"t":"end","chat":"\#(chat)","n":-1}"#, "fieldOutOfRange", "n"),
                (#"{"t":"end","chat":"\#(chat)","n":1.5}"#, "fieldOutOfRange", "n"),
                (
                    #"{"t":"end","chat":"\#(chat)","n":99999999999999999999}"#,
                    "fieldOutOfRange", "n"
                ),
                (#"{"t":"message","chat":"\#(chat)","body":"x"}"#, "fieldMissing", "cid"),
                (
                    #"{"t":"message","chat":"\#(chat)","cid":"\#(cid("a"))"}"#, "fieldMissing",
                    "body"
                ),
                (
                    #"{"t":"message","chat":"\#(chat)","cid":"\#(cid("a"))","body":null}"#,
                    "fieldWrongType", "body"
                ),
                (#"{"t":"mark","chat":"\#(chat)","delivered":1}"#, "fieldMissing", "read"),
                (
                    #"{"t":"resume","chat":"\#(chat)","have":{"seq":1}}"#,
                    "fieldMissing", "have.id"
                ),
                (
                    #"{"t":"resume","chat":"\#(chat)","have":{"seq":1,"id":"x"}}"#,
                    "fieldInvalid", "have.id"
                ),
                (#"{"t":"resume","chat":"\#(chat)","have":7}"#, "fieldWrongType", "have"),
                (
                    #"{"t":"resume","chat":"\#(chat)","have":{"seq":1,"id":"\#(chat)","x":1}}"#,
                    "fieldUnknown", "have.x"
                ),
            ]
            for socket in [served.customer, served.desk] {
                for (frame, code, field) in cases {
                    socket.say(frame)
                    let error = socket.door.take().first
                    #expect(error?["t"]?.text == "error", "\(frame)")
                    #expect(error?["code"]?.text == code, "\(frame)")
                    if code != "unknownFrame" {
                        #expect(error?["field"]?.text == field, "\(frame)")
                    }
                }
                socket.say(#"{"t":"ping"}"#)
                #expect(socket.door.take().types == ["pong"])
                #expect(socket.door.closeReason == nil)
            }
        }
    }

    @Test("an error carries the names of the frame that it answers, also of one it cannot read")
    func namesInErrors() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.customer.say(
                #"{"t":"message","more":{"n":1},"chat":"\#(served.chat)","#
                    + #""cid":"\#(cid("b"))","n":12}"#
            )
            let error = served.customer.door.take().first
            #expect(error?["code"]?.text == "fieldUnknown")
            #expect(error?["field"]?.text == "more")
            #expect(error?["n"]?.int == 12)
            #expect(error?["cid"]?.text == cid("b"))
            #expect(error?["chat"]?.text == served.chat.rawValue)
        }
    }

    @Test("frames of the other side are unknown here")
    func otherSide() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let ofAgents = [
                #"{"t":"answer","chat":"\#(served.chat)","offer":1,"n":1}"#,
                #"{"t":"reject","chat":"\#(served.chat)","offer":1,"n":1}"#,
                #"{"t":"close","chat":"\#(served.chat)","n":1}"#, #"{"t":"desk","n":1}"#,
                #"{"t":"status","status":"TAKING_BREAK","n":1}"#,
            ]
            for frame in ofAgents {
                served.customer.say(frame)
                await house.settle()
                let error = served.customer.door.take().first
                #expect(error?["code"]?.text == "unknownFrame", "\(frame)")
                #expect(error?["n"]?.int == 1, "\(frame)")
            }
            for frame in ["askAll", "cancel"] {
                served.desk.say(#"{"t":"\#(frame)","chat":"\#(served.chat)","n":1}"#)
                #expect(served.desk.door.take().first?["code"]?.text == "unknownFrame")
            }
        }
    }

    @Test("a customer reaches only the own chat, whatever the frame")
    func otherCustomersChat() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let other = try await house.asker()
            let before = try await served.entries()
            for frame in Self.framesOf(other.chat) {
                served.customer.say(frame)
                await house.settle()
                #expect(served.customer.door.take().first?["code"]?.text == "notFound", "\(frame)")
            }
            #expect(try await served.entries() == before)
            #expect(served.customer.door.closeReason == nil)
        }
    }

    @Test("an agent reaches no chat of another room or agent, and no chat that is not there")
    func otherRoomsChat() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let room = try await house.service.createRoom(
                named: "Private", by: house.administrator)
            let hidden = try await house.asker(in: room)
            let chats = [hidden.chat, ID<Chat>(known: strangeID)]
            for chat in chats {
                let frames =
                    Self.framesOf(chat) + [
                        #"{"t":"answer","chat":"\#(chat)","offer":1,"n":1}"#,
                        #"{"t":"reject","chat":"\#(chat)","offer":1,"n":1}"#,
                        #"{"t":"close","chat":"\#(chat)","n":1}"#,
                    ]
                for frame in frames
                where !frame.contains("cancel") && !frame.contains("askAll") {
                    served.desk.say(frame)
                    await house.settle()
                    let code = served.desk.door.take().first?["code"]?.text
                    #expect(code == "notFound", "\(frame)")
                }
            }
            let record = try await house.service.record(
                of: hidden.chat, for: .agent(house.administrator))
            #expect(record.chat.life == .waiting(turn: 1))
        }
    }

    /// Every frame about a chat that asks for something.
    private static func framesOf(_ chat: ID<Chat>) -> [String] {
        [
            #"{"t":"message","chat":"\#(chat)","cid":"\#(cid("c"))","body":"x"}"#,
            #"{"t":"resume","chat":"\#(chat)","n":1}"#,
            #"{"t":"end","chat":"\#(chat)","n":1}"#,
            #"{"t":"askAll","chat":"\#(chat)","n":1}"#,
            #"{"t":"cancel","chat":"\#(chat)","n":1}"#,
        ]
    }

    @Test("a customer in the queue may leave it, a served one not any more")
    func cancel() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            for frame in ["cancel", "askAll"] {
                served.customer.say(#"{"t":"\#(frame)","chat":"\#(served.chat)","n":1}"#)
                await house.settle()
                let error = served.customer.door.take().first
                #expect(error?["code"]?.text == "chatNotWaiting")
                #expect(error?["n"]?.int == 1)
            }
        }
    }

    @Test("an ended chat takes no text, and says so by cid")
    func ended() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            served.desk.say(#"{"t":"end","chat":"\#(served.chat)","n":1}"#)
            await house.settle()
            served.forget()
            for socket in [served.customer, served.desk] {
                socket.say(served.message("too late", cid: cid("d")))
                await house.settle()
                let error = socket.door.take().first
                #expect(error?["code"]?.text == "chatEnded")
                #expect(error?["cid"]?.text == cid("d"))
                #expect(error?["chat"]?.text == served.chat.rawValue)
            }
        }
    }
}
