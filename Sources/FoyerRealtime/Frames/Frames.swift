import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// The server's frames (docs/protocol.md), each as one whole WebSocket frame.
enum Frames {
    static func make(_ type: StaticString, _ members: (inout JSONWriter) -> Void = { _ in })
        -> ByteBuffer
    {
        var writer = JSONWriter(capacity: 256)
        writer.object {
            $0.name("t" as StaticString)
            $0.element(type.description)
            members(&$0)
        }
        return ByteBuffer(bytes: WebSocketFrames.text(writer.bytes))
    }

    static let pong = make("pong")

    static func welcome(_ context: SessionContext) -> ByteBuffer {
        make("welcome") {
            $0.field("now", context.door.nowMilliseconds)
            $0.field("version", context.build.version)
            $0.field("web", context.build.web)
        }
    }

    static func ok(_ n: Int64) -> ByteBuffer { make("ok") { $0.field("n", n) } }

    /// Names the frame it answers by `n`, `cid` or `chat`, as far as it had them.
    static func error(_ error: APIError, n: Int64? = nil, cid: String? = nil, chat: ID<Chat>? = nil)
        -> ByteBuffer
    {
        make("error") {
            error.write(&$0)
            $0.field("n", ifPresent: n)
            $0.field("cid", ifPresent: cid)
            $0.field("chat", ifPresent: chat?.rawValue)
        }
    }

    static func error(_ error: APIError, to frame: NumberedFrame) -> ByteBuffer {
        self.error(error, n: frame.n, cid: frame.frame.cid, chat: frame.frame.chat)
    }

    static func error(_ error: FrameError) -> ByteBuffer {
        self.error(APIError(error), n: error.n, cid: error.cid, chat: error.chat)
    }

    static func ack(_ entry: Entry) -> ByteBuffer {
        make("ack") {
            $0.field("chat", entry.chat.rawValue)
            $0.field("cid", ifPresent: entry.cid)
            $0.field("seq", entry.seq)
            $0.field("id", entry.id.rawValue)
            $0.field("at", entry.at.milliseconds)
        }
    }

    static func message(_ entry: Entry) -> ByteBuffer {
        make("message") {
            $0.field("chat", entry.chat.rawValue)
            $0.object("entry") { entry.write(&$0) }
        }
    }

    static func transcript(_ page: TranscriptPage, of chat: ID<Chat>) -> ByteBuffer {
        make("transcript") {
            $0.field("chat", chat.rawValue)
            $0.array("entries") { entries in
                for entry in page.entries { entries.object { entry.write(&$0) } }
            }
            $0.field("last", page.last)
            $0.field("resync", page.resync)
            $0.field("more", page.more)
        }
    }

    static func typing(_ text: String, in chat: ID<Chat>, from side: Side) -> ByteBuffer {
        make("typing") {
            $0.field("chat", chat.rawValue)
            $0.field("from", side.rawValue)
            $0.field("text", text)
        }
    }

    static func marks(_ marks: ChatMarks, of chat: ID<Chat>) -> ByteBuffer {
        make("marks") {
            $0.field("chat", chat.rawValue)
            $0.object("customer") { marks.customer.write(&$0) }
            $0.object("agent") { marks.agent.write(&$0) }
        }
    }

    static func peer(_ side: Side, of chat: ID<Chat>, connected: Bool, graceSeconds: Int)
        -> ByteBuffer
    {
        make("peer") {
            $0.field("chat", chat.rawValue)
            $0.field("who", side.rawValue)
            $0.field("connected", connected)
            $0.field("graceSeconds", graceSeconds)
        }
    }
}

extension ChatMarks.Mark {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("delivered", delivered)
        writer.field("read", read)
    }
}
