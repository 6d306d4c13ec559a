import NIOCore

/// A customer and an agent who talk, and the messages that are under way between them.
///
/// A pure value: it tells when a message has been acknowledged and seen, and where a gap is.
struct ChatPair {
    struct UnderWay {
        let due: NIODeadline
        var isAcknowledged = false
        var isSeen = false
    }

    enum Step: Equatable {
        case nothing
        /// The first of the two things that end a message, or the only one measured.
        case acknowledged(due: NIODeadline, isDone: Bool)
        case seen(due: NIODeadline, isDone: Bool)
    }

    private(set) var underWay: [UInt64: UnderWay] = [:]
    private var lastNumber: UInt64 = 0
    /// The last entry that reached the agent.
    private(set) var seenSeq: Int64 = 0
    private(set) var seenID = ""

    /// Begins the next message; its number.
    mutating func begin(due: NIODeadline) -> UInt64 {
        lastNumber += 1
        underWay[lastNumber] = UnderWay(due: due)
        return lastNumber
    }

    mutating func acknowledge(_ number: UInt64) -> Step {
        guard var message = underWay[number], !message.isAcknowledged else { return .nothing }
        message.isAcknowledged = true
        underWay[number] = message.isSeen ? nil : message
        return .acknowledged(due: message.due, isDone: message.isSeen)
    }

    /// Takes an entry that reached the agent; nil when one before it is missing.
    mutating func see(_ entry: WireEntry) -> Step? {
        guard entry.seq > seenSeq else { return .nothing }
        guard entry.seq == seenSeq + 1 else { return nil }
        seenSeq = entry.seq
        seenID = entry.id
        guard entry.from == "customer", let number = MessageTemplate.number(body: entry.body),
            var message = underWay[number], !message.isSeen
        else { return .nothing }
        message.isSeen = true
        underWay[number] = message.isAcknowledged ? nil : message
        return .seen(due: message.due, isDone: message.isAcknowledged)
    }
}
