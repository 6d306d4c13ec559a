/// When the rounds of something begin that must not come later because the last one took long: a
/// fixed interval after the last one began, at once where that is over. What was left out is not
/// made up for.
struct Pace {
    let interval: Duration
    private var began: ContinuousClock.Instant

    init(interval: Duration, from began: ContinuousClock.Instant) {
        self.interval = interval
        self.began = began
    }

    /// When the next round begins, asked at the end of the last one.
    mutating func next(at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        began = max(began + interval, now)
        return began
    }
}
