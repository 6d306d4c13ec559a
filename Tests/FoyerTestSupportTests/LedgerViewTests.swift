import FoyerTestSupport
import Testing

@Suite("the ledger's observer")
struct LedgerViewTests {
    private func entry(_ seq: Int64) -> ObservedRecord {
        ObservedRecord(chat: "chat", seq: seq, id: "id-\(seq)", cid: "-", hash: "hash")
    }

    @Test("entries in their turn are written down, and the last one is what it has")
    func takesInTurn() {
        var view = LedgerView(chat: "chat")
        #expect(view.take(entry(1)) == .write(entry(1)))
        #expect(view.take(entry(2)) == .write(entry(2)))
        #expect(view.seq == 2)
        #expect(view.id == "id-2")
    }

    @Test("an entry that comes again is written down and changes nothing")
    func takesAgain() {
        var view = LedgerView(chat: "chat")
        _ = view.take(entry(1))
        _ = view.take(entry(2))
        #expect(view.take(entry(1)) == .write(entry(1)))
        #expect(view.seq == 2)
    }

    @Test("an entry before its turn is a gap and is not taken")
    func findsGap() {
        var view = LedgerView(chat: "chat")
        _ = view.take(entry(1))
        #expect(view.take(entry(3)) == .gap)
        #expect(view.seq == 1)
    }

    @Test("a screen that was kept goes on from an older entry")
    func goesBack() {
        var view = LedgerView(chat: "chat")
        for seq in 1...4 { _ = view.take(entry(Int64(seq))) }
        view.goBack(by: 2)
        #expect(view.seq == 2)
        #expect(view.id == "id-2")
        #expect(view.take(entry(4)) == .gap)
        #expect(view.take(entry(3)) == .write(entry(3)))
        view.goBack(by: 9)
        #expect(view.seq == 1)
    }

    @Test("a resync begins again at 1")
    func resyncs() {
        var view = LedgerView(chat: "chat")
        _ = view.take(entry(1))
        view.resync()
        #expect(view.take(entry(1)) == .write(entry(1)))
    }
}
