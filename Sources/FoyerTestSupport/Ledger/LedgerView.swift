/// How far one observer has a chat, and what it does with an entry that arrives.
package struct LedgerView: Sendable {
    package enum Step: Equatable, Sendable {
        /// The next entry, or one that is known: write it down.
        case write(ObservedRecord)
        /// One before it is missing: ask for the range.
        case gap
    }

    package let chat: String
    package private(set) var seq: Int64 = 0
    package private(set) var id = ""
    /// The entries before the last one, the oldest first: where a screen may have been put away.
    private var earlier: [(seq: Int64, id: String)] = []

    private static let earlierMax = 8

    package init(chat: String) { self.chat = chat }

    package mutating func take(_ entry: ObservedRecord) -> Step {
        guard entry.seq <= seq + 1 else { return .gap }
        if entry.seq == seq + 1 {
            if seq > 0 { earlier.append((seq, id)) }
            if earlier.count > Self.earlierMax { earlier.removeFirst() }
            seq = entry.seq
            id = entry.id
        }
        return .write(entry)
    }

    /// Goes back by so many entries, as far as they are remembered: a screen that was kept comes
    /// back and resumes from an older entry than the server sent.
    package mutating func goBack(by count: Int) {
        for _ in 0..<count {
            guard let last = earlier.popLast() else { return }
            (seq, id) = last
        }
    }

    /// The server says that what is here is not this chat's history.
    package mutating func resync() {
        earlier = []
        seq = 0
        id = ""
    }
}
