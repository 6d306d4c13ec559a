/// A text that a sender is about to send, written down before it does.
package struct SentRecord: Equatable, Sendable {
    package let cid: String
    package let chat: String
    /// SHA-256 of the body, in hexadecimal digits.
    package let hash: String

    package init(cid: String, chat: String, hash: String) {
        self.cid = cid
        self.chat = chat
        self.hash = hash
    }
}

/// An acknowledgement as a sender got it.
package struct AcknowledgedRecord: Equatable, Sendable {
    package let cid: String
    package let seq: Int64
    package let id: String

    package init(cid: String, seq: Int64, id: String) {
        self.cid = cid
        self.seq = seq
        self.id = id
    }
}

/// An entry as an observer got it, or as it is stored at the end.
package struct ObservedRecord: Equatable, Sendable {
    package let chat: String
    package let seq: Int64
    package let id: String
    /// The `cid` that the text itself tells; `-` for an entry that no sender of ours wrote.
    package let cid: String
    package let hash: String

    package init(chat: String, seq: Int64, id: String, cid: String, hash: String) {
        self.chat = chat
        self.seq = seq
        self.id = id
        self.cid = cid
        self.hash = hash
    }
}

/// One line of a sender's or an observer's file.
package enum LedgerLine: Equatable, Sendable {
    case sent(SentRecord)
    case acknowledged(AcknowledgedRecord)
    case observed(ObservedRecord)

    package init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("sent", 4):
            self = .sent(SentRecord(cid: words[1], chat: words[2], hash: words[3]))
        case ("acknowledged", 4):
            guard let seq = Int64(words[2]) else { return nil }
            self = .acknowledged(AcknowledgedRecord(cid: words[1], seq: seq, id: words[3]))
        case ("observed", 6):
            guard let seq = Int64(words[2]) else { return nil }
            self = .observed(
                ObservedRecord(
                    chat: words[1], seq: seq, id: words[3], cid: words[4], hash: words[5]))
        default: return nil
        }
    }

    package var text: String {
        switch self {
        case .sent(let sent): "sent \(sent.cid) \(sent.chat) \(sent.hash)"
        case .acknowledged(let ack): "acknowledged \(ack.cid) \(ack.seq) \(ack.id)"
        case .observed(let entry):
            "observed \(entry.chat) \(entry.seq) \(entry.id) \(entry.cid) \(entry.hash)"
        }
    }
}

/// What one sender wrote into its file, in order.
package struct SenderLedger: Sendable {
    package let name: String
    package let lines: [LedgerLine]

    package init(name: String, lines: [LedgerLine]) {
        self.name = name
        self.lines = lines
    }
}

/// What one observer saw, in the order in which it saw it.
package struct ObserverLedger: Sendable {
    package let name: String
    package let chat: String
    package let entries: [ObservedRecord]

    package init(name: String, chat: String, entries: [ObservedRecord]) {
        self.name = name
        self.chat = chat
        self.entries = entries
    }
}
