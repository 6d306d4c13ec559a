import FoyerTestSupport
import Testing

@Suite("the ledger's sender")
struct LedgerSenderTests {
    private static func sender(
        repeated: Int = 0, cut: Int = 0, abandoned: Int = 0, seed: UInt64 = 1
    ) -> LedgerSender {
        var habits = LedgerSender.Habits()
        habits.repeatedPercent = repeated
        habits.cutPercent = cut
        habits.abandonedPercent = abandoned
        return LedgerSender(chat: "chat", habits: habits, random: LedgerRandom(seed: seed)) { _ in
            "hash"
        }
    }

    /// The `cid` and body of each sending among the actions.
    private static func sendings(_ actions: [LedgerSender.Action]) -> [[String]] {
        actions.compactMap { if case .send(let cid, let body) = $0 { [cid, body] } else { nil } }
    }

    @Test("the line stands in the file before the text is sent")
    func writesFirst() {
        var sender = Self.sender()
        let actions = sender.connected()
        guard case .write(.sent(let record))? = actions.first else {
            Issue.record("nothing was written first")
            return
        }
        #expect(actions.count == 2)
        #expect(Self.sendings(actions).first?.first == record.cid)
        #expect(LedgerSender.cid(ofBody: Self.sendings(actions)[0][1]) == record.cid)
    }

    @Test("the next text begins with the acknowledgement, and not before")
    func oneAtATime() {
        var sender = Self.sender()
        let first = Self.sendings(sender.connected())[0]
        let actions = sender.acknowledged(cid: first[0], seq: 2, id: "id")
        let second = Self.sendings(actions)[0]
        #expect(second[0] != first[0])
        let record = AcknowledgedRecord(cid: first[0], seq: 2, id: "id")
        #expect(actions.first == .write(.acknowledged(record)))
    }

    @Test("after a cut the same text is sent again under the same cid")
    func resendsAfterCut() {
        var sender = Self.sender(cut: 100)
        let actions = sender.connected()
        #expect(actions.last == .cut)
        sender.disconnected()
        #expect(Self.sendings(sender.connected()) == Self.sendings(actions))
    }

    @Test("a text that is given up after a cut is never sent again")
    func abandons() {
        var sender = Self.sender(cut: 100, abandoned: 100)
        let first = Self.sendings(sender.connected())
        sender.disconnected()
        #expect(Self.sendings(sender.connected()) != first)
    }

    @Test("repeated texts wait for both acknowledgements", arguments: 0..<8)
    func repeats(_ seed: UInt64) {
        var sender = Self.sender(repeated: 100, seed: seed)
        var sendings = Self.sendings(sender.connected())
        let first = sendings[0]
        sendings += Self.sendings(sender.acknowledged(cid: first[0], seq: 2, id: "id"))
        #expect(sendings == [first, first])
        let actions = sender.acknowledged(cid: first[0], seq: 2, id: "id")
        #expect(Self.sendings(actions)[0] != first)
    }

    @Test("an acknowledged text is sent again on the next socket")
    func repeatsOnNextSocket() {
        var sender = Self.sender(repeated: 100, abandoned: 100)
        let first = Self.sendings(sender.connected())[0]
        _ = sender.acknowledged(cid: first[0], seq: 2, id: "id")
        _ = sender.acknowledged(cid: first[0], seq: 2, id: "id")
        sender.disconnected()
        #expect(Self.sendings(sender.connected()) == [first])
        let actions = sender.acknowledged(cid: first[0], seq: 2, id: "id")
        let record = AcknowledgedRecord(cid: first[0], seq: 2, id: "id")
        #expect(actions.first == .write(.acknowledged(record)))
        #expect(Self.sendings(actions)[0] != first)
    }

    @Test("a stopped sender ends what is under way and begins nothing")
    func stops() {
        var sender = Self.sender()
        let first = Self.sendings(sender.connected())[0]
        sender.stop()
        sender.disconnected()
        #expect(!sender.isIdle)
        #expect(Self.sendings(sender.connected()) == [first])
        let actions = sender.acknowledged(cid: first[0], seq: 2, id: "id")
        #expect(Self.sendings(actions) == [])
        #expect(sender.isIdle)
    }

    @Test("only a body that begins with 32 hexadecimal digits and a blank tells a cid")
    func cidOfBody() {
        let cid = String(repeating: "0f", count: 16)
        #expect(LedgerSender.cid(ofBody: "\(cid) hello") == cid)
        #expect(LedgerSender.cid(ofBody: "Hello, this is Ana. How may I help you?") == "-")
        #expect(LedgerSender.cid(ofBody: cid) == "-")
        #expect(LedgerSender.cid(ofBody: "") == "-")
    }

    @Test("equal seeds give equal texts, and parts of a seed differ")
    func seedsRepeat() {
        var one = LedgerRandom(seed: 7).part(1)
        var same = LedgerRandom(seed: 7).part(1)
        var other = LedgerRandom(seed: 7).part(2)
        let digits = one.hexadecimal()
        #expect(digits.utf8.count == 32)
        #expect(digits == same.hexadecimal())
        #expect(digits != other.hexadecimal())
    }
}
