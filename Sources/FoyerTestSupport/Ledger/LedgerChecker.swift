/// Compares what senders and observers wrote down with what is stored.
package struct LedgerChecker {
    /// What is known of one text.
    private struct Sent {
        let record: SentRecord
        var acknowledged: AcknowledgedRecord?
        var seqs: [Int64] = []
    }

    private var texts: [String: Sent] = [:]
    private var verdict = LedgerVerdict()

    private init() {}

    /// Judges a run that has ended: everything was resumed, nothing is under way.
    package static func check(
        senders: [SenderLedger], observers: [ObserverLedger], stored: [String: [ObservedRecord]]
    ) -> LedgerVerdict {
        var checker = LedgerChecker()
        for sender in senders { checker.read(sender) }
        for chat in stored.keys.sorted() { checker.judgeStored(stored[chat] ?? [], of: chat) }
        checker.judgeTexts()
        for observer in observers {
            checker.judge(observer, stored: stored[observer.chat] ?? [])
        }
        return checker.verdict
    }

    /// One entry for each time that something new was shown under a number.
    ///
    /// A page may come twice; only an equal entry under the same number is taken for that.
    package static func withoutRepeats(_ entries: [ObservedRecord]) -> [ObservedRecord] {
        var shown: [Int64: ObservedRecord] = [:]
        return entries.filter { entry in
            guard shown[entry.seq] != entry else { return false }
            shown[entry.seq] = entry
            return true
        }
    }

    // MARK: Senders

    /// Takes over what a sender wrote down.
    ///
    /// A text that was begun after another one's first acknowledgement must stand behind it.
    private mutating func read(_ sender: SenderLedger) {
        var highestSeq: Int64 = 0
        var floors: [String: Int64] = [:]
        for line in sender.lines {
            switch line {
            case .sent(let record):
                // Sent again: the first time counts.
                guard texts[record.cid] == nil else { continue }
                texts[record.cid] = Sent(record: record)
                floors[record.cid] = highestSeq
                verdict.sentCount += 1
            case .acknowledged(let record):
                acknowledge(record, floor: floors[record.cid] ?? 0)
                highestSeq = max(highestSeq, record.seq)
            case .observed: continue
            }
        }
    }

    private mutating func acknowledge(_ record: AcknowledgedRecord, floor: Int64) {
        guard let text = texts[record.cid] else {
            return verdict.breaches.append(.foreign(cid: record.cid, chat: ""))
        }
        if let before = text.acknowledged {
            if before != record { verdict.breaches.append(.renumbered(cid: record.cid)) }
            return
        }
        texts[record.cid]?.acknowledged = record
        verdict.acknowledgedCount += 1
        if record.seq <= floor { verdict.breaches.append(.overtaken(cid: record.cid)) }
    }

    // MARK: What is stored

    private mutating func judgeStored(_ entries: [ObservedRecord], of chat: String) {
        var last: Int64 = 0
        for entry in entries {
            if entry.seq != last + 1 { verdict.breaches.append(.gap(chat: chat, after: last)) }
            last = entry.seq
            if entry.cid != "-" { judgeText(entry) }
        }
    }

    private mutating func judgeText(_ entry: ObservedRecord) {
        verdict.storedCount += 1
        guard let text = texts[entry.cid], text.record.chat == entry.chat else {
            return verdict.breaches.append(.foreign(cid: entry.cid, chat: entry.chat))
        }
        texts[entry.cid]?.seqs.append(entry.seq)
        if text.record.hash != entry.hash { verdict.breaches.append(.altered(cid: entry.cid)) }
        guard let acknowledged = text.acknowledged else { return }
        if acknowledged.seq != entry.seq || acknowledged.id != entry.id {
            verdict.breaches.append(.renumbered(cid: entry.cid))
        }
    }

    private mutating func judgeTexts() {
        for (cid, text) in texts.sorted(by: { $0.key < $1.key }) {
            if text.seqs.count > 1 {
                verdict.breaches.append(.doubled(cid: cid, seqs: text.seqs))
            } else if text.seqs.isEmpty, text.acknowledged != nil {
                verdict.breaches.append(.lost(cid: cid))
            }
        }
    }

    // MARK: Observers

    /// Entries may come again, but a new number only in its turn, and always the stored entry.
    private mutating func judge(_ observer: ObserverLedger, stored: [ObservedRecord]) {
        var last: Int64 = 0
        var unequal: Set<Int64> = []
        for entry in observer.entries {
            if entry.seq > last + 1 {
                verdict.breaches.append(.reordered(observer: observer.name, seq: entry.seq))
            }
            last = max(last, entry.seq)
            let isStored =
                entry.seq >= 1 && entry.seq <= stored.count
                && stored[Int(entry.seq) - 1] == entry
            if !isStored, unequal.insert(entry.seq).inserted {
                verdict.breaches.append(.unequal(observer: observer.name, seq: entry.seq))
            }
        }
        if last < stored.last?.seq ?? 0 {
            verdict.breaches.append(.incomplete(observer: observer.name, after: last))
        }
    }
}
