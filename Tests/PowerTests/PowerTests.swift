import Foundation
import Storage
import Testing

/// the power fails at any moment, and what was acknowledged is there.
@Suite("power failures", .serialized)
struct PowerTests {
    /// How many failures; `bin/test --long` asks for more than the step.
    static let statesMax =
        ProcessInfo.processInfo.environment["FOYER_POWER_STATES"].flatMap { Int($0) } ?? 200
    /// The first of the histories' seeds.
    static let seed =
        ProcessInfo.processInfo.environment["FOYER_POWER_SEED"].flatMap { UInt64($0) } ?? 1
    private static let lanes = 2
    private static let plantedStatesMax = 2_000

    @Test("nothing acknowledged is lost, nothing is doubled")
    func nothingIsLost() async throws {
        var survey = Survey()
        try await withThrowingTaskGroup(of: Survey.self) { tasks in
            for lane in 0..<Self.lanes {
                let plan = Plan(seed: Self.seed + UInt64(lane) * 1_000_000)
                tasks.addTask {
                    try await Survey.run(plan, statesMax: Self.statesMax / Self.lanes)
                }
            }
            for try await part in tasks { survey.add(part) }
        }
        for breach in survey.breaches.prefix(20) { Issue.record("\(breach)") }
        #expect(survey.breaches.isEmpty)
        #expect(survey.checkpoints > 0 && survey.logStarts > survey.histories)
        print(
            """
            proof R-03: \(survey.states) states, \(survey.syncBoundaries) of them at sync \
            boundaries, of \(survey.histories) histories with \(survey.checkpoints) checkpoints, \
            \(survey.logStarts) begun logs and \(survey.acknowledged) acknowledgements \
            from seed \(Self.seed); \(survey.breaches.count) broken
            """)
    }

    @Test("a seed repeats")
    func seedRepeats() async throws {
        var changes: [[Disk.Change]] = []
        for _ in 0..<2 {
            let disk = try Disk()
            _ = try await History.run(Plan(seed: 7), on: disk, base: Stored(), firstNumber: 0)
            changes.append(disk.changes)
        }
        #expect(changes[0] == changes[1])
    }

    @Test("what would lose something is caught", arguments: Planted.all)
    func plantedIsCaught(_ planted: Planted) async throws {
        let survey = try await Survey.run(
            planted.plan, statesMax: Self.plantedStatesMax, endsAtBreach: true)
        #expect(!survey.breaches.isEmpty)
        let words = survey.breaches.first ?? "NOT caught"
        print("proof R-03: \(planted.name) after \(survey.states) states: \(words)")
    }
}

struct Planted: Sendable, CustomTestStringConvertible {
    let name: String
    let plan: Plan

    var testDescription: String { name }

    static let all = [
        Planted(name: "synchronous=OFF", plan: Plan(seed: 1, sync: .never)),
        Planted(
            name: "an acknowledgement before the commit",
            plan: Plan(seed: 1, acknowledge: .afterJob(commitDelayMilliseconds: 0))),
        Planted(name: "a disk that does not sync the log", plan: Plan(seed: 1, lies: .log)),
        Planted(name: "a disk that does not sync the file", plan: Plan(seed: 1, lies: .file)),
        Planted(name: "a disk that does not sync the folder", plan: Plan(seed: 1, lies: .folder)),
    ]
}
