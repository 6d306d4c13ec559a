/// A token bucket: a minute's worth deep, refilled evenly. Time is an argument, in milliseconds of
/// any clock that goes on; one that stands or steps back refills nothing.
package struct TokenBucket: Equatable, Sendable {
    private let perMinute: Int
    private var tokens: Double
    private var filledAt: Int64

    /// A full bucket of `perMinute` tokens, more than none.
    package init(perMinute: Int, at milliseconds: Int64) {
        self.perMinute = perMinute
        tokens = Double(perMinute)
        filledAt = milliseconds
    }

    /// Takes `cost` tokens, or as many as the bucket is deep; otherwise takes nothing and says
    /// after how many seconds, at least one, there are enough.
    package mutating func take(_ cost: Int = 1, at milliseconds: Int64) -> Int? {
        let passed = Double(max(0, milliseconds - filledAt))
        tokens = min(Double(perMinute), tokens + passed * Double(perMinute) / 60_000)
        filledAt = milliseconds
        let missing = Double(min(cost, perMinute)) - tokens
        guard missing > 0 else {
            tokens -= Double(min(cost, perMinute))
            return nil
        }
        // A little less: a rounding error must not cost a second.
        let seconds = missing * 60 / Double(perMinute) - 0.001
        return max(1, Int(seconds.rounded(.up)))
    }

    /// Puts a token back that was taken for nothing.
    package mutating func giveBack() {
        tokens = min(Double(perMinute), tokens + 1)
    }
}
