import FoyerAPI
import FoyerCore
import Testing

@testable import FoyerRealtime
@testable import FoyerService

@Suite("Decisions of a session")
struct PaceTests {
    private func id(_ seq: Int64) -> ID<Message> { ID(known: "m\(seq)") }

    private func page(
        _ range: ClosedRange<Int64>?, last: Int64, resync: Bool = false
    ) -> TranscriptPage {
        let entries = range.map { range in
            range.map {
                Entry(
                    chat: ID(known: "c"), seq: $0, id: id($0), at: Instant(milliseconds: 0),
                    from: .customer, content: .text("x"))
            }
        }
        return TranscriptPage(
            entries: entries ?? [], last: last, resync: resync,
            more: (range?.upperBound ?? last) < last, marks: ChatMarks())
    }

    @Test("the next number is sent, a former one ignored, a later one read")
    func cursor() {
        var cursor = TranscriptCursor()
        #expect(cursor.hint(1, id(1)) == .send)
        #expect(cursor.hint(1, id(1)) == .ignore)
        #expect(cursor.hint(2, id(2)) == .send)
        #expect(cursor.hint(4, id(4)) == .read)
        #expect(cursor.hint(5, id(5)) == .ignore)
        #expect(cursor.read(page(3...5, last: 5)) == .show)
        #expect(cursor.hint(6, id(6)) == .send)
    }

    @Test("what is heard of while a page is read is read after it")
    func heardMeanwhile() {
        var cursor = TranscriptCursor()
        #expect(cursor.restart(after: nil) == true)
        #expect(cursor.hint(3, id(3)) == .ignore)
        #expect(cursor.read(page(1...2, last: 2)) == .showAndReadOn)
        #expect(cursor.read(page(3...3, last: 3)) == .show)
        #expect(cursor.sent == HaveEntry(seq: 3, id: id(3)))
    }

    /// The oracle of screens found it: a screen that had everything came back, and what was
    /// written while it read that nothing is new was never shown.
    @Test("what is heard of while an empty page is read is read after it, once")
    func heardWhileNothingWasNew() {
        var cursor = TranscriptCursor()
        #expect(cursor.restart(after: HaveEntry(seq: 5, id: id(5))) == true)
        #expect(cursor.hint(6, id(6)) == .ignore)
        #expect(cursor.read(page(nil, last: 5)) == .showAndReadOn)
        #expect(cursor.read(page(6...6, last: 6)) == .show)
        #expect(cursor.hint(9, id(9)) == .read)
        #expect(cursor.read(page(nil, last: 6)) == .show)
        #expect(cursor.hint(7, id(7)) == .send)
    }

    @Test("of a page with more after it the client asks for the next")
    func more() {
        var cursor = TranscriptCursor()
        #expect(cursor.restart(after: nil) == true)
        #expect(cursor.read(page(1...2, last: 9)) == .show)
        #expect(cursor.restart(after: HaveEntry(seq: 2, id: id(2))) == true)
        #expect(cursor.read(page(3...9, last: 9)) == .show)
    }

    @Test("a question from elsewhere makes the page under way worthless, the same question not")
    func elsewhere() {
        var cursor = TranscriptCursor()
        #expect(cursor.restart(after: nil) == true)
        #expect(cursor.restart(after: nil) == false)
        #expect(cursor.restart(after: HaveEntry(seq: 1, id: id(1))) == false)
        #expect(cursor.read(page(1...2, last: 2)) == .readAgain)
        #expect(cursor.sent == HaveEntry(seq: 1, id: id(1)))
        #expect(cursor.read(page(2...2, last: 2)) == .show)
    }

    @Test("what was heard of and is not there is not waited for")
    func putBack() {
        var cursor = TranscriptCursor()
        #expect(cursor.restart(after: nil) == true)
        #expect(cursor.read(page(1...5, last: 5)) == .show)
        #expect(cursor.restart(after: HaveEntry(seq: 5, id: id(5))) == true)
        #expect(cursor.read(page(1...2, last: 2, resync: true)) == .show)
        #expect(cursor.hint(3, id(3)) == .send)
        #expect(cursor.restart(after: HaveEntry(seq: 9, id: id(9))) == true)
        #expect(cursor.read(page(nil, last: 0, resync: true)) == .show)
        #expect(cursor.hint(1, id(1)) == .send)
    }

    @Test("marks keep the higher of each, and rest for a second after a writing")
    func marks() {
        var pace = MarkPace()
        #expect(pace.take() == nil)
        #expect(pace.add(.init(delivered: 3, read: 1)) == true)
        #expect(pace.take() == .init(delivered: 3, read: 1))
        #expect(pace.add(.init(delivered: 2, read: 2)) == false)
        #expect(pace.add(.init(delivered: 5, read: 0)) == false)
        #expect(pace.rested() == true)
        #expect(pace.take() == .init(delivered: 5, read: 2))
        #expect(pace.rested() == false)
        #expect(pace.add(.init(delivered: 6, read: 6)) == true)
    }

    @Test("previews pass at most every eighth of a second")
    func typing() {
        var pace = TypingPace()
        #expect(pace.admits("x", at: 1_000) == true)
        #expect(pace.admits("x", at: 1_124) == false)
        #expect(pace.admits("x", at: 1_125) == true)
        #expect(pace.admits("x", at: 500) == true)
        #expect(pace.admits("x", at: .max) == true)
        #expect(pace.admits("x", at: .min) == true)
    }

    @Test("that the input was emptied passes at once, and once")
    func emptied() {
        var pace = TypingPace()
        #expect(pace.admits("", at: 1_000) == false)
        #expect(pace.admits("x", at: 1_000) == true)
        #expect(pace.admits("", at: 1_001) == true)
        #expect(pace.admits("", at: 5_000) == false)
    }

    @Test("the inbox starts one command after the other and takes 64 in wait")
    func inbox() {
        var inbox = Inbox()
        var done: [Int] = []
        #expect(inbox.admit { done.append(0) } == .start)
        for number in 1...64 { #expect(inbox.admit { done.append(number) } == .wait) }
        #expect(inbox.admit {} == .tooMany)
        while let next = inbox.ended() { next() }
        #expect(done == Array(1...64))
        #expect(inbox.admit {} == .start)
        #expect(inbox.admit {} == .wait)
        inbox.clear()
        #expect(inbox.ended() == nil)
    }
}
