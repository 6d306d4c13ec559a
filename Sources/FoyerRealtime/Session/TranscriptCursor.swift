import FoyerCore
import FoyerService

/// How far one screen has followed one chat: entries are sent by number, and read where one is
/// missing.
struct TranscriptCursor: Equatable {
    enum Action: Equatable { case send, read, ignore }

    /// What becomes of a page that was read.
    enum Outcome: Equatable {
        case show
        /// Something newer was heard of meanwhile.
        case showAndReadOn
        /// The client asked from another place meanwhile: the page is not what it wants.
        case readAgain
    }

    /// The last entry that was sent, or that the client says it has; `nil` before the first.
    private(set) var sent: HaveEntry?
    private var isReading = false
    private var isElsewhere = false
    /// The highest number heard of.
    private var heard: Int64 = 0
    /// The highest number heard of when the reading began. What was heard of since may have been
    /// written after the page was read.
    private var heardBefore: Int64 = 0

    /// The client names `sent`, and may name any number.
    private var next: Int64 {
        let (next, overflow) = (sent?.seq ?? 0).addingReportingOverflow(1)
        return overflow ? .max : next
    }

    /// A hint of a new entry arrived.
    mutating func hint(_ seq: Int64, _ id: ID<Message>) -> Action {
        heard = max(heard, seq)
        guard !isReading, seq >= next else { return .ignore }
        guard seq == next else {
            beginReading()
            return .read
        }
        sent = HaveEntry(seq: seq, id: id)
        return .send
    }

    /// The chat is known to have this entry. True when it is to be read.
    mutating func stands(at seq: Int64) -> Bool {
        heard = max(heard, seq)
        guard !isReading, seq >= next else { return false }
        beginReading()
        return true
    }

    /// The client asks for what comes after `have`. False when a reading is under way, whose end
    /// looks after it.
    mutating func restart(after have: HaveEntry?) -> Bool {
        if isReading, have != sent { isElsewhere = true }
        sent = have
        guard !isReading else { return false }
        beginReading()
        return true
    }

    private mutating func beginReading() {
        isReading = true
        heardBefore = heard
    }

    /// A page after `sent` was read. After `show` the reading has ended: of a page with more after
    /// it the client says when it wants the next.
    mutating func read(_ page: TranscriptPage) -> Outcome {
        guard !isElsewhere else {
            isElsewhere = false
            beginReading()
            return .readAgain
        }
        if let last = page.entries.last {
            sent = HaveEntry(seq: last.seq, id: last.id)
        } else if page.resync {
            sent = nil
        }
        // What was heard of and is not there will not come: the database was put back.
        if page.entries.isEmpty || page.resync, heard <= heardBefore { heard = page.last }
        isReading = !page.more && heard >= next
        guard isReading else { return .show }
        beginReading()
        return .showAndReadOn
    }

    mutating func readingFailed() {
        isReading = false
        isElsewhere = false
    }
}
