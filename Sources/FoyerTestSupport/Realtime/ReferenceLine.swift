import FoyerAPI

/// One chat's transcript as docs/protocol.md tells a client to keep it: gapless from 1, what is
/// missing is asked for.
package struct ReferenceLine {
    package let chat: String
    /// `customer` or `agent`.
    package let side: String
    /// The entries from 1 on, each as far as a client can know it from an `ack` alone.
    package private(set) var entries: [JSONValue] = []
    package private(set) var marks = JSONValue.null
    /// What must never happen, in words.
    package private(set) var breaches: [String] = []

    private var bodies: [String: String] = [:]
    private var known: Int64 = 0
    private var isAsking = false

    package init(chat: String, side: String) {
        self.chat = chat
        self.side = side
    }

    /// For `hello` and `resume`.
    package var have: String? {
        guard let last = entries.last, let seq = last["seq"]?.int, let id = last["id"]?.text else {
            return nil
        }
        return #""seq":\#(seq),"id":"\#(id)""#
    }

    /// The frame of a new text; its acknowledgement stands for the entry.
    package mutating func write(_ body: String, cid: String) -> String {
        bodies[cid] = body
        return #"{"t":"message","chat":"\#(chat)","cid":"\#(cid)","body":"\#(body)"}"#
    }

    /// The socket is gone: what it was asked will not be answered.
    package mutating func cut() { isAsking = false }

    /// Takes a frame about this chat. Returns the frame to send, if one is due.
    package mutating func take(_ frame: JSONValue) -> String? {
        switch frame["t"]?.text {
        case "message": if let entry = frame["entry"] { add(entry) }
        case "ack": acknowledge(frame)
        case "marks":
            marks = .object([
                JSONMember("customer", frame["customer"] ?? .null),
                JSONMember("agent", frame["agent"] ?? .null),
            ])
            return nil
        case "transcript":
            if frame["resync"]?.flag == true { entries = [] }
            known = frame["last"]?.int ?? 0
            isAsking = false
            for entry in frame["entries"]?.elements ?? [] { add(entry) }
            if frame["more"]?.flag == true, known <= Int64(entries.count) {
                breaches.append("more was promised, but all is here")
            }
        default: return nil
        }
        guard known > Int64(entries.count), !isAsking else { return nil }
        isAsking = true
        return #"{"t":"resume","chat":"\#(chat)"\#(have.map { #","have":{\#($0)}"# } ?? "")}"#
    }

    private mutating func acknowledge(_ frame: JSONValue) {
        guard let cid = frame["cid"]?.text, let body = bodies[cid] else {
            return breaches.append("an acknowledgement of what was not sent here")
        }
        add(
            .object([
                JSONMember("seq", frame["seq"] ?? .null), JSONMember("id", frame["id"] ?? .null),
                JSONMember("kind", .string("text")), JSONMember("from", .string(side)),
                JSONMember("at", frame["at"] ?? .null), JSONMember("body", .string(body)),
            ]))
    }

    private mutating func add(_ entry: JSONValue) {
        guard let seq = entry["seq"]?.int else { return breaches.append("an entry without number") }
        let entry = Self.plain(entry)
        known = max(known, seq)
        if seq == Int64(entries.count) + 1 { return entries.append(entry) }
        guard seq >= 1, seq <= Int64(entries.count) else { return }
        if entries[Int(seq) - 1] != entry { breaches.append("two entries under number \(seq)") }
    }

    /// What an acknowledgement can tell as well.
    private static func plain(_ entry: JSONValue) -> JSONValue {
        let isText = entry["kind"]?.text == "text"
        return entry.replacing("cid", with: nil)
            .replacing("data", with: isText ? nil : entry["data"])
    }
}
