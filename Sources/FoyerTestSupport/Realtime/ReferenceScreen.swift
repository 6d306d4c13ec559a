import FoyerAPI

/// The customer's screen: the chat as last told, and its transcript.
package struct ReferenceScreen {
    package private(set) var chat = JSONValue.null
    package private(set) var line: ReferenceLine?
    package private(set) var errors: [String] = []
    private var early: [String] = []

    package init() {}

    package var breaches: [String] { early + (line?.breaches ?? []) }

    /// Takes one frame. Returns what to send.
    package mutating func take(_ frame: JSONValue) -> [String] {
        switch frame["t"]?.text {
        case "chat":
            chat = frame["chat"] ?? .null
            let id = chat["id"]?.text ?? ""
            if line?.chat != id { line = ReferenceLine(chat: id, side: "customer") }
            return []
        case "peer":
            guard frame["who"]?.text == "agent" else { return [] }
            chat = chat.replacing("peerConnected", with: frame["connected"])
            return []
        case "error":
            errors.append(frame["code"]?.text ?? "")
            return []
        case "ack", "message", "transcript", "marks":
            guard line != nil, line?.chat == frame["chat"]?.text else {
                early.append("a frame of a chat that was not told: \(frame.json)")
                return []
            }
            return line?.take(frame).map { [$0] } ?? []
        default: return []
        }
    }

    package mutating func write(_ body: String, cid: String) -> String? {
        line?.write(body, cid: cid)
    }

    package mutating func cut() { line?.cut() }

    /// All that it shows, to be compared with another screen.
    package var picture: [String] {
        [chat.json] + (line?.entries.map(\.json) ?? []) + [line?.marks.json ?? ""]
    }
}
