/// The floors of the figures, and how far a figure may be from its floor.
struct Floor: Sendable {
    /// The rule that set it.
    let rule: String
    let figure: String
    let value: Double
    let moreIsBetter: Bool

    static func atLeast(_ rule: String, _ figure: String, _ value: Double) -> Floor {
        Floor(rule: rule, figure: figure, value: value, moreIsBetter: true)
    }

    static func atMost(_ rule: String, _ figure: String, _ value: Double) -> Floor {
        Floor(rule: rule, figure: figure, value: value, moreIsBetter: false)
    }

    /// A sentence when the figure is worse than `factor` times the floor; nil when it is not.
    func complaint(about report: Report, factor: Double) -> String? {
        guard let measured = report[figure] else { return "\(rule): \(figure) was not measured" }
        let bound = moreIsBetter ? value / factor : value * factor
        guard moreIsBetter ? measured < bound : measured > bound else { return nil }
        let word = moreIsBetter ? "under" : "over"
        return "\(rule): \(figure) is \(measured), \(word) its bound of \(bound) (floor \(value))"
    }
}

extension [Floor] {
    static let closedSQLite: [Floor] = [
        .atLeast("P-1", "messagesPerSecond", 8_000), .atMost("P-2", "cpuSecondsPer10000", 1.25),
    ]
    static let closedPostgreSQL: [Floor] = [.atLeast("P-8", "messagesPerSecond", 5_000)]
    static let open500: [Floor] = [
        .atMost("P-4", "ackP50Milliseconds", 0.75), .atMost("P-4", "ackP99Milliseconds", 3),
        .atMost("P-5", "seenP50Milliseconds", 1), .atMost("P-5", "seenP99Milliseconds", 4),
    ]
    static let open2000: [Floor] = [
        .atMost("P-6", "seenP50Milliseconds", 1.5), .atMost("P-6", "seenP99Milliseconds", 6),
    ]
    static let idle: [Floor] = [
        .atMost("P-9", "kibibytesPerSocket", 8), .atMost("P-11", "logOnCPUSeconds", 3),
    ]
    static let start: [Floor] = [.atMost("P-10", "residentMegabytes", 60)]
    static let ring: [Floor] = [
        .atMost("P-12", "lastRingP50Milliseconds", 50),
        .atMost("P-12", "lastRingP99Milliseconds", 250),
    ]
}
