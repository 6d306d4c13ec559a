import ArgumentParser
import Foundation
import FoyerTestSupport

/// `foyer-load smoke`
struct SmokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smoke",
        abstract:
            "Short runs of everything; fails at five times any floor, or when a promise breaks.",
        discussion: """
            Takes some three minutes. With --database W1 runs on PostgreSQL too. Each bound is \
            tried once more where nothing can reach it: a figure that passes it is not judged.
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    static let factor = 5.0
    static let chats = 60

    func run() async throws {
        var complaints: [String] = []
        var judged = 0
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
            complaints += floors.filter {
                $0.unreachable.complaint(about: report, factor: Self.factor) == nil
            }.map { "\(name): \($0.figure) is not judged" }
            judged += floors.count
        }
        var sqlite = server
        sqlite.database = nil
        take("start", .start, try await StartBench(options: sqlite, runs: 2).report())
        for (name, floors, report) in try await messages(sqlite) { take(name, floors, report) }
        if server.database != nil {
            take("w1-postgresql", .closedPostgreSQL, try await closed(server))
        }
        let idle = try await idle(sqlite)
        take("w2-idle", .idleMemory, idle)
        take("w3-ring", .ring, try await ring(sqlite))
        take("w3-crowd", .crowd, try await crowd(sqlite))
        for (name, floors, report) in try await growth(sqlite) { take(name, floors, report) }
        guard try await Self.seesReadersWhoAreNotSlow(sqlite) else {
            throw ServerProcess.Failure(description: "R-17 cannot fail: nobody was silent")
        }
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        let verdict = try await ledger(sqlite, seed: seed)
        all.add("ledger.acknowledged", verdict.acknowledgedCount)
        complaints += verdict.breaches.prefix(5).map { "ledger, seed \(seed): \($0)" }
        try output.write("smoke", all)
        print(proofs(all, judged: judged, complaints))
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
            let plan = IdleBench.Plan(sockets: 2_000, accounts: 20)
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
