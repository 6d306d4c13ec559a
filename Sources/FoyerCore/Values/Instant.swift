/// A point in time in milliseconds since 1970, given to the domain from outside.
package struct Instant: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The instant `seconds` later; saturates, since a far future is as good as never.
    package func adding(seconds: Int) -> Instant {
        let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return Instant(milliseconds: seconds < 0 ? .min : .max) }
        return adding(milliseconds: product)
    }

    package func adding(milliseconds other: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(other)
        return Instant(milliseconds: overflow ? (other < 0 ? .min : .max) : sum)
    }

    /// Whole seconds from `earlier` to here, never negative.
    package func seconds(since earlier: Instant) -> Int {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        guard !overflow else { return milliseconds < 0 ? 0 : .max }
        return max(0, Int(difference / 1_000))
    }
}
