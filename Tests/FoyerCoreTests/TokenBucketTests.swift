import FoyerCore
import Testing

@Suite("token bucket")
struct TokenBucketTests {
    @Test("a minute's worth at once, then evenly, and never more than a minute's worth")
    func pace() {
        var bucket = TokenBucket(perMinute: 60, at: 0)
        for _ in 0..<60 { #expect(bucket.take(at: 0) == nil) }
        #expect(bucket.take(at: 0) == 1)
        #expect(bucket.take(at: 999) == 1)
        #expect(bucket.take(at: 1_000) == nil)
        #expect(bucket.take(10, at: 1_000) == 10)
        for _ in 0..<60 { #expect(bucket.take(at: 3_600_000) == nil) }
        #expect(bucket.take(at: 3_600_000) == 1)
    }

    @Test("a cost beyond the depth takes all, and is not refused for ever")
    func deepCost() {
        var bucket = TokenBucket(perMinute: 2, at: 0)
        #expect(bucket.take(9, at: 0) == nil)
        #expect(bucket.take(9, at: 0) == 60)
        #expect(bucket.take(9, at: 60_000) == nil)
    }

    @Test("a clock that steps back refills nothing and takes nothing away")
    func clockStepsBack() {
        var bucket = TokenBucket(perMinute: 1, at: 100_000)
        #expect(bucket.take(at: 40_000) == nil)
        #expect(bucket.take(at: 40_000) == 60)
        #expect(bucket.take(at: 100_000) == nil)
    }

    @Test("a token that was taken for nothing comes back, and no more than were there")
    func giveBack() {
        var bucket = TokenBucket(perMinute: 1, at: 0)
        #expect(bucket.take(at: 0) == nil)
        bucket.giveBack()
        bucket.giveBack()
        #expect(bucket.take(at: 0) == nil)
        #expect(bucket.take(at: 0) == 60)
    }
}
