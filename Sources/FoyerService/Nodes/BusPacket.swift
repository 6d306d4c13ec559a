import FoundationEssentials
import FoyerCore

/// What one node tells the others at once; on the bus as JSON.
package struct BusPacket: Sendable {
    package let node: ID<Node>
    /// Counts the node's packets from 1: whoever misses one reads the database.
    package let number: Int64
    /// None in a beat, which only shows that the node and the bus live.
    package let notes: [BusNote]

    package init(node: ID<Node>, number: Int64, notes: [BusNote]) {
        self.node = node
        self.number = number
        self.notes = notes
    }

    /// Of one packet on the bus. Redis hands each to every node, and a reader of the bus takes no
    /// more than `RESPReader.bulkBytesMax`.
    package static let bytesMax = 1_024 * 1_024

    /// The packets that carry `notes`, each of at most `bytesMax`, counted on from `number`.
    ///
    /// What is too long by itself is left out, and its number with it: whoever misses that reads.
    package static func encoded(
        _ notes: [BusNote], from node: ID<Node>, after number: inout Int64
    ) throws -> [[UInt8]] {
        let bytes = try BusPacket(node: node, number: number + 1, notes: notes).bytes()
        if bytes.count > bytesMax, notes.count > 1 {
            let half = notes.count / 2
            return try encoded(Array(notes[..<half]), from: node, after: &number)
                + encoded(Array(notes[half...]), from: node, after: &number)
        }
        number += 1
        return bytes.count > bytesMax ? [] : [bytes]
    }

    package func bytes() throws -> [UInt8] {
        Array(try JSONEncoder().encode(Wire(self)))
    }

    /// Throws when the bytes are no packet: of another version, or of somebody else.
    package init(parsing bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Wire.self, from: Data(bytes)).packet()
    }

    private struct Wire: Codable {
        let node: String
        let number: Int64
        let notes: [BusNote.Wire]

        init(_ packet: BusPacket) throws {
            node = packet.node.rawValue
            number = packet.number
            notes = try packet.notes.map(BusNote.Wire.init)
        }

        func packet() throws -> BusPacket {
            guard number > 0 else { throw BusNote.NoPacket() }
            return BusPacket(
                node: try BusNote.id(node), number: number, notes: try notes.map { try $0.note() })
        }
    }
}

/// One piece of news between nodes.
package enum BusNote: Sendable {
    case hint(Hint)
    /// The room has this revision; what changed is too long to be told.
    case roomStands(ID<Room>, revision: Int64)
    /// Live-only: typed now, stored nowhere.
    case typing(ID<Chat>, from: Side, text: String)

    /// Cards of one change beyond which the others read it instead.
    private static let cardsMax = 50
    /// Cards, offers on them, rings and chats that are gone, all together; each takes about 200
    /// bytes.
    private static let piecesMax = 250

    /// The hint as the others get it; `nil` for what concerns this node alone.
    package init?(_ hint: Hint) {
        switch hint {
        case .deadlineSet: return nil
        case .roomChanged(let change)
        where change.cards.count + change.rings.count > Self.cardsMax
            || change.pieceCount > Self.piecesMax:
            self = .roomStands(change.room, revision: change.revision)
        default: self = .hint(hint)
        }
    }

    fileprivate static func id<Subject>(_ text: String) throws -> ID<Subject> {
        guard let id = ID<Subject>(text) else { throw NoPacket() }
        return id
    }

    fileprivate static func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else { throw NoPacket() }
        return word
    }

    fileprivate struct NoPacket: Error {}

    fileprivate enum Wire: Codable {
        case entry(EntryWire)
        case chat(String)
        case room(RoomChangeWire)
        case roomStands(room: String, revision: Int64)
        case agent(String, because: String?)
        case marks(MarksWire)
        case peer(chat: String, side: String, connected: Bool, graceSeconds: Int)
        case logOnEnded(String)
        case settings(room: String, version: Int)
        case link(String)
        case typing(chat: String, side: String, text: String)
    }
}

