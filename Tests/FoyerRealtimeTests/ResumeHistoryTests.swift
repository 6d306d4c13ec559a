import FoyerTestSupport
import Testing

/// A few of the histories that `bin/steps/histories` tells by the thousand.
@Suite("Resume in any weather")
struct ResumeHistoryTests {
    @Test("whatever hints are lost, doubled or late, in the end every screen has what is stored")
    func everyScreenIsComplete() async throws {
        let told = try await ManyHistories(1..<25, workers: 2) { seed in
            let (breaches, tally) = try await ResumeStory.breaches(seed: seed)
            return (breaches, tally)
        }
        #expect(told.fault == nil)
    }

    @Test("a gap that is answered as complete is seen")
    func planted() async throws {
        let told = try await ManyHistories(1..<25, workers: 2) { seed in
            let (breaches, tally) = try await ResumeStory.breaches(
                seed: seed, frames: .gapAnsweredAsComplete)
            return (breaches, tally)
        }
        #expect(told.fault != nil)
    }
}
