/// Whether the simulator sees every planted bug: one that survives proves it blind.
package struct MutantReport: Sendable {
    package let mutation: Mutation
    /// The first seed that shows the bug, and the promise it broke; `nil` when it survived.
    package let caught: (seed: UInt64, promise: Violation.Promise)?
    /// The one promise that sees this bug, and the first seed at which something else did, too.
    package let alone: (promise: Violation.Promise, betrayedAt: UInt64?)?

    package init(
        mutation: Mutation, caught: (seed: UInt64, promise: Violation.Promise)?,
        alone: (promise: Violation.Promise, betrayedAt: UInt64?)?
    ) {
        (self.mutation, self.caught, self.alone) = (mutation, caught, alone)
    }

    package var isKilled: Bool {
        guard let caught else { return false }
        guard let alone else { return true }
        return caught.promise == alone.promise && alone.betrayedAt == nil
    }
}

extension MutantReport: CustomStringConvertible {
    package var description: String {
        guard let caught else { return "SURVIVED: \(mutation)" }
        let line = "killed: \(mutation) by seed \(caught.seed), \(caught.promise)"
        guard let alone else { return line }
        guard caught.promise == alone.promise else {
            return "SEEN BY ANOTHER: \(mutation) by seed \(caught.seed), \(caught.promise)"
        }
        guard let seed = alone.betrayedAt else { return line + ", which alone sees it" }
        return "SEEN BY ANOTHER: \(mutation) by seed \(seed), without \(alone.promise)"
    }
}

extension Mutation {
    /// Histories in which a bug must have shown itself.
    package static let seedsMax: UInt64 = 2_000
    /// Histories in which a bug must not show itself to any promise but its own.
    private static let aloneSeeds: UInt64 = 1_000

    /// Plants the bug, and looks who sees it.
    package func hunt() -> MutantReport {
        var caught: (UInt64, Violation.Promise)?
        for seed in 1...Self.seedsMax {
            guard let violation = Simulation.run(seed: seed, mutation: self).violation else {
                continue
            }
            caught = (seed, violation.promise)
            break
        }
        let promise = Self.seenOnlyBy.first { $0.mutation == self }?.promise
        return MutantReport(
            mutation: self, caught: caught, alone: promise.map { ($0, betrayal(without: $0)) })
    }

    /// The first seed at which the bug is seen although its own promise is not checked.
    private func betrayal(without promise: Violation.Promise) -> UInt64? {
        (1...Self.aloneSeeds).first {
            Simulation.run(seed: $0, mutation: self, ignoring: promise).violation != nil
        }
    }

    /// All planted bugs, on all cores; in the order of their declaration.
    package static func huntAll() async -> [MutantReport] {
        await withTaskGroup(of: (Int, MutantReport).self) { tasks in
            for (number, mutation) in allCases.enumerated() {
                tasks.addTask { (number, mutation.hunt()) }
            }
            var reports: [(Int, MutantReport)] = []
            for await report in tasks { reports.append(report) }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
