import FoyerCore
import FoyerRealtime
import Testing

@Suite struct BusWatchTests {
    private let own = ID<Node>(known: "own")
    private let other = ID<Node>(known: "other")

    /// Both nodes are heard, up to packet 10, at time 0.
    private func whole() -> BusWatch {
        var watch = BusWatch()
        watch.lives([own, other], at: 0)
        watch.take(from: own, number: 10, at: 0)
        watch.take(from: other, number: 10, at: 0)
        _ = watch.hasMissed(at: 0)
        return watch
    }

    private func expect(
        _ watch: inout BusWatch, misses: Bool, at now: Int64,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let hasMissed = watch.hasMissed(at: now)
        #expect(hasMissed == misses, sourceLocation: sourceLocation)
    }

    @Test func nothingIsMissedWhereEachNumberCame() {
        var watch = whole()
        watch.take(from: other, number: 11, at: 300)
        watch.take(from: own, number: 11, at: 300)
        expect(&watch, misses: false, at: 600)
    }

    @Test func aMissingNumberIsMissedOnce() {
        var watch = whole()
        watch.take(from: other, number: 12, at: 300)
        watch.take(from: own, number: 11, at: 300)
        expect(&watch, misses: true, at: 300)
        expect(&watch, misses: false, at: 300)
    }

    @Test func whatComesDoubledOrLateIsNoGap() {
        var watch = whole()
        for number in [11, 11, 10, 12] as [Int64] {
            watch.take(from: other, number: number, at: 300)
        }
        expect(&watch, misses: false, at: 300)
    }

    @Test func aSilentNodeWithALeaseIsReadAllTheTime() {
        var watch = whole()
        watch.take(from: own, number: 11, at: 1_100)
        expect(&watch, misses: true, at: 1_100)
        expect(&watch, misses: true, at: 1_400)
    }

    /// A node that hears nobody, itself least of all, is cut off from the bus.
    @Test func theOwnPacketsMustComeBack() {
        var watch = whole()
        watch.take(from: other, number: 11, at: 1_100)
        expect(&watch, misses: true, at: 1_100)
    }

    @Test func onceMoreAfterItIsWholeAgain() {
        var watch = whole()
        watch.take(from: own, number: 11, at: 1_100)
        expect(&watch, misses: true, at: 1_100)
        watch.take(from: other, number: 11, at: 1_200)
        expect(&watch, misses: true, at: 1_200)
        expect(&watch, misses: false, at: 1_300)
    }

    @Test func aNodeThatLapsedIsNotWaitedFor() {
        var watch = whole()
        watch.lives([own], at: 2_000)
        watch.take(from: own, number: 11, at: 2_000)
        _ = watch.hasMissed(at: 2_000)
        expect(&watch, misses: false, at: 2_300)
    }

    @Test func aNewNodeHasTimeUntilItsFirstPacket() {
        var watch = whole()
        let third = ID<Node>(known: "third")
        watch.lives([own, other, third], at: 500)
        watch.take(from: own, number: 11, at: 900)
        watch.take(from: other, number: 11, at: 900)
        expect(&watch, misses: false, at: 900)
        // It was heard only from its second packet on.
        watch.take(from: third, number: 2, at: 1_000)
        expect(&watch, misses: true, at: 1_000)
    }

    @Test func whatCouldNotBeReadIsStillMissed() {
        var watch = whole()
        watch.missed()
        expect(&watch, misses: true, at: 100)
    }

    /// Its own screens heard nothing of it either, so it reads even where it is alone.
    @Test func aCommitOfUnknownOutcomeIsLookedForUntilItCannotHappenAnyMore() {
        var watch = BusWatch()
        watch.lives([own], at: 0)
        watch.doubt(at: 1_000)
        expect(&watch, misses: true, at: 1_000)
        expect(&watch, misses: true, at: 15_999)
        #expect(watch.isInDoubt(at: 15_999))
        expect(&watch, misses: false, at: 16_000)
        #expect(!watch.isInDoubt(at: 16_000))
    }

    @Test func aDoubtLastsWhileNothingCanBeWritten() {
        var watch = BusWatch()
        watch.lives([own], at: 0)
        watch.writesFail(at: 500)
        expect(&watch, misses: false, at: 500)
        watch.doubt(at: 1_000)
        watch.writesFail(at: 9_000)
        expect(&watch, misses: true, at: 23_999)
        expect(&watch, misses: false, at: 24_000)
    }

    @Test func aNodeThatIsAloneMissesNothing() {
        var watch = BusWatch()
        watch.lives([own], at: 0)
        expect(&watch, misses: false, at: 5_000)
    }

    @Test func aNodeWithoutABusReadsWhileOthersLive() {
        var watch = BusWatch()
        watch.lives([own, other], at: 0)
        expect(&watch, misses: false, at: 500)
        expect(&watch, misses: true, at: 1_500)
    }
}
