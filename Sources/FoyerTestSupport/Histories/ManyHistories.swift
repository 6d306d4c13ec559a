/// Tells random histories one after another, on several workers, until one finds a fault.
package struct ManyHistories<Outcome: Sendable>: Sendable {
    /// What one seed's history came to: what was found wrong, and what is summed up.
    package typealias Tell = @Sendable (UInt64) async throws -> ([String], Outcome)

    package private(set) var outcomes: [Outcome] = []
    /// Of the lowest seed that was reached and found a fault.
    package private(set) var fault: (seed: UInt64, found: [String])?

    /// Each worker tells every seed of its own residue, and stops at its first fault.
    package init(_ seeds: Range<UInt64>, workers: Int, _ tell: @escaping Tell) async throws {
        try await withThrowingTaskGroup(of: ([Outcome], (UInt64, [String])?).self) { tasks in
            for worker in 0..<UInt64(workers) {
                tasks.addTask {
                    var outcomes: [Outcome] = []
                    for seed in seeds where seed % UInt64(workers) == worker {
                        let (found, outcome) = try await tell(seed)
                        outcomes.append(outcome)
                        if !found.isEmpty { return (outcomes, (seed, found)) }
                    }
                    return (outcomes, nil)
                }
            }
            for try await (some, fault) in tasks {
                outcomes += some
                guard let (seed, found) = fault, seed < self.fault?.seed ?? .max else { continue }
                self.fault = (seed, found)
            }
        }
    }
}

extension OracleWorld {
    private static let stepsCount = 12

    /// Tells one history. Returns where an old screen shows something else than a fresh one.
    package static func differences(
        seed: UInt64, frames: FrameBug.Kind? = nil
    ) async throws -> ([String], [CommandFile: Int]) {
        try await RealtimeHouse.with { house in
            house.frameBug = frames.map { FrameBug($0) }
            let world = try await OracleWorld(house, seed: seed)
            for _ in 0..<stepsCount {
                try await world.step()
                let found = await world.differences()
                guard found.isEmpty else {
                    return (found + ["after \(world.story.joined(separator: "; "))"], world.counts)
                }
            }
            return ([], world.counts)
        }
    }
}
