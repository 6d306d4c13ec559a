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
            defer { if first == line.count { (line, first) = ([], 0) } }
            first += 1
            return line[first - 1]
        }
    }

    private let insideMax: Int
    private let state = Mutex(State())

    init(insideMax: Int) { self.insideMax = max(1, insideMax) }

    /// Runs the body in its turn.
    ///
    /// A body that an outage of the database ends opens the line for all who wait now: they learn
    /// of it together, not one outage after another.
    func pass<Output>(_ body: () async throws -> Output) async throws -> Output {
        await enter()
        do {
            let output = try await body()
            leave()
            return output
        } catch {
            // Who gives up alone says nothing about the database.
            if error is DatabaseError, error.isOutage { openForAll() }
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

    private func openForAll() {
        let all = state.withLock { state in
            let all = state.line[state.first...]
            (state.line, state.first) = ([], 0)
            state.insideCount += all.count
            return all
        }
        for each in all { each.resume() }
    }
}
