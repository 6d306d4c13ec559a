/// One sender of the ledger client: a text at a time, some repeated on purpose, some cut off.
///
/// A pure value. It decides; whoever holds it writes the lines, sends and cuts.
package struct LedgerSender: Sendable {
    package enum Action: Equatable, Sendable {
        /// Write the line before anything is sent.
        case write(LedgerLine)
        case send(cid: String, body: String)
        /// Pull the plug between the sending and the acknowledgement.
        case cut
    }

    package struct Habits: Sendable {
        /// Of 100 texts, how many are sent again on purpose: half of them before the
        /// acknowledgement, half of them after it. As many of 100 acknowledged texts are sent again
        /// on the next socket, which may be that of another process.
        package var repeatedPercent = 20
        /// Of 100 texts, how many lose their socket before the acknowledgement.
        package var cutPercent = 10
        /// Of 100 texts that lost their socket, how many are given up.
        package var abandonedPercent = 20

        package init() {}
    }

    private struct Text {
        let cid: String
        let body: String
        /// Acknowledgements that are still to come before the next text.
        var missing: Int
        var isRepeatedLater: Bool
    }

    private let chat: String
    private let habits: Habits
    private let hash: @Sendable (String) -> String
    private var random: LedgerRandom
    private var text: Text?
    /// The last one that was brought to its end.
    private var ended: Text?
    private var isConnected = false
    /// Set when no new text is to be begun.
    package private(set) var isStopped = false

    package init(
        chat: String, habits: Habits = Habits(), random: LedgerRandom,
        hash: @escaping @Sendable (String) -> String
    ) {
        self.chat = chat
        self.habits = habits
        self.random = random
        self.hash = hash
    }

    /// Whether nothing is under way.
    package var isIdle: Bool { text == nil }

    /// The body of the text that is under way, if it has this `cid`.
    package func body(of cid: String) -> String? { text?.cid == cid ? text?.body : nil }

    /// The socket is there and the chat is known: what is under way is sent again.
    package mutating func connected() -> [Action] {
        isConnected = true
        // Whoever crashed after the acknowledgement and before writing it down asks again.
        if text == nil, let ended, !isStopped, random.percent(habits.repeatedPercent) {
            text = ended
        }
        guard let text else { return next() }
        self.text?.missing = 1
        return [.send(cid: text.cid, body: text.body)]
    }

    package mutating func disconnected() {
        isConnected = false
        // A program that crashed forgets what it had under way: stored or not, both are right.
        if text != nil, !isStopped, random.percent(habits.abandonedPercent) { text = nil }
    }

    package mutating func acknowledged(cid: String, seq: Int64, id: String) -> [Action] {
        let line = Action.write(
            .acknowledged(AcknowledgedRecord(cid: cid, seq: seq, id: id)))
        guard var text, text.cid == cid else { return [line] }
        text.missing -= 1
        self.text = text
        guard text.missing <= 0 else { return [line] }
        if text.isRepeatedLater {
            self.text?.isRepeatedLater = false
            self.text?.missing = 1
            return [line, .send(cid: text.cid, body: text.body)]
        }
        ended = text
        self.text = nil
        return [line] + next()
    }

    /// The server refused for a while: the same again.
    package func refused(cid: String) -> [Action] {
        guard let text, text.cid == cid, isConnected else { return [] }
        return [.send(cid: text.cid, body: text.body)]
    }

    /// From now on only what is under way is brought to its end.
    package mutating func stop() { isStopped = true }

    private mutating func next() -> [Action] {
        guard !isStopped, isConnected else { return [] }
        let cid = random.hexadecimal()
        let body = "\(cid) \(random.words())"
        let isRepeated = random.percent(habits.repeatedPercent)
        let isAtOnce = isRepeated && random.percent(50)
        text = Text(
            cid: cid, body: body, missing: isAtOnce ? 2 : 1,
            isRepeatedLater: isRepeated && !isAtOnce)
        var actions: [Action] = [
            .write(.sent(SentRecord(cid: cid, chat: chat, hash: hash(body)))),
            .send(cid: cid, body: body),
        ]
        if isAtOnce { actions.append(.send(cid: cid, body: body)) }
        if random.percent(habits.cutPercent) { actions.append(.cut) }
        return actions
    }
}

extension LedgerSender {
    /// The `cid` that a body of ours begins with; `-` for any other text.
    package static func cid(ofBody body: String) -> String {
        let first = body.utf8.prefix(33)
        guard first.count == 33, first.last == 0x20 else { return "-" }
        let isHexadecimal = first.dropLast().allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
        return isHexadecimal ? String(body.prefix(32)) : "-"
    }
}
