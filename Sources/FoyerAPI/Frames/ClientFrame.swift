import FoyerCore

/// What a client says on the WebSocket (docs/protocol.md).
package enum ClientFrame: Equatable, Sendable {
    case hello(Hello)
    case message(ID<Chat>, cid: String, body: String)
    case typing(ID<Chat>, text: String)
    case mark(ID<Chat>, delivered: Int64, read: Int64)
    case resume(ID<Chat>, have: Have?)
    case end(ID<Chat>)
    /// A waiting customer has all agents asked, not only the one who served them last.
    case askAll(ID<Chat>)
    case cancel(ID<Chat>)
    case answer(ID<Chat>, offer: Int)
    case reject(ID<Chat>, offer: Int)
    case status(AgentChoice)
    /// Puts an ended chat away from the desk.
    case close(ID<Chat>)
    case desk
    case ping

    package struct Hello: Equatable, Sendable {
        package var room: String?
        package var token: String?
        package var have: [Have]
    }

    /// The last entry that a client has of a chat.
    package struct Have: Equatable, Sendable {
        /// Absent in `resume`, where the frame names the chat.
        package var chat: ID<Chat>?
        package var seq: Int64
        package var id: ID<Message>
    }
}

/// A frame with the number that its answer carries.
package struct NumberedFrame: Equatable, Sendable {
    package let frame: ClientFrame
    package let n: Int64?

    /// Reads one frame. Unknown, missing and needless fields are refused by name.
    package init(parsing bytes: [UInt8]) throws(FrameError) {
        do throws(FieldError) {
            var fields = try FrameFields(parsing: bytes)
            frame = try fields.frame()
            n = fields.n
            try fields.refuseLeftOvers()
        } catch {
            throw FrameError(error, in: bytes)
        }
    }
}

/// Why a frame was not understood, with what names it as far as it could be read.
package struct FrameError: Error, Equatable, Sendable {
    package let problem: FieldError
    package private(set) var n: Int64?
    package private(set) var cid: String?
    package private(set) var chat: ID<Chat>?

    init(_ problem: FieldError, in bytes: [UInt8]) {
        self.problem = problem
        bytes.withUnsafeBytes { raw in
            var reader = JSONReader(raw)
            do { try scan(&reader) } catch {
                // What is no JSON names no more than what stood before.
            }
        }
    }

    private mutating func scan(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch (name, try reader.peek()) {
            case ("n", .number): if case .int(let number) = try reader.number() { n = number }
            case ("cid", .string): cid = String(try reader.string().prefix(32))
            case ("chat", .string): chat = ID(parsing: try reader.string())
            default: try reader.skip()
            }
        }
    }
}