extension RoomChange {
    fileprivate var pieceCount: Int {
        let all = cards + rings
        return all.reduce(all.count) { $0 + $1.offers.count }
            + ringsOf.values.reduce(ringsOf.count) { $0 + $1.count } + gone.count
    }
}

extension BusNote.Wire {
    fileprivate init(_ note: BusNote) throws {
        switch note {
        case .hint(let hint): self = try Self(hint)
        case .roomStands(let room, let revision):
            self = .roomStands(room: room.rawValue, revision: revision)
        case .typing(let chat, let side, let text):
            self = .typing(chat: chat.rawValue, side: side.rawValue, text: text)
        }
    }

    private init(_ hint: Hint) throws {
        switch hint {
        case .entry(let entry): self = .entry(try EntryWire(entry))
        case .chatChanged(let chat): self = .chat(chat.rawValue)
        case .roomChanged(let change): self = .room(RoomChangeWire(change))
        case .agentChanged(let agent, let reason):
            self = .agent(agent.rawValue, because: reason?.rawValue)
        case .marks(let chat, let marks): self = .marks(MarksWire(chat, marks))
        case .peer(let chat, let side, let connected, let seconds):
            self = .peer(
                chat: chat.rawValue, side: side.rawValue, connected: connected,
                graceSeconds: seconds)
        case .logOnEnded(let logOn): self = .logOnEnded(logOn.rawValue)
        case .settingsPublished(let room, let version):
            self = .settings(room: room.rawValue, version: version)
        case .linkChanged(let room): self = .link(room.rawValue)
        case .deadlineSet: throw BusNote.NoPacket()
        }
    }

    fileprivate func note() throws -> BusNote {
        switch self {
        case .entry(let entry): .hint(.entry(try entry.entry()))
        case .chat(let chat): .hint(.chatChanged(try BusNote.id(chat)))
        case .room(let change): .hint(.roomChanged(try change.change()))
        case .roomStands(let room, let revision):
            .roomStands(try BusNote.id(room), revision: revision)
        case .agent(let agent, let reason):
            .hint(.agentChanged(try BusNote.id(agent), because: try reason.map(BusNote.word)))
        case .marks(let marks): .hint(.marks(try BusNote.id(marks.chat), marks.marks))
        case .peer(let chat, let side, let connected, let seconds):
            .hint(
                .peer(
                    try BusNote.id(chat), try BusNote.word(side), connected: connected,
                    graceSeconds: seconds))
        case .logOnEnded(let logOn): .hint(.logOnEnded(try BusNote.id(logOn)))
        case .settings(let room, let version):
            .hint(.settingsPublished(try BusNote.id(room), version: version))
        case .link(let room): .hint(.linkChanged(try BusNote.id(room)))
        case .typing(let chat, let side, let text):
            .typing(try BusNote.id(chat), from: try BusNote.word(side), text: text)
        }
    }
}

private struct EntryWire: Codable {
    let chat, id, sender, kind, body: String
    let seq, at: Int64
    let cid: String?

    init(_ entry: Entry) throws {
        (chat, id, sender) = (entry.chat.rawValue, entry.id.rawValue, entry.from.column)
        (kind, body) = try entry.content.columns()
        (seq, at, cid) = (entry.seq, entry.at.milliseconds, entry.cid)
    }

    func entry() throws -> Entry {
        guard let from = Sender(column: sender) else { throw BusNote.NoPacket() }
        return Entry(
            chat: try BusNote.id(chat), seq: seq, id: try BusNote.id(id),
            at: Instant(milliseconds: at), from: from,
            content: try EntryContent(kind: kind, body: body), cid: cid)
    }
}

private struct MarksWire: Codable {
    let chat: String
    let customer, agent: [Int64]

