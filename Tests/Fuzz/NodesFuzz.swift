import FoyerCore

// Built into the fuzzer with the files they test: bin/steps/fuzz.sh names them.

/// What other nodes say on the bus: whatever is taken for a packet can be worked with, and is the
/// same packet when it is told on.
enum BusFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        guard let packet = try? BusPacket(parsing: input) else { return }  // refused
        promise(packet.number > 0, "packets are counted from 1, not \(packet.number)")
        // The planted bug: a node is thought to say little.
        if planted { _ = Int8(packet.number) }
        for note in packet.notes { check(note) }
        guard let bytes = try? packet.bytes(),  // what was read can be written
            let again = try? BusPacket(parsing: bytes)
        else { return promise(false, "\(packet) cannot be told on") }
        let (told, heard) = (shown(packet), shown(again))
        promise(told == heard, "\(told) became \(heard)")
    }

    private static func check(_ note: BusNote) {
        guard case .hint(.roomChanged(let change)) = note else { return }
        let positions = change.ringsOf.values.joined()
        promise(positions.allSatisfy(change.rings.indices.contains), "a ring that is not there")
    }

    /// As text, whatever the order of what has none.
    private static func shown(_ packet: BusPacket) -> [String] {
        ["\(packet.node) \(packet.number)"]
            + packet.notes.map { note in
                guard case .hint(.roomChanged(let change)) = note else { return "\(note)" }
                let rings = change.ringsOf.map { "\($0.key) \($0.value)" }.sorted()
                let cards = (change.cards + change.rings).map(shown)
                return "\(change.room) \(change.revision) \(cards) \(rings) \(change.gone)"
            }
    }

    private static func shown(_ card: DeskCard) -> String {
        let offers = card.offers.map { "\($0.key) \($0.value)" }.sorted()
        return """
            \(card.chat) \(card.room) \(card.turn) \(card.name) \(card.question) \
            \(card.formNumber) \(card.waitingSince) \(card.agentsRinging) \(offers) \
            \(card.nobodyFree)
            """
    }
}

/// Where Redis is, which never shows its password.
enum RedisFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        let text = FuzzInput(input).text
        if let address = RedisAddress(text) {
            // The planted bug: ports are thought to be small.
            if planted { _ = Int16(address.port) }
            promise((1...65_535).contains(address.port), "\(address.port) is no port")
            promise(!address.host.isEmpty, "\(text) names no host")
            let again = RedisAddress(address.description)
            promise(
                again?.host == address.host && again?.port == address.port
                    && again?.isSecure == address.isSecure, "\(text) is shown as \(address)")
            promise([nil, 2, 3].contains(address.authentication?.count), "no log-on's words")
        }
        let secret = "redis://foyer:Secret%40word@"
        guard let end = text.range(of: "://")?.upperBound,
            let open = RedisAddress(secret + text[end...])
        else { return }
        promise(!"\(open)".contains("Secret"), "\(open)")
    }
}
