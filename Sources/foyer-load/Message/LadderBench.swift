/// W1 in the open loop at one rate after the other: how the times grow, and where it breaks.
struct LadderBench: Sendable {
    struct Plan: Sendable {
        var chats = 200
        /// Messages a second, ascending.
        var rates = [100, 200, 500, 1_000, 2_000, 3_000, 5_000]
        var seconds = 15.0
        var warmUpSeconds = 2.0
        /// A rate is held when so many in a hundred messages arrive in time …
        var heldPercent = 98.0
        /// … and a hundredth of them at most is seen later than this.
        var seenP99MillisecondsMax = 100.0
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let bench = try await MessageBench(
            session,
            .init(chats: plan.chats, seconds: plan.seconds, warmUpSeconds: plan.warmUpSeconds))
        var report = Report()
        var held = 0
        var breaksAt = 0
        for rate in plan.rates {
            let rung = try await bench.open(rate: rate)
            for name in [
                "seenP50Milliseconds", "seenP99Milliseconds", "ackP50Milliseconds",
                "ackP99Milliseconds", "messagesPerSecond", "cpuSecondsPer10000",
            ] {
                report.add("\(name)At\(rate)", rung[name])
            }
            guard breaksAt == 0 else { continue }
            let share = 100 * (rung["messagesPerSecond"] ?? 0) / Double(rate)
            let isHeld =
                share >= plan.heldPercent
                && (rung["seenP99Milliseconds"] ?? .infinity) <= plan.seenP99MillisecondsMax
            if isHeld { held = rate } else { breaksAt = rate }
        }
        report.add("heldMessagesPerSecond", held)
        // 0: not within this ladder.
        report.add("breaksAtMessagesPerSecond", breaksAt)
        return report
    }
}
