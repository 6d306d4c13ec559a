// The short forms of what must not get worse as there is more of everything.

extension SmokeCommand {
    func growth(_ options: ServerOptions) async throws -> [(String, [Floor], Report)] {
        [
            ("engine", .engine, try EngineBench(plan: .init(chats: 20_000, decisions: 5)).report()),
            (
                "w1-ladder", .ladder,
                try await LoadSession.run(options) { session in
                    let plan = LadderBench.Plan(
                        chats: Self.chats, rates: [100, 500, 2_000], seconds: 2,
                        warmUpSeconds: 0.5)
                    return try await LadderBench(session: session, plan: plan).report()
                }
            ),
            (
                "stored", .stored,
                try await StoredBench(
                    options: options,
                    plan: .init(chats: Self.chats, seconds: 2, warmUpSeconds: 1, many: 100_000)
                ).report()
            ),
            (
                "ready", .ready,
                try await LoadSession.run(options) { session in
                    let plan = ReadyBench.Plan(waitingChats: 5_000, agents: 5, presses: 20)
                    return try await ReadyBench(session: session, plan: plan).report()
                }
            ),
            (
                "ask", .ask,
                try await LoadSession.run(options) { session in
                    let plan = AskBench.Plan(agents: 5_000, asks: 40)
                    return try await AskBench(session: session, plan: plan).report()
                }
            ),
            (
                "rooms", .rooms,
                try await LoadSession.run(options) { session in
                    let plan = RoomsBench.Plan(
                        publications: 20, listedRooms: 2_000, agents: 2_000, lists: 5)
                    return try await RoomsBench(session: session, plan: plan).report()
                }
            ),
            (
                "return", .returning,
                try await LoadSession.run(options) { session in
                    let plan = ReturnBench.Plan(sockets: 400, accounts: 10, seconds: 4)
                    return try await ReturnBench(session: session, plan: plan).report()
                }
            ),
            ("silent", .silent, try await Self.silent(options, silentRead: false)),
        ]
    }

    private static func silent(
        _ options: ServerOptions, silentRead: Bool
    ) async throws -> Report {
        try await LoadSession.run(options) { session in
            let plan = SilentBench.Plan(
                chats: silentRead ? 5 : 40, messagesPerSecond: silentRead ? 10 : 100,
                silent: 40, loudMessagesPerSecond: 40, seconds: 5, secondsEach: 20,
                silentRead: silentRead)
            return try await SilentBench(session: session, plan: plan).report()
        }
    }

    /// R-17 with a planted fault: where all read, nobody is slow, and the bench must say so.
    static func seesReadersWhoAreNotSlow(_ options: ServerOptions) async throws -> Bool {
        let report = try await silent(options, silentRead: true)
        return [Floor].silent.contains {
            $0.figure == "slowConsumersPercent"
                && $0.complaint(about: report, factor: factor) != nil
        }
    }

    /// What was proved, a line each, for those that were.
    func proofs(_ all: Report, judged: Int, _ complaints: [String]) -> String {
        func figure(_ name: String) -> String { all[name].map(Report.rounded) ?? "?" }
        func isSpoilt(_ name: String) -> Bool { complaints.contains { $0.hasPrefix("\(name): ") } }
        var lines: [String] = []
        if !isSpoilt("w2-idle") {
            let size = figure("w2-idle.kibibytesPerSocket")
            lines.append("proof R-16: 2,000 idle sockets, \(size) KiB each")
        }
        if !isSpoilt("silent") {
            lines.append(
                """
                proof R-17: 40 silent clients, the others' p99 \(figure("silent.ackP99Ratio")) \
                times as with readers; readers who pose as silent caught
                """)
        }
        if complaints.isEmpty {
            lines.append(
                """
                proof R-27: \(judged) figures within \(Int(Self.factor)) times their floor; \
                each judged: none reaches an unreachable one
                """)
        }
        return lines.joined(separator: "\n")
    }
}
