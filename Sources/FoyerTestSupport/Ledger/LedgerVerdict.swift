/// What the checker found; empty when every promise was kept.
package struct LedgerVerdict: Equatable, Sendable {
    package enum Breach: Equatable, Sendable {
        /// An acknowledged text that is not stored.
        case lost(cid: String)
        /// A text that is stored more than once.
        case doubled(cid: String, seqs: [Int64])
        /// Two acknowledgements of one text that differ, or one that differs from what is stored.
        case renumbered(cid: String)
        /// A stored text whose body is not the one that was sent.
        case altered(cid: String)
        /// A stored text that nobody sent.
        case foreign(cid: String, chat: String)
        /// The stored numbers of a chat are not 1, 2, 3 …
        case gap(chat: String, after: Int64)
        /// An observer was shown a number out of its turn.
        case reordered(observer: String, seq: Int64)
        /// A sender's later text has a lower number than an earlier one that was acknowledged
        /// first.
        case overtaken(cid: String)
        /// An observer was shown another entry under a number than is stored.
        case unequal(observer: String, seq: Int64)
        /// An observer lacks the entries after a number.
        case incomplete(observer: String, after: Int64)
    }

    package var sentCount = 0
    package var acknowledgedCount = 0
    package var storedCount = 0
    package internal(set) var breaches: [Breach] = []

    /// Adds what somebody else than the checker saw.
    package mutating func add(_ breaches: [Breach]) { self.breaches += breaches }

    package var isKept: Bool { breaches.isEmpty }

    package var lostCount: Int {
        breaches.count { breach in
            switch breach {
            case .lost, .gap, .incomplete, .altered: true
            default: false
            }
        }
    }

    package var doubledCount: Int {
        breaches.count { breach in
            switch breach {
            case .doubled, .renumbered, .foreign: true
            default: false
            }
        }
    }

    package var reorderedCount: Int {
        breaches.count { breach in
            switch breach {
            case .reordered, .overtaken, .unequal: true
            default: false
            }
        }
    }
}
