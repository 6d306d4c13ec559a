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

    package init(chat: String) { self.chat = chat }

    package mutating func take(_ entry: ObservedRecord) -> Step {
        guard entry.seq <= seq + 1 else { return .gap }
        if entry.seq == seq + 1 {
            seq = entry.seq
            id = entry.id
        }
        return .write(entry)
    }

    /// The server says that what is here is not this chat's history.
    package mutating func resync() {
        seq = 0
        id = ""
    }
}
