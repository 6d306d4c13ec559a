import FoyerCore

/// Seeded histories of a company's distribution, each judged after every event.
package enum Simulation {
    /// Lets one history happen. The same seed gives the same report in every process.
    package static func run(seed: UInt64, mutation: Mutation? = nil) -> SimulationReport {
        var world = World(seed: seed, mutation: mutation)
        var violation: Violation?
        do throws(Violation) {
            try world.run()
        } catch {
            violation = error
        }
        return SimulationReport(
            seed: seed, digest: world.digest.value, eventCount: world.eventCount,
            mostWaiting: world.mostWaiting, counts: world.counts, violation: violation)
    }

    /// Lets many histories happen; stops at the first that breaks a promise.
    package static func runMany(
        seeds: some Sequence<UInt64>, mutation: Mutation? = nil
    ) -> SimulationSummary {
        var summary = SimulationSummary()
        for seed in seeds {
            let report = run(seed: seed, mutation: mutation)
            summary.add(report)
            if report.violation != nil { break }
        }
        return summary
    }
}

/// What came of one history.
package struct SimulationReport: Equatable, Sendable {
    package let seed: UInt64
    /// Of all events and effects: equal seeds give equal digests.
    package let digest: UInt64
    package let eventCount: Int
    /// The greatest number of chats that waited at once.
    package let mostWaiting: Int
    package let counts: TransitionCounts
    package let violation: Violation?

    /// What to tell whoever must find the bug; `nil` where every promise held.
    package var failure: String? {
        guard let violation else { return nil }
        return """
            seed \(seed) broke \(violation.promise.rawValue) at event \(eventCount):
            \(violation.detail)
            replay: foyer simulate --seed \(seed)
            """
    }
}

/// What came of many histories.
package struct SimulationSummary: Equatable, Sendable, CustomStringConvertible {
    package private(set) var historyCount = 0
    package private(set) var eventCount = 0
    /// Histories in which at least two chats waited at once.
    package private(set) var crowdedCount = 0
    package private(set) var digest: UInt64 = 0
    package private(set) var counts = TransitionCounts()
    package private(set) var failure: String?

    package init() {}

    package mutating func add(_ report: SimulationReport) {
        historyCount += 1
        eventCount += report.eventCount
        if report.mostWaiting >= 2 { crowdedCount += 1 }
        digest = (digest ^ report.digest) &* 0x0000_0100_0000_01b3
        counts.add(report.counts)
        failure = failure ?? report.failure
    }

    /// The table, and the failure or that there is none.
    package var description: String { table + "\n" + (failure ?? "every promise held") }

    /// One line a transition, rarest last in its group, and the figures that R-11 asks for.
    package var table: String {
        var lines = [
            "histories \(historyCount), events \(eventCount), "
                + "with two or more waiting \(crowdedCount), digest \(String(digest, radix: 16))"
        ]
        lines += counts.rows.map { row in
            let digits = String(row.count)
            return String(repeating: " ", count: max(0, 10 - digits.count)) + digits + "  "
                + row.name
        }
        return lines.joined(separator: "\n")
    }
}
