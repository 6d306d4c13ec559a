import FoyerCore
import FoyerService

/// How far one screen has followed one chat: entries are sent by number, and read where one is
/// missing.
struct TranscriptCursor: Equatable {
    enum Action: Equatable { case send, read, ignore }

    /// The last entry that was sent; `nil` before the first.
    private(set) var sent: HaveEntry?
    private var isReading = false
    /// The highest number heard of while reading.
    private var heard: Int64 = 0

    init(have: HaveEntry? = nil) { sent = have }

    private var next: Int64 { (sent?.seq ?? 0) + 1 }

    /// A hint of a new entry arrived.
    mutating func hint(_ seq: Int64, _ id: ID<Message>) -> Action {
        heard = max(heard, seq)
        guard !isReading, seq >= next else { return .ignore }
        guard seq == next else {
            isReading = true
            return .read
        }
        sent = HaveEntry(seq: seq, id: id)
        return .send
    }

    /// A reading begins; false when one is under way, which will be followed by another.
    mutating func beginReading(after have: HaveEntry?, restart: Bool) -> Bool {
        if restart { sent = have }
        guard !isReading else { return false }
        isReading = true
        return true
    }

    /// A page was read. True when more must be read.
    mutating func read(_ page: TranscriptPage) -> Bool {
        if let last = page.entries.last { sent = HaveEntry(seq: last.seq, id: last.id) }
        heard = max(heard, page.last)
        isReading = heard >= next
        return isReading
    }

    mutating func readingFailed() { isReading = false }
}
