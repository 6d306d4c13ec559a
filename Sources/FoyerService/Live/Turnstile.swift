import Storage
import Synchronization

/// Lets at most so many through at once, the others after them in the order in which they came.
///
/// Thousands of screens that come back together stand in line here and not before the one writer,
/// where every message would wait behind all of them.
final class Turnstile: Sendable {
    private struct State {
        var insideCount = 0
        /// Who waits, from `first` on.
        var line: [CheckedContinuation<Void, Never>] = []
        var first = 0

        mutating func next() -> CheckedContinuation<Void, Never>? {
            guard first < line.count else { return nil }
            defer { dropPassed() }
            first += 1
            return line[first - 1]
        }

        private mutating func dropPassed() {
            guard first == line.count || (first > 1_024 && first > line.count / 2) else { return }
            line.removeFirst(first)
            first = 0
        }
    }

    private let insideMax: Int
    private let state = Mutex(State())

    init(insideMax: Int) { self.insideMax = max(1, insideMax) }

    /// Runs the body in its turn.
    ///
    /// A body that an outage of the database ends lets more in than one: who waits learns of it
    /// within a few such rounds, not one outage after another, and a single broken connection to
    /// the database does not let everybody in. An overload is what the line is for: it stays.
    func pass<Output>(_ body: () async throws -> Output) async throws -> Output {
        await enter()
        do {
            let output = try await body()
            leave()
            return output
        } catch {
            let kind = (error as? DatabaseError)?.kind
            // Who gives up alone says nothing about the database.
            if let kind, kind != .overloaded, error.isOutage { letIn(insideMax + 1) }
            leave()
            throw error
        }
    }

    var waitingCount: Int { state.withLock { $0.line.count - $0.first } }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayEnter = state.withLock { state in
                guard state.insideCount >= insideMax else {
                    state.insideCount += 1
                    return true
                }
                state.line.append(continuation)
                return false
            }
            if mayEnter { continuation.resume() }
        }
    }

    /// The place of who leaves is the next one's, if anybody waits and there are not too many
    /// inside since an outage.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.insideCount <= insideMax, let next = state.next() { return next }
            state.insideCount -= 1
            return nil
        }
        next?.resume()
    }

    private func letIn(_ countMax: Int) {
        let next = state.withLock { state in
            let next = (0..<countMax).compactMap { _ in state.next() }
            state.insideCount += next.count
            return next
        }
        for each in next { each.resume() }
    }
}
