import FoyerCore

/// Seeded histories of a company's distribution, each judged after every event.
package enum Simulation {
    /// Lets one history happen. The same seed gives the same report in every process.
    ///
    /// `ignoring`: a promise that is not checked, to prove that no other check stands for it.
    package static func run(
        seed: UInt64, mutation: Mutation? = nil, ignoring ignored: Violation.Promise? = nil
    ) -> SimulationReport {
        var world = World(seed: seed, mutation: mutation, ignoring: ignored)
        var violation: Violation?
        do throws(Violation) {
            try world.run()
        } catch {
            violation = error
        }
        return SimulationReport(
            seed: seed, digest: world.digest.value, eventCount: world.eventCount,
            mostWaiting: world.mostWaiting, size: world.size, counts: world.counts,
            violation: violation)
    }

    /// Lets many histories happen; stops at the first that breaks a promise.
    package static func runMany(
        seeds: some Sequence<UInt64>, mutation: Mutation? = nil,
        ignoring ignored: Violation.Promise? = nil
    ) -> SimulationSummary {
        var summary = SimulationSummary()
        for seed in seeds {
            let report = run(seed: seed, mutation: mutation, ignoring: ignored)
            summary.add(report)
            if report.violation != nil { break }
        }
        return summary
    }

    /// The same on all cores. The summary is that of one core, whatever ends first.
    package static func runMany(seeds: Range<UInt64>, workers: Int) async -> SimulationSummary {
        let starts = stride(from: seeds.lowerBound, to: seeds.upperBound, by: Int(blockSeeds))
        return await withTaskGroup(of: SimulationSummary.self) { tasks in
            var summary = SimulationSummary()
            for (number, start) in starts.enumerated() {
                if number >= workers, let block = await tasks.next() { summary.add(block) }
                tasks.addTask {
                    runMany(seeds: start..<min(start + blockSeeds, seeds.upperBound))
                }
            }
            for await block in tasks { summary.add(block) }
            return summary
        }
    }

    private static let blockSeeds: UInt64 = 250
}

/// What came of one history.
package struct SimulationReport: Equatable, Sendable {
    package let seed: UInt64
    /// Of all events and effects: equal seeds give equal digests.
    package let digest: UInt64
    package let eventCount: Int
    /// The greatest number of chats that waited at once.
    package let mostWaiting: Int
    package let size: WorldSize
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

/// How big a history's world was.
package struct WorldSize: Equatable, Sendable {
    package var agents: Int
    package var chats: Int
    package var rooms: Int
}

/// What came of many histories. The order in which they are added decides nothing.
package struct SimulationSummary: Equatable, Sendable, CustomStringConvertible {
    package private(set) var historyCount = 0
    package private(set) var eventCount = 0
    package private(set) var fewestEvents = Int.max
    /// Histories in which at least two chats waited at once.
    package private(set) var crowdedCount = 0
    package private(set) var digest: UInt64 = 0
    package private(set) var counts = TransitionCounts()
    package private(set) var smallest = WorldSize(agents: .max, chats: .max, rooms: .max)
    package private(set) var biggest = WorldSize(agents: 0, chats: 0, rooms: 0)
    /// Of the lowest seed that broke a promise.
    package private(set) var failure: String?
    private var failedSeed: UInt64?

    package init() {}

    package mutating func add(_ report: SimulationReport) {
        var one = SimulationSummary()
        one.historyCount = 1
        one.eventCount = report.eventCount
        one.fewestEvents = report.eventCount
        one.crowdedCount = report.mostWaiting >= 2 ? 1 : 0
        var digest = Digest()
        digest.mix(report.seed)
        digest.mix(report.digest)
        one.digest = digest.value
        one.counts = report.counts
        (one.smallest, one.biggest) = (report.size, report.size)
        one.failure = report.failure
        one.failedSeed = report.violation.map { _ in report.seed }
        add(one)
    }

    package mutating func add(_ other: SimulationSummary) {
        historyCount += other.historyCount
        eventCount += other.eventCount
        fewestEvents = min(fewestEvents, other.fewestEvents)
        crowdedCount += other.crowdedCount
        digest &+= other.digest
        counts.add(other.counts)
        smallest = smallest.combined(with: other.smallest, min)
        biggest = biggest.combined(with: other.biggest, max)
        if let seed = other.failedSeed, seed < failedSeed ?? .max {
            (failedSeed, failure) = (seed, other.failure)
        }
    }

    /// What R-11 asks of the histories themselves and these do not give, in words.
    package var shortcomings: [String] {
        var shortcomings = counts.rows.filter { $0.count < Self.timesMin }
            .map { "\($0.name): \($0.count) times, not \(Self.timesMin)" }
        if fewestEvents < Self.eventsMin { shortcomings.append("\(fewestEvents) events in one") }
        if crowdedCount * 2 < historyCount { shortcomings.append("fewer than half are crowded") }
        if smallest.agents != 1 || biggest.agents != 20 || biggest.chats != 50
            || smallest.rooms != 1 || biggest.rooms != 5
        {
            shortcomings.append("sizes: \(sizes)")
        }
        return shortcomings
    }

    /// How often each transition happens at least, and how long a history is.
    private static let timesMin = 100
    private static let eventsMin = 200

    private var sizes: String {
        "agents \(smallest.agents)–\(biggest.agents), "
            + "chats \(smallest.chats)–\(biggest.chats), "
            + "rooms \(smallest.rooms)–\(biggest.rooms)"
    }

    /// The table, and the failure or that there is none.
    package var description: String { table + "\n" + (failure ?? "every promise held") }

    /// One line a transition, rarest last in its group, and the figures that R-11 asks for.
    package var table: String {
        var lines = [
            "histories \(historyCount), events \(eventCount), "
                + "at least \(fewestEvents) each, "
                + "with two or more waiting \(crowdedCount), digest \(String(digest, radix: 16))",
            sizes,
        ]
        lines += counts.rows.map { row in
            let digits = String(row.count)
            return String(repeating: " ", count: max(0, 10 - digits.count)) + digits + "  "
                + row.name
        }
        if let rarest = counts.rows.min(by: { $0.count < $1.count }) {
            lines.append(
                "\(counts.rows.count) transitions, the rarest \(rarest.count) times: \(rarest.name)"
            )
        }
        return lines.joined(separator: "\n")
    }
}

extension WorldSize {
    fileprivate func combined(with other: WorldSize, _ choose: (Int, Int) -> Int) -> WorldSize {
        WorldSize(
            agents: choose(agents, other.agents), chats: choose(chats, other.chats),
            rooms: choose(rooms, other.rooms))
    }
}
