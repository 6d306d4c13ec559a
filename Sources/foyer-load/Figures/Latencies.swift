import NIOCore

/// Times of one kind, kept whole: a run is short enough.
struct Latencies: Sendable {
    private var nanoseconds: [Int64] = []

    var count: Int { nanoseconds.count }

    mutating func add(from start: NIODeadline, to end: NIODeadline) {
        nanoseconds.append((end - start).nanoseconds)
    }

    /// Milliseconds under which `share` of all lie; nil without any.
    func milliseconds(at share: Double) -> Double? {
        guard !nanoseconds.isEmpty else { return nil }
        let sorted = nanoseconds.sorted()
        let rank = min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.down)))
        return Double(sorted[rank]) / 1e6
    }
}
