import FoyerCore

/// The fields of a client's frame, read in one pass over the bytes: `message` is the hot path, and
/// a general JSON value would cost more than storing the text.
struct FrameFields {
    private(set) var type: String?
    private(set) var n: Int64?
    private var chat: String?
    private var cid: String?
    private var body: String?
    private var text: String?
    private var room: String?
    private var token: String?
    private var status: String?
    private var delivered: Int64?
    private var read: Int64?
    private var offer: Int64?
    private var have: [ClientFrame.Have]?

    init(parsing bytes: [UInt8]) throws(FieldError) {
        do {
            self = try bytes.withUnsafeBytes { try FrameFields(reading: $0) }
        } catch let error as FieldError {
            throw error
        } catch let error as JSONError {
            throw FieldError(field: "", problem: .notJSON(error.problem, offset: error.offset))
        } catch {
            throw FieldError(field: "", problem: .wrongType(expected: .object))
        }
    }

    private init(reading raw: UnsafeRawBufferPointer) throws {
        var reader = JSONReader(raw)
        try reader.beginObject()
        while let name = try reader.nextName() { try take(name, from: &reader) }
        try reader.finish()
    }

    private mutating func take(_ name: JSONName, from reader: inout JSONReader) throws {
        switch name {
        case "t": type = try text(type, "t", &reader)
        case "n": n = try number(n, "n", &reader)
        case "chat": chat = try text(chat, "chat", &reader)
        case "cid": cid = try text(cid, "cid", &reader)
        case "body": body = try text(body, "body", &reader)
        case "text": text = try text(text, "text", &reader)
        case "room": room = try text(room, "room", &reader)
        case "token": token = try text(token, "token", &reader)
        case "status": status = try text(status, "status", &reader)
        case "delivered": delivered = try number(delivered, "delivered", &reader)
        case "read": read = try number(read, "read", &reader)
        case "offer": offer = try number(offer, "offer", &reader)
        case "have": have = try haves(&reader)
        default: throw FieldError(field: name.text, problem: .unknownField)
        }
    }

    private func text(_ before: String?, _ name: String, _ reader: inout JSONReader) throws
        -> String
    {
        guard before == nil else { throw FieldError(field: name, problem: .unknownField) }
        guard try reader.peek() == .string else {
            throw FieldError(field: name, problem: .wrongType(expected: .string))
        }
        return try reader.string()
    }

    private func number(_ before: Int64?, _ name: String, _ reader: inout JSONReader) throws
        -> Int64
    {
        guard before == nil else { throw FieldError(field: name, problem: .unknownField) }
        guard try reader.peek() == .number else {
            throw FieldError(field: name, problem: .wrongType(expected: .number))
        }
        let allowed = 0...WireLimit.wholeNumberMax
        guard case .int(let value) = try reader.number(), allowed.contains(value) else {
            throw FieldError(
                field: name, problem: .outOfRange(min: 0, max: Int(WireLimit.wholeNumberMax)))
        }
        return value
    }

    /// One object, or a list of them.
    private func haves(_ reader: inout JSONReader) throws -> [ClientFrame.Have] {
        guard try reader.peek() == .array else { return [try one(&reader)] }
        try reader.beginArray()
        var haves: [ClientFrame.Have] = []
        while try reader.nextElement() {
            guard haves.count < WireLimit.haveCountMax else {
                throw FieldError(field: "have", problem: .tooMany(countMax: WireLimit.haveCountMax))
            }
            haves.append(try one(&reader))
        }
        return haves
    }

    private func one(_ reader: inout JSONReader) throws -> ClientFrame.Have {
        guard try reader.peek() == .object else {
            throw FieldError(field: "have", problem: .wrongType(expected: .object))
        }
        var chat: String?
        var seq: Int64?
        var id: String?
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch name {
            case "chat": chat = try text(chat, "have.chat", &reader)
            case "seq": seq = try number(seq, "have.seq", &reader)
            case "id": id = try text(id, "have.id", &reader)
            default: throw FieldError(field: "have.\(name.text)", problem: .unknownField)
            }
        }
        guard let seq else { throw FieldError(field: "have.seq", problem: .missing) }
        guard let id else { throw FieldError(field: "have.id", problem: .missing) }
        guard let message = ID<Message>(parsing: id) else {
            throw FieldError(field: "have.id", problem: .invalidID)
        }
        let chatID = try chat.map { text in
            guard let id = ID<Chat>(parsing: text) else {
                throw FieldError(field: "have.chat", problem: .invalidID)
            }
            return id
        }
        return ClientFrame.Have(chat: chatID, seq: seq, id: message)
    }
}

