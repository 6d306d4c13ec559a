import Testing

@testable import FoyerServer

@Suite struct PaceTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
        start + .milliseconds(milliseconds)
    }

    @Test("a round begins one interval after the last one began, however long that took")
    func fixedRate() {
        var pace = Pace(interval: .milliseconds(1_000), from: start)
        #expect(pace.next(at: at(10)) == at(1_000))
        #expect(pace.next(at: at(1_900)) == at(2_000))
        #expect(pace.next(at: at(2_001)) == at(3_000))
    }

    @Test("a late round begins at once, and is not followed by those that were left out")
    func late() {
        var pace = Pace(interval: .milliseconds(1_000), from: start)
        #expect(pace.next(at: at(4_500)) == at(4_500))
        #expect(pace.next(at: at(4_600)) == at(5_500))
    }
}