    init(_ chat: ID<Chat>, _ marks: ChatMarks) {
        self.chat = chat.rawValue
        customer = [marks.customer.delivered, marks.customer.read]
        agent = [marks.agent.delivered, marks.agent.read]
    }

    var marks: ChatMarks {
        var marks = ChatMarks()
        marks.customer = Self.mark(customer)
        marks.agent = Self.mark(agent)
        return marks
    }

    private static func mark(_ numbers: [Int64]) -> ChatMarks.Mark {
        ChatMarks.Mark(delivered: numbers.first ?? 0, read: numbers.dropFirst().first ?? 0)
    }
}

private struct RoomChangeWire: Codable {
    let room: String
    let revision: Int64
    let cards, rings: [CardWire]
    let ringsOf: [String: [Int]]
    let gone: [Gone]

    struct Gone: Codable {
        let chat, reason: String
        let agent: String?
    }

    init(_ change: RoomChange) {
        (room, revision) = (change.room.rawValue, change.revision)
        cards = change.cards.map(CardWire.init)
        rings = change.rings.map(CardWire.init)
        ringsOf = Dictionary(
            uniqueKeysWithValues: change.ringsOf.map { ($0.key.rawValue, $0.value) })
        gone = change.gone.map {
            Gone(chat: $0.chat.rawValue, reason: $0.reason.rawValue, agent: $0.agent?.rawValue)
        }
    }

    func change() throws -> RoomChange {
        var rings: [ID<Agent>: [Int]] = [:]
        for (agent, positions) in ringsOf {
            // A position is used as an index later.
            guard positions.allSatisfy(self.rings.indices.contains) else {
                throw BusNote.NoPacket()
            }
            rings[try BusNote.id(agent)] = positions
        }
        return RoomChange(
            room: try BusNote.id(room), revision: revision, cards: try cards.map { try $0.card() },
            rings: try self.rings.map { try $0.card() }, ringsOf: rings,
            gone: try gone.map {
                RoomChange.Gone(
                    chat: try BusNote.id($0.chat), reason: try BusNote.word($0.reason),
                    agent: try $0.agent.map(BusNote.id))
            })
    }
}

private struct CardWire: Codable {
    let chat, room, name, question: String
    let turn, agentsRinging: Int
    let formNumber, waitingSince: Int64
    let offers: [OfferWire]
    let nobodyFree: Bool

    struct OfferWire: Codable {
        let number: Int
        let agent, channel, stage, reason: String
        let madeAt, expiresAt: Int64
    }

    init(_ card: DeskCard) {
        (chat, room, turn) = (card.chat.rawValue, card.room.rawValue, card.turn)
        (name, question, formNumber) = (card.name, card.question, card.formNumber)
        waitingSince = card.waitingSince.milliseconds
        (agentsRinging, nobodyFree) = (card.agentsRinging, card.nobodyFree)
        offers = card.offers.values.map {
            OfferWire(
                number: $0.number, agent: $0.agent.rawValue, channel: $0.channel.rawValue,
                stage: $0.stage.rawValue, reason: $0.reason.rawValue,
                madeAt: $0.madeAt.milliseconds, expiresAt: $0.expiresAt.milliseconds)
        }
    }

    func card() throws -> DeskCard {
        let offers = try offers.map { offer in
            LiveOffer(
                number: offer.number, agent: try BusNote.id(offer.agent),
                channel: try BusNote.word(offer.channel), stage: try BusNote.word(offer.stage),
                madeAt: Instant(milliseconds: offer.madeAt),
                expiresAt: Instant(milliseconds: offer.expiresAt),
                reason: try BusNote.word(offer.reason))
        }
        return DeskCard(
            chat: try BusNote.id(chat), room: try BusNote.id(room), turn: turn, name: name,
            question: question, formNumber: formNumber,
            waitingSince: Instant(milliseconds: waitingSince), agentsRinging: agentsRinging,
            offers: Dictionary(offers.map { ($0.agent, $0) }) { $1 }, nobodyFree: nobodyFree)
    }
}
