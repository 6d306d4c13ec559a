import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("A client's frames")
struct FrameTests {
    private static let chat = ID<Chat>(known: "0190a6c2-7b1e-7000-8000-000000000001")
    private static let message = ID<Message>(known: "0190a6c2-7b1e-7000-8000-000000000002")
    private static let have = ClientFrame.Have(chat: nil, seq: 4, id: message)

    private static let golden: [(String, ClientFrame)] = [
        (
            #"{"t":"hello","room":"r","token":"k","#
                + #""have":{"chat":"\#(chat)","seq":4,"id":"\#(message)"}}"#,
            .hello(.init(room: "r", token: "k", have: [.init(chat: chat, seq: 4, id: message)]))
        ),
        (#"{"t":"hello"}"#, .hello(.init(room: nil, token: nil, have: []))),
        (#"{"t":"hello","have":[]}"#, .hello(.init(room: nil, token: nil, have: []))),
        (
            #"{"t":"message","chat":"\#(chat)","cid":"c","body":"hi 👋🏽"}"#,
            .message(chat, cid: "c", body: "hi 👋🏽")
        ),
        (#"{"t":"typing","chat":"\#(chat)","text":""}"#, .typing(chat, text: "")),
        (
            #"{"t":"mark","chat":"\#(chat)","delivered":9,"read":7}"#,
            .mark(chat, delivered: 9, read: 7)
        ),
        (#"{"t":"resume","chat":"\#(chat)"}"#, .resume(chat, have: nil)),
        (
            #"{"t":"resume","chat":"\#(chat)","have":{"seq":4,"id":"\#(message)"}}"#,
            .resume(chat, have: have)
        ),
        (#"{"t":"end","chat":"\#(chat)"}"#, .end(chat)),
        (#"{"t":"askAll","chat":"\#(chat)"}"#, .askAll(chat)),
        (#"{"t":"cancel","chat":"\#(chat)"}"#, .cancel(chat)),
        (#"{"t":"answer","chat":"\#(chat)","offer":3}"#, .answer(chat, offer: 3)),
        (#"{"t":"reject","chat":"\#(chat)","offer":3}"#, .reject(chat, offer: 3)),
        (#"{"t":"status","status":"WAITING_NEW_CALL"}"#, .status(.ready)),
        (#"{"t":"status","status":"TAKING_BREAK"}"#, .status(.takeBreak)),
        (#"{"t":"close","chat":"\#(chat)"}"#, .close(chat)),
        (#"{"t":"desk"}"#, .desk), (#"{"t":"ping"}"#, .ping),
    ]

    private func refusal(_ text: String) -> FrameError? {
        do throws(FrameError) {
            _ = try NumberedFrame(parsing: Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test("every frame of the protocol is understood, with and without a number")
    func golden() throws {
        for (text, frame) in Self.golden {
            let plain = try NumberedFrame(parsing: Array(text.utf8))
            #expect(plain.frame == frame)
            #expect(plain.n == nil)
            let numbered = text.dropLast() + #","n":12}"#
            let read = try NumberedFrame(parsing: Array(numbered.utf8))
            #expect(read.n == 12)
            #expect(read.frame == frame)
        }
        #expect(Set(Self.golden.map { text, _ in text.split(separator: "\"")[3] }).count == 14)
        #expect(ClientFrame.types.count == 14)
    }

    @Test("the order of fields, escapes and white space do not matter")
    func order() throws {
        let text =
            #" { "body" : "a\n\u00e9" , "chat":"\#(Self.chat)","\u0074":"message", "cid":"c" } "#
        let frame = try NumberedFrame(parsing: Array(text.utf8)).frame
        #expect(frame == .message(Self.chat, cid: "c", body: "a\né"))
    }

    @Test("a field that belongs to another frame is refused by its name")
    func leftOvers() {
        for (text, _) in Self.golden where !text.contains(#""offer""#) {
            let error = refusal(text.dropLast() + #","offer":1}"#)
            #expect(error?.problem == FieldError(field: "offer", problem: .unknownField), "\(text)")
        }
    }

    @Test("numbers beyond what is counted with are refused")
    func numbers() {
        for offer in ["-1", "1.5", "2147483648", "1e99", "99999999999999999999"] {
            let text = #"{"t":"answer","chat":"\#(Self.chat)","offer":\#(offer)}"#
            guard case .outOfRange? = refusal(text)?.problem.problem else {
                Issue.record("\(offer) passed")
                continue
            }
        }
    }

    @Test("hello takes up at most 100 chats")
    func haves() {
        let one = #"{"chat":"\#(Self.chat)","seq":4,"id":"\#(Self.message)"}"#
        func hello(_ count: Int) -> String {
            #"{"t":"hello","have":["#
                + Array(repeating: one, count: count).joined(separator: ",") + "]}"
        }
        #expect(refusal(hello(100)) == nil)
        #expect(refusal(hello(101))?.problem.problem == .tooMany(countMax: 100))
    }

    @Test("whatever bytes come, reading ends with a frame or a refusal")
    func fuzz() {
        var random = SeededRandom.announced("frames")
        for _ in 0..<20_000 {
            let (text, _) = Self.golden[Int.random(in: 0..<Self.golden.count, using: &random)]
            do throws(FrameError) {
                _ = try NumberedFrame(parsing: random.mutate(Array(text.utf8)))
            } catch {
                #expect(APIError(error).status == 400)
            }
        }
    }
}
