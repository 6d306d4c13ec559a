/// The worst value that a figure should have.
struct Floor: Sendable {
    let figure: String
    let value: Double
    let moreIsBetter: Bool

    static func atLeast(_ figure: String, _ value: Double) -> Floor {
        Floor(figure: figure, value: value, moreIsBetter: true)
    }

    static func atMost(_ figure: String, _ value: Double) -> Floor {
        Floor(figure: figure, value: value, moreIsBetter: false)
    }

    /// A sentence when the figure is worse than `factor` times the floor; nil when it is not.
    func complaint(about report: Report, factor: Double) -> String? {
        guard let measured = report[figure] else { return "\(figure) was not measured" }
        let bound = moreIsBetter ? value / factor : value * factor
        guard moreIsBetter ? measured < bound : measured > bound else { return nil }
        let word = moreIsBetter ? "under" : "over"
        let distance = factor == 1 ? "" : "\(Report.rounded(factor)) times "
        return
            "\(figure) is \(Report.rounded(measured)), \(distance)\(word) \(Report.rounded(value))"
    }
}

extension [Floor] {
    static let closedSQLite: [Floor] = [
        .atLeast("messagesPerSecond", 8_000), .atMost("cpuSecondsPer10000", 1.25),
    ]
    static let closedPostgreSQL: [Floor] = [.atLeast("messagesPerSecond", 5_000)]
    static let open500: [Floor] = [
        .atMost("ackP50Milliseconds", 0.75), .atMost("ackP99Milliseconds", 3),
        .atMost("seenP50Milliseconds", 1), .atMost("seenP99Milliseconds", 4),
    ]
    static let open2000: [Floor] = [
        .atMost("seenP50Milliseconds", 1.5), .atMost("seenP99Milliseconds", 6),
    ]
    static let idle: [Floor] = [
        .atMost("kibibytesPerSocket", 8), .atMost("logOnCPUSeconds", 3),
    ]
    static let start: [Floor] = [
        .atMost("residentMegabytes", 60), .atMost("startMilliseconds", 500),
    ]
    static let crowd: [Floor] = [
        .atMost("firstRingP99Milliseconds", 100), .atMost("lastRingP99Milliseconds", 250),
        .atMost("ackP99Milliseconds", 25), .atMost("startsNotRungEverywhere", 0),
        .atMost("unanswered", 0),
    ]
    static let ring: [Floor] = [
        .atMost("lastRingP50Milliseconds", 50),
        .atMost("lastRingP99Milliseconds", 250),
    ]
}
