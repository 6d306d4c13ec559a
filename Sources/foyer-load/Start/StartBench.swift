import AsyncHTTPClient
import NIOPosix

/// How long a start takes and what it leaves in memory.
struct StartBench {
    let options: ServerOptions
    let runs: Int

    func report() async throws -> Report {
        Children.endWithThisProgram()
        return try await options.withPlan { plan in
            let server = try ServerProcess(plan)
            _ = try server.fill()
            var seconds: [Double] = []
            var bytes: [Int] = []
            for _ in 0..<runs {
                let (time, resident) = try await start(server)
                seconds.append(time)
                bytes.append(resident)
            }
            var report = Report()
            report.add("runs", runs)
            report.add("startMilliseconds", seconds.sorted()[runs / 2] * 1_000)
            report.add("startMillisecondsMax", (seconds.max() ?? 0) * 1_000)
            report.add("residentMegabytes", Double(bytes.sorted()[runs / 2]) / 1e6)
            return report
        }
    }

    private func start(_ server: ServerProcess) async throws -> (seconds: Double, bytes: Int) {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let began = ContinuousClock.now
        do {
            try server.start()
            try await server.waitUntilReady(API(base: server.url, client: client))
        } catch {
            server.kill()
            try await client.shutdown()
            throw error
        }
        let seconds = began.duration(to: .now).inSeconds
        let bytes = server.processID.map { ProcessFigures.residentBytes(of: $0) } ?? 0
        server.kill()
        try await client.shutdown()
        return (seconds, bytes)
    }
}
