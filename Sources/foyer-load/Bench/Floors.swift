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
        // What is no number keeps no promise.
        let isKept = moreIsBetter ? measured >= bound : measured <= bound
        guard !isKept else { return nil }
        let word = moreIsBetter ? "under" : "over"
        let distance = factor == 1 ? "" : "\(Report.rounded(factor)) times "
        return
            "\(figure) is \(Report.rounded(measured)), \(distance)\(word) \(Report.rounded(value))"
    }
}

extension Floor {
    /// The same figure with a floor that nothing reaches: who passes it is not judged at all.
    var unreachable: Floor {
        Floor(figure: figure, value: moreIsBetter ? 1e18 : -1, moreIsBetter: moreIsBetter)
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
    /// P-9 as it is asked for with more sockets than P-11 speaks of.
    static let idleMemory: [Floor] = [.atMost("kibibytesPerSocket", 8)]
    static let ladder: [Floor] = [
        .atMost("ackP50MillisecondsAt500", 0.75), .atMost("ackP99MillisecondsAt500", 3),
        .atMost("seenP50MillisecondsAt500", 1), .atMost("seenP99MillisecondsAt500", 4),
        .atMost("seenP50MillisecondsAt2000", 1.5), .atMost("seenP99MillisecondsAt2000", 6),
        .atLeast("heldMessagesPerSecond", 2_000),
    ]
    static let stored: [Floor] = [.atLeast("keptPercent", 90), .atMost("costRatio", 1.5)]
    static let returning: [Floor] = [
        .atMost("resumedSeconds", 15), .atMost("retries", 0),
        .atMost("ackP99Milliseconds", 250),
    ]
    static let returningMany: [Floor] = [.atMost("resumedSeconds", 20)]
    static let silent: [Floor] = [
        .atMost("ackP99Ratio", 1.2), .atLeast("slowConsumersPercent", 100),
        // The budget of 200 silent clients, 256 KiB each, and as much again.
        .atMost("residentGrowthMegabytes", 100),
    ]
    static let ready: [Floor] = [.atMost("readyToRingP99Milliseconds", 100)]
    static let engine: [Floor] = [
        .atLeast("eventsPerSecond", 200_000), .atMost("decisionMilliseconds", 5),
    ]
    static let rooms: [Floor] = [
        .atMost("publishP99Milliseconds", 50), .atMost("listP99Milliseconds", 100),
        .atMost("soughtP99Milliseconds", 100),
        .atMost("openFormToldP99Milliseconds", 1_000),
    ]
    static let ask: [Floor] = [.atMost("timeRatio", 2), .atMost("cpuRatio", 2)]
    static let runOut: [Floor] = [.atMost("ackMaxMilliseconds", 250)]
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
