/// Lets through one of each kind in a while, and counts the others. Decided without a clock.
package struct Throttle<Kind: Hashable & Sendable>: Sendable {
    private struct Known: Sendable {
        var toldAt: ContinuousClock.Instant
        var untoldCount = 0
    }

    private let pause: Duration
    /// Kinds are of a closed set: they are kept for ever.
    private var known: [Kind: Known] = [:]

    package init(pause: Duration) { self.pause = pause }

    /// How many were not told since the last one; `nil` when it is too early for the next.
    package mutating func takeTurn(of kind: Kind, at now: ContinuousClock.Instant) -> Int? {
        guard let last = known[kind], now - last.toldAt < pause else {
            let untold = known[kind]?.untoldCount ?? 0
            known[kind] = Known(toldAt: now)
            return untold
        }
        known[kind]?.untoldCount += 1
        return nil
    }
}
