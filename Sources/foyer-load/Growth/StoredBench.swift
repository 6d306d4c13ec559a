/// W1 on few stored messages and on many (P-7): what a message costs must not grow with history.
struct StoredBench: Sendable {
    struct Plan: Sendable {
        var chats = 200
        var seconds = 15.0
        var warmUpSeconds = 2.0
        var few = 1_000
        var many = 1_000_000
    }

    let options: ServerOptions
    let plan: Plan

    func report() async throws -> Report {
        let few = try await measured(stored: plan.few)
        let many = try await measured(stored: plan.many)
        var report = Report()
        report.add("storedFew", plan.few)
        report.add("storedMany", plan.many)
        for name in ["messagesPerSecond", "cpuSecondsPer10000", "ackP99Milliseconds"] {
            report.add("\(name)OnFew", few[name])
            report.add("\(name)OnMany", many[name])
        }
        report.add("startMillisecondsOnMany", many["startMilliseconds"])
        report.add(
            "keptPercent", Self.ratio(many, few, "messagesPerSecond").map { 100 * $0 })
        report.add("costRatio", Self.ratio(many, few, "cpuSecondsPer10000"))
        return report
    }

    /// A server of its own for each, so that both begin alike.
    private func measured(stored count: Int) async throws -> Report {
        let plan = plan
        return try await LoadSession.run(options) { session in
            let each = min(1_000, count)
            let start = try await session.refill {
                try await $0.addEndedChats(count / each, messages: each)
            }
            let bench = try await MessageBench(
                session,
                .init(
                    chats: plan.chats, seconds: plan.seconds, warmUpSeconds: plan.warmUpSeconds))
            var report = try await bench.closed()
            report.add("startMilliseconds", start.inSeconds * 1_000)
            return report
        }
    }

    private static func ratio(_ many: Report, _ few: Report, _ name: String) -> Double? {
        guard let many = many[name], let few = few[name], few > 0 else { return nil }
        return many / few
    }
}
