import FoyerAPI
import FoyerCore

/// The JSON of a client's frames: what is accepted is JSON, and written again it reads the same.
enum FrameFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        // A socket hands over no more than this.
        let input = Array(input.prefix(WireLimit.messageBytesMax))
        let read: NumberedFrame
        do throws(FrameError) {
            read = try NumberedFrame(parsing: input)
        } catch {
            promise(error.cid.map { $0.utf8.count <= 128 } ?? true, "a long cid is told back")
            _ = APIError(error.problem)
            return
        }
        // The planted bug: numbers are thought to fit 32 bits.
        if planted, let n = read.n { _ = Int32(n) }
        promise(read.n.map { $0 >= 0 } ?? true, "a negative number")
        promise(
            accepted { () throws(JSONError) in try JSONValue(parsing: input) } != nil, "no JSON")
        let again = accepted { () throws(FrameError) in try NumberedFrame(parsing: encode(read)) }
        promise(again == read, "\(read) became \(String(describing: again))")
    }

    private static func encode(_ numbered: NumberedFrame) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            write(numbered.frame, &writer)
            writer.field("n", ifPresent: numbered.n)
        }
        return writer.bytes
    }

    private static func write(_ frame: ClientFrame, _ writer: inout JSONWriter) {
        switch frame {
        case .hello(let hello):
            writer.field("t", "hello")
            writer.field("room", ifPresent: hello.room)
            writer.field("token", ifPresent: hello.token)
            writer.array("have") { list in
                for have in hello.have { list.object { write(have, &$0) } }
            }
        case .message(let chat, let cid, let body):
            open("message", chat, &writer)
            writer.field("cid", cid)
            writer.field("body", body)
        case .typing(let chat, let text):
            open("typing", chat, &writer)
            writer.field("text", text)
        case .mark(let chat, let delivered, let read):
            open("mark", chat, &writer)
            writer.field("delivered", delivered)
            writer.field("read", read)
        case .resume(let chat, let have):
            open("resume", chat, &writer)
            if let have { writer.object("have") { write(have, &$0) } }
        case .end(let chat): open("end", chat, &writer)
        case .askAll(let chat): open("askAll", chat, &writer)
        case .cancel(let chat): open("cancel", chat, &writer)
        case .close(let chat): open("close", chat, &writer)
        case .answer(let chat, let offer):
            open("answer", chat, &writer)
            writer.field("offer", offer)
        case .reject(let chat, let offer):
            open("reject", chat, &writer)
            writer.field("offer", offer)
        case .status(let choice):
            writer.field("t", "status")
            writer.field("status", choice == .ready ? "WAITING_NEW_CALL" : "TAKING_BREAK")
        case .desk: writer.field("t", "desk")
        case .ping: writer.field("t", "ping")
        }
    }

    private static func open(
        _ type: String, _ chat: ID<Chat>, _ writer: inout JSONWriter
    ) {
        writer.field("t", type)
        writer.field("chat", chat.rawValue)
    }

    private static func write(_ have: ClientFrame.Have, _ writer: inout JSONWriter) {
        writer.field("chat", ifPresent: have.chat?.rawValue)
        writer.field("seq", have.seq)
        writer.field("id", have.id.rawValue)
    }
}
