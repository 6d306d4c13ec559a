/// When to ping and when to give a connection up, decided without a clock.
///
/// One timer is enough: each action says how long to wait before the next `timerFired`.
struct Heartbeat {
    enum Action: Equatable {
        case sendPing(thenWait: Duration)
        case wait(Duration)
        case disconnect
    }

    private enum State { case quiet, awaitingPong, answered }

    private let interval: Duration
    private let pongTimeout: Duration
    private var state = State.quiet

    init(interval: Duration, pongTimeout: Duration) {
        self.interval = interval
        self.pongTimeout = pongTimeout
    }

    mutating func timerFired() -> Action {
        switch state {
        case .quiet:
            state = .awaitingPong
            return .sendPing(thenWait: pongTimeout)
        case .answered:
            state = .quiet
            return .wait(max(.zero, interval - pongTimeout))
        case .awaitingPong:
            return .disconnect
        }
    }

    mutating func pongReceived() {
        if case .awaitingPong = state { state = .answered }
    }
}
