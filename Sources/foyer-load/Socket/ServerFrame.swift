import FoyerAPI
import NIOCore

/// One entry of a transcript, as far as the load program looks at it.
struct WireEntry: Sendable {
    var seq: Int64 = 0
    var id = ""
    var kind = ""
    var from = ""
    var body = ""
}

/// A waiting chat on an agent's desk.
struct WireCard: Sendable {
    var chat = ""
    /// The offer that rings here now.
    var offer: Int64?
    /// When it ends, by the server's clock; the same for all offers that were made together.
    var expiresAt: Int64 = 0
    /// At how many agents the chat rings.
    var agentsRinging: Int64 = 0
}

/// A frame of the server, read in one pass; fields that its type lacks stay empty.
struct ServerFrame: Sendable {
    var type = ""
    /// The chat's id, also where the frame holds a whole chat.
    var chat = ""
    var state = ""
    var cid = ""
    var seq: Int64 = 0
    var id = ""
    var number: Int64?
    var code = ""
    var entries: [WireEntry] = []
    var last: Int64 = 0
    var resync = false
    var more = false
    var cards: [WireCard] = []
    /// Chats that an agent's `desk` holds.
    var chats: [String] = []

    /// The chats that the frame shows an agent as served: one of a `chat`, all of a whole `desk`,
    /// which comes instead when numbers were missing.
    var servedChats: [String] {
        switch type {
        case "chat": state == "served" ? [chat] : []
        case "desk": chats
        default: []
        }
    }

    init(_ text: ByteBuffer) throws {
        self = try text.withUnsafeReadableBytes { bytes in
            var reader = JSONReader(bytes)
            return try ServerFrame(&reader)
        }
    }

    private init(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch name {
            case "t": type = try reader.string()
            case "chat": try readChat(&reader)
            case "cid": cid = try reader.string()
            case "seq": seq = try reader.int()
            case "id": id = try reader.string()
            case "n": number = try reader.int()
            case "code": code = try reader.string()
            case "entry": entries = [try WireEntry(&reader)]
            case "entries": entries = try list(&reader) { r throws(JSONError) in try WireEntry(&r) }
            case "last": last = try reader.int()
            case "resync": resync = try reader.bool()
            case "more": more = try reader.bool()
            case "cards", "waiting":
                cards = try list(&reader) { r throws(JSONError) in try WireCard(&r) }
            case "chats":
                chats = try list(&reader) { r throws(JSONError) in try chatHead(&r).id }
            default: try reader.skip()
            }
        }
    }

    private mutating func readChat(_ reader: inout JSONReader) throws(JSONError) {
        if try reader.peek() == .object {
            (chat, state) = try chatHead(&reader)
        } else {
            chat = try reader.string()
        }
    }
}

extension WireEntry {
    fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch name {
            case "seq": seq = try reader.int()
            case "id": id = try reader.string()
            case "kind": kind = try reader.string()
            case "from": from = try reader.string()
            case "body": body = try reader.string()
            default: try reader.skip()
            }
        }
    }
}

extension WireCard {
    fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch name {
            case "chat": chat = try reader.string()
            case "agentsRinging": agentsRinging = try reader.int()
            case "ringing": try readRinging(&reader)
            default: try reader.skip()
            }
        }
    }

    /// What rings here: nothing, or a number for a customer's `chat`, where it is no object.
    private mutating func readRinging(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .object else { return try reader.skip() }
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch name {
            case "offer": offer = try reader.int()
            case "expiresAt": expiresAt = try reader.int()
            default: try reader.skip()
            }
        }
    }
}

private func list<Element>(
    _ reader: inout JSONReader, _ element: (inout JSONReader) throws(JSONError) -> Element
) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    try reader.beginArray()
    while try reader.nextElement() { elements.append(try element(&reader)) }
    return elements
}

private func chatHead(_ reader: inout JSONReader) throws(JSONError) -> (id: String, state: String) {
    var head = (id: "", state: "")
    try reader.beginObject()
    while let name = try reader.nextName() {
        switch name {
        case "id": head.id = try reader.string()
        case "state": head.state = try reader.string()
        default: try reader.skip()
        }
    }
    return head
}
