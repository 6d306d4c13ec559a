import ArgumentParser
import Foundation
import FoyerTestSupport

/// `foyer-load smoke`
struct SmokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smoke",
        abstract:
            "Short runs of everything; fails at five times any floor, or when a promise breaks.",
        discussion: "Takes less than a minute. With --database W1 runs on PostgreSQL too.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    private static let factor = 5.0
    private static let chats = 60

    func run() async throws {
        var complaints: [String] = []
        var all = Report()
        all.add("load", Machine.loadAverage())
        all.add("fdatasyncP50Milliseconds", Machine.syncMilliseconds(in: NSTemporaryDirectory()))
        func take(_ name: String, _ floors: [Floor], _ report: Report) {
            print(name)
            for line in report.lines { print(line) }
            complaints += floors.compactMap {
                $0.complaint(about: report, factor: Self.factor).map { "\(name): \($0)" }
            }
            for floor in floors { all.add("\(name).\(floor.figure)", report[floor.figure]) }
        }
        var sqlite = server
        sqlite.database = nil
        take("start", .start, try await StartBench(options: sqlite, runs: 2).report())
        for (name, floors, report) in try await messages(sqlite) { take(name, floors, report) }
        if server.database != nil {
            take("w1-postgresql", .closedPostgreSQL, try await closed(server))
        }
        take("w2-idle", [.atMost("kibibytesPerSocket", 8)], try await idle(sqlite))
        take("w3-ring", .ring, try await ring(sqlite))
        take("w3-crowd", .crowd, try await crowd(sqlite))
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        let verdict = try await ledger(sqlite, seed: seed)
        all.add("ledger.acknowledged", verdict.acknowledgedCount)
        complaints += verdict.breaches.prefix(5).map { "ledger, seed \(seed): \($0)" }
        try output.write("smoke", all)
        for complaint in complaints { print("beyond the bound: \(complaint)") }
        guard complaints.isEmpty else { throw ExitCode(1) }
    }

    private func messages(_ options: ServerOptions) async throws -> [(String, [Floor], Report)] {
        try await LoadSession.run(options) { session in
            let plan = MessageBench.Plan(chats: Self.chats, seconds: 3, warmUpSeconds: 1)
            let bench = try await MessageBench(session, plan)
            return [
                ("w1-sqlite", .closedSQLite, try await bench.closed()),
                ("w1-sqlite-500", .open500, try await bench.open(rate: 500)),
            ]
        }
    }

    private func ledger(_ options: ServerOptions, seed: UInt64) async throws -> LedgerVerdict {
        try await LoadSession.run(options) { session in
            let run = try await LedgerRun(
                session, LedgerRun.Plan(chats: 10, agents: 2, kills: 3, seed: seed))
            let verdict = try await run.outcome().verdict
            if verdict.isKept { run.removeFiles() }
            return verdict
        }
    }

    private func closed(_ options: ServerOptions) async throws -> Report {
        try await LoadSession.run(options) { session in
            let plan = MessageBench.Plan(chats: Self.chats, seconds: 3, warmUpSeconds: 1)
            return try await MessageBench(session, plan).closed()
        }
    }

    private func idle(_ options: ServerOptions) async throws -> Report {
        try await LoadSession.run(options) { session in
            let plan = IdleBench.Plan(sockets: 1_000, accounts: 10)
            return try await IdleBench(session: session, plan: plan).report()
        }
    }

    private func crowd(_ options: ServerOptions) async throws -> Report {
        try await LoadSession.run(options) { session in
            let plan = CrowdBench.Plan(agents: 100, startsPerSecond: 10, seconds: 5)
            return try await CrowdBench(session: session, plan: plan).report()
        }
    }

    private func ring(_ options: ServerOptions) async throws -> Report {
        try await LoadSession.run(options) { session in
            let plan = RingBench.Plan(agents: 50, seconds: 3)
            return try await RingBench(session: session, plan: plan).report()
        }
    }
}
