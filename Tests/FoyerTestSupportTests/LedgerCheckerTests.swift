import FoyerTestSupport
import Testing

@Suite("the ledger's checker")
struct LedgerCheckerTests {
    /// A run of one chat in which everything went well; each test spoils one thing.
    private struct Run {
        var sender = [
            sent("a"), acknowledged("a", 2), sent("b"), acknowledged("b", 3), sent("b"),
            acknowledged("b", 3), sent("c"),
        ]
        var stored = [entry(1, "-"), entry(2, "a"), entry(3, "b"), entry(4, "c")]
        var observed = [entry(1, "-"), entry(2, "a"), entry(3, "b"), entry(3, "b"), entry(4, "c")]

        var breaches: [LedgerVerdict.Breach] { verdict.breaches }

        var verdict: LedgerVerdict {
            LedgerChecker.check(
                senders: [SenderLedger(name: "customer", lines: sender)],
                observers: [ObserverLedger(name: "agent", chat: "chat", entries: observed)],
                stored: ["chat": stored])
        }
    }

    private static func sent(_ cid: String) -> LedgerLine {
        .sent(SentRecord(cid: cid, chat: "chat", hash: "hash-\(cid)"))
    }

    private static func acknowledged(_ cid: String, _ seq: Int64, id: String? = nil) -> LedgerLine {
        .acknowledged(AcknowledgedRecord(cid: cid, seq: seq, id: id ?? "id-\(seq)"))
    }

    private static func entry(
        _ seq: Int64, _ cid: String, hash: String? = nil, id: String? = nil
    ) -> ObservedRecord {
        ObservedRecord(
            chat: "chat", seq: seq, id: id ?? "id-\(seq)", cid: cid, hash: hash ?? "hash-\(cid)")
    }

    @Test("a run that kept every promise passes, repeated texts and a text without answer included")
    func goodRunPasses() {
        let verdict = Run().verdict
        #expect(verdict.breaches == [])
        #expect(verdict.sentCount == 3)
        #expect(verdict.acknowledgedCount == 2)
        #expect(verdict.storedCount == 3)
    }

    @Test("a text without an acknowledgement may be missing")
    func unacknowledgedMayBeMissing() {
        var run = Run()
        run.stored.removeLast()
        run.observed.removeLast()
        #expect(run.breaches == [])
    }

    @Test("an acknowledged text that is not stored is lost")
    func lostIsFound() {
        var run = Run()
        run.stored = [Self.entry(1, "-"), Self.entry(2, "a")]
        run.observed = run.stored
        #expect(run.breaches == [.lost(cid: "b")])
        #expect(run.verdict.lostCount == 1)
    }

    @Test("a text that is stored twice is doubled, acknowledged or not", arguments: ["b", "c"])
    func doubledIsFound(_ cid: String) {
        var run = Run()
        run.sender.removeAll { $0 == Self.acknowledged("b", 3) }
        run.stored.append(Self.entry(5, cid))
        run.observed.append(Self.entry(5, cid))
        #expect(run.breaches == [.doubled(cid: cid, seqs: [cid == "b" ? 3 : 4, 5])])
        #expect(run.verdict.doubledCount == 1)
    }

    @Test("a repeated text with another number or id is renumbered", arguments: [4, 3])
    func renumberedIsFound(_ seq: Int64) {
        var run = Run()
        run.sender[5] = Self.acknowledged("b", seq, id: "other")
        #expect(run.breaches == [.renumbered(cid: "b")])
    }

    @Test("an acknowledgement that differs from what is stored is renumbered")
    func storedElsewhereIsFound() {
        var run = Run()
        run.stored[2] = Self.entry(3, "b", id: "other")
        run.observed[2] = run.stored[2]
        run.observed[3] = run.stored[2]
        #expect(run.breaches == [.renumbered(cid: "b")])
    }

    @Test("another body than was sent is altered, and one that nobody sent is foreign")
    func alteredAndForeignAreFound() {
        var run = Run()
        run.stored[3] = Self.entry(4, "c", hash: "other")
        run.stored.append(Self.entry(5, "x"))
        run.observed = run.stored
        #expect(run.breaches == [.altered(cid: "c"), .foreign(cid: "x", chat: "chat")])
    }

    @Test("a missing number is a gap")
    func gapIsFound() {
        var run = Run()
        run.stored = [
            Self.entry(1, "-"), Self.entry(2, "a"), Self.entry(3, "b"), Self.entry(5, "c"),
        ]
        #expect(run.breaches.contains(.gap(chat: "chat", after: 3)))
    }

    @Test("an observer who lacks the end is incomplete")
    func incompleteIsFound() {
        var run = Run()
        run.observed.removeLast()
        #expect(run.breaches == [.incomplete(observer: "agent", after: 3)])
    }

    @Test("an observer who saw a number before its turn saw them reordered")
    func reorderedIsFound() {
        var run = Run()
        run.observed.swapAt(1, 2)
        #expect(run.breaches == [.reordered(observer: "agent", seq: 3)])
        #expect(run.verdict.reorderedCount == 1)
    }

    @Test("an observer who saw another entry under a number is unequal")
    func unequalIsFound() {
        var run = Run()
        run.observed[1] = Self.entry(2, "z")
        #expect(run.breaches == [.unequal(observer: "agent", seq: 2)])
    }

    @Test("a later text under a lower number than an acknowledged one has overtaken it")
    func overtakenIsFound() {
        var run = Run()
        run.sender = [
            Self.sent("b"), Self.acknowledged("b", 3), Self.sent("a"), Self.acknowledged("a", 2),
            Self.sent("c"),
        ]
        #expect(run.breaches == [.overtaken(cid: "a")])
    }

    @Test("a page that came twice counts once, and another entry under a number stays")
    func repeatsAreLeftOut() {
        let twice = [
            Self.entry(1, "-"), Self.entry(2, "a"), Self.entry(1, "-"), Self.entry(2, "a"),
        ]
        #expect(LedgerChecker.withoutRepeats(twice) == [Self.entry(1, "-"), Self.entry(2, "a")])
        let other = [Self.entry(1, "-"), Self.entry(1, "a")]
        #expect(LedgerChecker.withoutRepeats(other) == other)
    }

    @Test("lines are read as they were written")
    func linesRoundTrip() {
        let lines = [
            Self.sent("a"), Self.acknowledged("a", 7), .observed(Self.entry(7, "-", hash: "00")),
        ]
        for line in lines { #expect(LedgerLine(line.text) == line) }
        #expect(LedgerLine("acknowledged a seven id") == nil)
        #expect(LedgerLine("sent a") == nil)
    }
}
