import FoyerAPI

/// The texts that clients send, apart from the hot ones of `MessageTemplate`.
enum Frames {
    /// The last entry that a client has of a chat.
    struct Have: Sendable {
        let chat: String
        let seq: Int64
        let id: String
    }

    static func customerHello(room: String, token: String, have: Have? = nil) -> [UInt8] {
        frame("hello") {
            $0.field("room", room)
            $0.field("token", token)
            if let have { $0.object("have") { $0.have(have, withChat: true) } }
        }
    }

    static func agentHello(token: String, have: [Have] = []) -> [UInt8] {
        frame("hello") {
            $0.field("token", token)
            guard !have.isEmpty else { return }
            $0.array("have") { list in
                for one in have { list.object { $0.have(one, withChat: true) } }
            }
        }
    }

    static func message(chat: String, cid: String, body: String) -> [UInt8] {
        frame("message") {
            $0.field("chat", chat)
            $0.field("cid", cid)
            $0.field("body", body)
        }
    }

    /// Asks for the entries after `have`, for all without it.
    static func resume(chat: String, have: Have? = nil) -> [UInt8] {
        frame("resume") {
            $0.field("chat", chat)
            if let have { $0.object("have") { $0.have(have, withChat: false) } }
        }
    }

    static func answer(chat: String, offer: Int64, number: Int64) -> [UInt8] {
        frame("answer") {
            $0.field("chat", chat)
            $0.field("offer", offer)
            $0.field("n", number)
        }
    }

    static func cancel(chat: String, number: Int64) -> [UInt8] {
        frame("cancel") {
            $0.field("chat", chat)
            $0.field("n", number)
        }
    }

    static func end(chat: String, number: Int64) -> [UInt8] {
        frame("end") {
            $0.field("chat", chat)
            $0.field("n", number)
        }
    }

    static func close(chat: String, number: Int64) -> [UInt8] {
        frame("close") {
            $0.field("chat", chat)
            $0.field("n", number)
        }
    }

    static func ready(number: Int64) -> [UInt8] { status("WAITING_NEW_CALL", number: number) }

    static func takeBreak(number: Int64) -> [UInt8] { status("TAKING_BREAK", number: number) }

    private static func status(_ status: String, number: Int64) -> [UInt8] {
        frame("status") {
            $0.field("status", status)
            $0.field("n", number)
        }
    }

    private static func frame(
        _ type: String, _ members: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("t", type)
            members(&$0)
        }
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func have(_ have: Frames.Have, withChat: Bool) {
        if withChat { field("chat", have.chat) }
        field("seq", have.seq)
        field("id", have.id)
    }
}
