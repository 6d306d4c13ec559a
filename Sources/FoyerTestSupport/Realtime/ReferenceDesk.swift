import FoyerAPI

/// The agent's desk: cards, chats and status, kept by revisions as docs/protocol.md says.
package struct ReferenceDesk {
    package private(set) var name = ""
    package private(set) var browser = ""
    package private(set) var mobile = ""
    package private(set) var cards: [String: JSONValue] = [:]
    package private(set) var chats: [String: JSONValue] = [:]
    package private(set) var lines: [String: ReferenceLine] = [:]
    package private(set) var errors: [String] = []
    private var rooms: [String: (name: String, revision: Int64)] = [:]
    private var isAsking = false
    private var early: [String] = []

    package init() {}

    package var breaches: [String] { early + lines.values.flatMap(\.breaches) }

    /// Takes one frame. Returns what to send.
    package mutating func take(_ frame: JSONValue) -> [String] {
        switch frame["t"]?.text {
        case "desk": show(frame)
        case "room": return change(frame)
        case "chat": show(chat: frame["chat"] ?? .null)
        case "status":
            browser = frame["browser"]?.text ?? ""
            mobile = frame["mobile"]?.text ?? ""
        case "peer":
            guard frame["who"]?.text == "customer", let id = frame["chat"]?.text else { break }
            chats[id] = chats[id]?.replacing("customerConnected", with: frame["connected"])
        case "error": errors.append(frame["code"]?.text ?? "")
        case "ack", "message", "transcript", "marks":
            let id = frame["chat"]?.text ?? ""
            guard lines[id] != nil else {
                // What was written before the chat left the desk is acknowledged none the less.
                if frame["t"]?.text == "ack" { return [] }
                early.append("a frame of a chat that is not on the desk: \(frame.json)")
                return []
            }
            return lines[id]?.take(frame).map { [$0] } ?? []
        default: break
        }
        return []
    }

    private mutating func show(_ desk: JSONValue) {
        isAsking = false
        name = desk["agent"]?["name"]?.text ?? ""
        browser = desk["browser"]?.text ?? ""
        mobile = desk["mobile"]?.text ?? ""
        rooms = [:]
        for room in desk["rooms"]?.elements ?? [] {
            rooms[room["id"]?.text ?? ""] = (
                room["name"]?.text ?? "", room["revision"]?.int ?? 0
            )
        }
        cards = [:]
        for card in desk["waiting"]?.elements ?? [] { cards[card["chat"]?.text ?? ""] = card }
        chats = [:]
        for chat in desk["chats"]?.elements ?? [] { show(chat: chat) }
        lines = lines.filter { chats[$0.key] != nil }
    }

    private mutating func show(chat: JSONValue) {
        let id = chat["id"]?.text ?? ""
        chats[id] = chat
        if lines[id] == nil { lines[id] = ReferenceLine(chat: id, side: "agent") }
    }

    private mutating func change(_ frame: JSONValue) -> [String] {
        let id = frame["room"]?.text ?? ""
        guard let room = rooms[id], let revision = frame["revision"]?.int else {
            early.append("a change of a room that is not on the desk")
            return []
        }
        let counts = frame["counts"]?.elements ?? []
        guard revision > room.revision || (revision == room.revision && !counts.isEmpty) else {
            early.append("revision \(revision) after \(room.revision)")
            return []
        }
        guard frame["after"]?.int == room.revision else {
            guard !isAsking else { return [] }
            isAsking = true
            return [#"{"t":"desk","n":1}"#]
        }
        rooms[id]?.revision = revision
        for card in frame["cards"]?.elements ?? [] { cards[card["chat"]?.text ?? ""] = card }
        for gone in frame["gone"]?.elements ?? [] { cards[gone["chat"]?.text ?? ""] = nil }
        for count in counts {
            let chat = count["chat"]?.text ?? ""
            cards[chat] = cards[chat]?.replacing("agentsRinging", with: count["agentsRinging"])
        }
        return []
    }

    package mutating func write(_ body: String, cid: String, in chat: String) -> String? {
        lines[chat]?.write(body, cid: cid)
    }

    package mutating func cut() {
        isAsking = false
        for id in lines.keys { lines[id]?.cut() }
    }

    /// What `hello` says of the chats that are here.
    package var have: String {
        let haves = lines.keys.sorted().compactMap { id in
            lines[id]?.have.map { #"{"chat":"\#(id)",\#($0)}"# }
        }
        return "[\(haves.joined(separator: ","))]"
    }

    /// All that it shows, to be compared with another desk.
    package var picture: [String] {
        var picture = ["\(name) \(browser) \(mobile)"]
        for (id, room) in rooms.sorted(by: { $0.key < $1.key }) {
            picture.append("\(id) \(room.name) \(room.revision)")
        }
        picture += cards.sorted { $0.key < $1.key }.map(\.value.json)
        for (id, chat) in chats.sorted(by: { $0.key < $1.key }) {
            // Entries that came since count, too.
            let entries = lines[id]?.entries ?? []
            let last = max(chat["last"]?.int ?? 0, Int64(entries.count))
            picture.append(chat.replacing("last", with: .int(last)).json)
            picture += entries.map(\.json) + [lines[id]?.marks.json ?? ""]
        }
        return picture
    }
}