extension FrameFields {
    /// Builds the frame that `t` names, taking the fields it has.
    mutating func frame() throws(FieldError) -> ClientFrame {
        guard let type else { throw FieldError(field: "t", problem: .missing) }
        switch type {
        case "message":
            return .message(
                try takeChat(), cid: try take(\.cid, "cid"), body: try take(\.body, "body"))
        case "typing": return .typing(try takeChat(), text: try take(\.text, "text"))
        case "mark":
            return .mark(
                try takeChat(), delivered: try take(\.delivered, "delivered"),
                read: try take(\.read, "read"))
        case "ping": return .ping
        case "hello":
            let hello = ClientFrame.Hello(room: room, token: token, have: have ?? [])
            (room, token, have) = (nil, nil, nil)
            return .hello(hello)
        case "resume":
            let resumed = try takeChat()
            guard (have?.count ?? 0) <= 1 else {
                throw FieldError(field: "have", problem: .tooMany(countMax: 1))
            }
            let last = have?.first
            have = nil
            return .resume(resumed, have: last)
        case "end": return .end(try takeChat())
        case "askAll": return .askAll(try takeChat())
        case "cancel": return .cancel(try takeChat())
        case "close": return .close(try takeChat())
        case "answer": return .answer(try takeChat(), offer: try takeOffer())
        case "reject": return .reject(try takeChat(), offer: try takeOffer())
        case "status": return .status(try takeChoice())
        case "desk": return .desk
        default: throw FieldError(field: "t", problem: .unknownChoice(allowed: ClientFrame.types))
        }
    }

    /// Refuses what the frame does not have.
    func refuseLeftOvers() throws(FieldError) {
        let left: [(name: String, isThere: Bool)] = [
            ("chat", chat != nil), ("cid", cid != nil), ("body", body != nil),
            ("text", text != nil),
            ("room", room != nil), ("token", token != nil), ("status", status != nil),
            ("delivered", delivered != nil), ("read", read != nil), ("offer", offer != nil),
            ("have", have != nil),
        ]
        guard let first = left.first(where: \.isThere) else { return }
        throw FieldError(field: first.name, problem: .unknownField)
    }

    private mutating func take<Value>(
        _ path: WritableKeyPath<FrameFields, Value?>, _ name: String
    ) throws(FieldError) -> Value {
        guard let value = self[keyPath: path] else {
            throw FieldError(field: name, problem: .missing)
        }
        self[keyPath: path] = nil
        return value
    }

    private mutating func takeChat() throws(FieldError) -> ID<Chat> {
        guard let text = chat else { throw FieldError(field: "chat", problem: .missing) }
        guard let id = ID<Chat>(parsing: text) else {
            throw FieldError(field: "chat", problem: .invalidID)
        }
        chat = nil
        return id
    }

    private mutating func takeOffer() throws(FieldError) -> Int {
        let number = try take(\.offer, "offer")
        guard let offer = Int(exactly: number), number <= Int32.max else {
            throw FieldError(field: "offer", problem: .outOfRange(min: 0, max: Int(Int32.max)))
        }
        return offer
    }

    private mutating func takeChoice() throws(FieldError) -> AgentChoice {
        switch try take(\.status, "status") {
        case AgentStatus.waitingNewCall.rawValue: return .ready
        case AgentStatus.takingBreak.rawValue: return .takeBreak
        default:
            let allowed = [AgentStatus.waitingNewCall.rawValue, AgentStatus.takingBreak.rawValue]
            throw FieldError(field: "status", problem: .unknownChoice(allowed: allowed))
        }
    }
}

extension ClientFrame {
    package static let types = [
        "hello", "message", "typing", "mark", "resume", "end", "askAll", "cancel", "answer",
        "reject",
        "status", "close",
        "desk", "ping",
    ]
}
