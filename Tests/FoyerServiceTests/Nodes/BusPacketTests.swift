import FoyerCore
import FoyerTestSupport
import Testing

@testable import FoyerService

@Suite struct BusPacketTests {
    /// Every hint that a chat's life makes reaches another node as it was.
    @Test func roundTrip() async throws {
        try await Engine.sqliteMemory.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let cleo = try await house.readyAgent("Cleo", by: administrator)
            let customer = try await house.customer(
                asksIn: room, question: "Do you ship? \u{1F6A2}")
            try await house.answer(customer.chat, by: bert)
            try await house.send("Yes.\n\"Gladly\"", in: customer.chat, as: .agent(bert))
            try await house.service.markEntries(
                of: customer.chat, delivered: 3, read: 2, as: customer.asker)
            try await house.service.endChat(customer.chat, by: .agent(bert))
            try await house.service.disconnectCustomer(customer.connection)
            try await house.service.logOff(cleo)
            let hints = house.announcer.take()
            let notes = hints.compactMap(BusNote.init)
            #expect(notes.count > 10)
            #expect(try again(notes) == notes.map(text))
        }
    }

    @Test func typingAndRevisions() throws {
        let notes: [BusNote] = [
            .typing(ID(known: "chat-1"), from: .customer, text: "Hel\u{0}lo"),
            .roomStands(ID(known: "room-1"), revision: .max),
            .hint(.settingsPublished(ID(known: "room-1"), version: 7)),
            .hint(.linkChanged(ID(known: "room-1"))),
        ]
        #expect(try again(notes) == notes.map(text))
    }

    @Test(
        "what is no packet is refused",
        arguments: [
            "", "{}", #"{"node":"n","number":-2,"notes":[]}"#, "[]",
            #"{"node":"n","number":1,"notes":[{"chat":{"_0":7}}]}"#,
            #"{"node":"n","number":1,"notes":[{"unknown":{}}]}"#,
            #"{"node":"n","number":1,"notes":[{"settings":{"room":"r","version":1.5}}]}"#,
            #"{"node":"n","number":99999999999999999999,"notes":[]}"#,
            #"{"node":"n","number":1,"notes":[{"room":{"_0":{"room":"r","revision":1,"cards":[],"#
                + #""rings":[],"ringsOf":{"a":[7]},"gone":[]}}}]}"#,
        ])
    func refused(_ text: String) {
        #expect(throws: (any Error).self) { try BusPacket(parsing: Array(text.utf8)) }
    }

    @Test(
        "a change with many offers, rings or chats that are gone is told by its number",
        arguments: [
            (cards: 1, offers: 10, rings: 0, gone: 0, isTold: true),
            (1, 250, 0, 0, false), (0, 0, 251, 0, false), (0, 0, 0, 251, false),
            (51, 0, 0, 0, false), (0, 0, 0, 250, true),
        ])
    func bounded(cards: Int, offers: Int, rings: Int, gone: Int, isTold: Bool) throws {
        let agents = (0..<max(offers, rings)).map { ID<Agent>(known: "agent-\($0)") }
        let offers = agents.prefix(offers).map { agent in
            LiveOffer(
                number: 1, agent: agent, channel: .browser, stage: .desktop,
                madeAt: Instant(milliseconds: 0), expiresAt: Instant(milliseconds: 1))
        }
        let card = DeskCard(
            chat: ID(known: "chat-1"), room: ID(known: "room-1"), turn: 1, name: "Cai",
            question: "?", formNumber: 1, waitingSince: Instant(milliseconds: 0), agentsRinging: 0,
            offers: Dictionary(offers.map { ($0.agent, $0) }) { $1 }, nobodyFree: false)
        let change = RoomChange(
            room: ID(known: "room-1"), revision: 7, cards: Array(repeating: card, count: cards),
            rings: rings > 0 ? [card] : [],
            ringsOf: Dictionary(agents.prefix(rings).map { ($0, [0]) }) { $1 },
            gone: (0..<gone).map { number in
                RoomChange.Gone(chat: ID(known: "chat-\(number)"), reason: .served, agent: nil)
            })
        switch try #require(BusNote(.roomChanged(change))) {
        case .hint(.roomChanged): #expect(isTold)
        case .roomStands(ID(known: "room-1"), revision: 7): #expect(!isTold)
        default: Issue.record("another note")
        }
    }

    @Test("many notes go in packets of a bounded length, without a gap in their numbers")
    func pieces() throws {
        let long = String(repeating: "\u{1}", count: 16_384)
        let notes = (0..<100).map { number in
            BusNote.typing(ID(known: "chat-\(number)"), from: .customer, text: long)
        }
        var number: Int64 = 7
        let packets = try BusPacket.encoded(notes, from: ID(known: "node-1"), after: &number)
        #expect(packets.count > 1)
        #expect(packets.allSatisfy { $0.count <= BusPacket.bytesMax })
        let read = try packets.map { try BusPacket(parsing: $0) }
        #expect(read.map(\.number) == Array(8...number))
        #expect(read.flatMap(\.notes).map(text) == notes.map(text))
    }

    @Test("what is too long by itself is missed by its number")
    func tooLong() throws {
        let notes = [
            BusNote.typing(ID(known: "chat-1"), from: .customer, text: "short"),
            .typing(
                ID(known: "chat-2"), from: .customer,
                text: String(repeating: "a", count: BusPacket.bytesMax)),
        ]
        var number: Int64 = 0
        let packets = try BusPacket.encoded(notes, from: ID(known: "node-1"), after: &number)
        #expect(packets.count == 1)
        #expect(number == 2)
    }

    private func again(_ notes: [BusNote]) throws -> [String] {
        let packet = BusPacket(node: ID(known: "node-1"), number: 7, notes: notes)
        let read = try BusPacket(parsing: packet.bytes())
        #expect(read.node == packet.node)
        #expect(read.number == 7)
        return read.notes.map(text)
    }

    /// Dictionaries are written in any order.
    private func text(_ note: BusNote) -> String {
        guard case .hint(.roomChanged(let change)) = note else { return "\(note)" }
        let cards = (change.cards + change.rings).map { card in
            "\(card.chat) \(card.turn) \(card.name) \(card.question) \(card.formNumber) "
                + "\(card.waitingSince) \(card.agentsRinging) \(card.nobodyFree) "
                + "\(card.offers.values.sorted { $0.agent < $1.agent })"
        }
        return "\(change.room) \(change.revision) \(cards) \(change.gone) "
            + "\(change.ringsOf.sorted { $0.key < $1.key })"
    }
}
