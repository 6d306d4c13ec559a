import Storage
import Synchronization
import Testing

@testable import FoyerService

@Suite struct TurnstileTests {
    /// Who is inside, in the order in which they came in, and how many there were at most.
    private final class Book: Sendable {
        private let state = Mutex<(order: [Int], inside: Int, most: Int)>(([], 0, 0))

        func enter(_ number: Int) {
            state.withLock { state in
                state.order.append(number)
                state.inside += 1
                state.most = max(state.most, state.inside)
            }
        }

        func leave() { state.withLock { $0.inside -= 1 } }
        var order: [Int] { state.withLock { $0.order } }
        var most: Int { state.withLock { $0.most } }
    }

    /// Starts bodies one after another behind one that holds the only place, and waits for the end
    /// of all of them.
    private func line(
        _ turnstile: Turnstile, of count: Int,
        heldBy first:
            @escaping @Sendable () async throws ->
            Void, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async {
        let (opened, opening) = AsyncStream<Void>.makeStream()
        let (entered, entering) = AsyncStream<Void>.makeStream()
        await withTaskGroup { group in
            group.addTask {
                try? await turnstile.pass {  // what it throws is the test's own
                    entering.finish()
                    for await _ in opened {}
                    try await first()
                }
            }
            for await _ in entered {}
            for number in 0..<count {
                group.addTask {
                    try? await turnstile.pass { try await body(number) }  // told by the book
                }
                while turnstile.waitingCount <= number { await Task.yield() }
            }
            opening.finish()
        }
    }

    @Test("they come in one after another, in the order in which they came")
    func order() async {
        let book = Book()
        await line(Turnstile(insideMax: 1), of: 100, heldBy: {}) { number in
            book.enter(number)
            await Task.yield()
            book.leave()
            if number % 7 == 0 { throw CancellationError() }
            if number % 11 == 0 { throw DatabaseError(kind: .check, message: "of the test") }
        }
        #expect(book.order == Array(0..<100))
        #expect(book.most == 1)
    }

    @Test("never more than so many are inside, and all come in")
    func bound() async {
        let (book, turnstile) = (Book(), Turnstile(insideMax: 3))
        await withTaskGroup { group in
            for number in 0..<500 {
                group.addTask {
                    try? await turnstile.pass {  // the body throws nothing
                        book.enter(number)
                        for _ in 0..<number % 5 { await Task.yield() }
                        book.leave()
                    }
                }
            }
        }
        #expect(book.order.count == 500)
        #expect(book.most == 3)
        #expect(turnstile.waitingCount == 0)
    }

    /// Of 40 who wait, how many were inside at once at most, where bodies end in `kind`.
    private func crowd(endingIn kind: DatabaseError.Kind, insideMax: Int) async -> Int {
        let (book, turnstile) = (Book(), Turnstile(insideMax: insideMax))
        let fault = DatabaseError(kind: kind, message: "of the test")
        await line(turnstile, of: 40, heldBy: { throw fault }) { number in
            book.enter(number)
            // Long enough that whoever may come in does.
            for _ in 0..<1_000 { await Task.yield() }
            book.leave()
            throw fault
        }
        #expect(book.order.count == 40)
        #expect(turnstile.waitingCount == 0)
        let after = Book()
        await line(turnstile, of: 20, heldBy: {}) { number in
            after.enter(number)
            await Task.yield()
            after.leave()
        }
        #expect(after.most <= insideMax)
        return book.most
    }

    @Test("an outage is told in rounds that grow, and afterwards the bound holds again")
    func outage() async {
        let most = await crowd(endingIn: .connection, insideMax: 1)
        #expect(most > 4)
    }

    @Test(
        "an overload, and what is no outage, opens nothing",
        arguments: [DatabaseError.Kind.overloaded, .busy, .check])
    func stays(_ kind: DatabaseError.Kind) async {
        let most = await crowd(endingIn: kind, insideMax: 1)
        #expect(most == 1)
    }

    @Test("one broken connection to the database does not let everybody in")
    func oneFault() async {
        let (book, turnstile) = (Book(), Turnstile(insideMax: 1))
        let fault = DatabaseError(kind: .connection, message: "of the test")
        await line(turnstile, of: 40, heldBy: { throw fault }) { number in
            book.enter(number)
            for _ in 0..<100 { await Task.yield() }
            book.leave()
        }
        #expect(book.order.count == 40)
        #expect(book.most <= 2)
    }
}
