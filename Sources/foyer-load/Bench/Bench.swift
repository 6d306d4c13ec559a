import Foundation

/// All benches one after the other, each with the state of the machine.
struct Bench {
    struct Piece {
        let name: String
        let floors: [Floor]
        /// Too long for every run: only when it is named in full.
        var isLong = false
        let measure: () async throws -> Report

        /// The figures that are judged, in one line.
        func summary(_ report: Report) -> String {
            floors.map { "\($0.figure) \(report[$0.figure].map(Report.rounded) ?? "not measured")" }
                .joined(separator: ", ")
        }
    }

    let options: ServerOptions
    var chats = 200
    var seconds = 30.0

    /// The pieces, which share a server where that changes nothing.
    func pieces() -> [Piece] {
        var pieces = messages(on: nil)
        if let database = options.database { pieces += messages(on: database) }
        return pieces + growth() + [
            Piece(name: "w2-idle", floors: .idle) {
                try await LoadSession.run(sqlite) { session in
                    try await IdleBench(session: session, plan: .init()).report()
                }
            },
            Piece(name: "w3-ring", floors: .ring) {
                try await LoadSession.run(sqlite) { session in
                    try await RingBench(session: session, plan: .init()).report()
                }
            },
            Piece(name: "w3-crowd", floors: .crowd) {
                try await LoadSession.run(sqlite) { session in
                    try await CrowdBench(session: session, plan: .init()).report()
                }
            },
            Piece(name: "start", floors: .start) {
                try await StartBench(options: sqlite, runs: 10).report()
            },
        ]
    }

    var sqlite: ServerOptions {
        var options = options
        options.database = nil
        return options
    }

    private func messages(on database: String?) -> [Piece] {
        let engine = database == nil ? "sqlite" : "postgresql"
        func piece(_ name: String, _ floors: [Floor], rate: Int?) -> Piece {
            Piece(name: "w1-\(engine)-\(name)", floors: floors) {
                try await LoadSession.run(database == nil ? sqlite : options) { session in
                    let plan = MessageBench.Plan(chats: chats, seconds: seconds)
                    let bench = try await MessageBench(session, plan)
                    if let rate { return try await bench.open(rate: rate) }
                    return try await bench.closed()
                }
            }
        }
        return [
            piece("closed", database == nil ? .closedSQLite : .closedPostgreSQL, rate: nil),
            piece("500", database == nil ? .open500 : [], rate: 500),
            piece("2000", database == nil ? .open2000 : [], rate: 2_000),
        ]
    }
}

/// Appends one line to a file of results, one run a line.
func record(_ line: String, in path: String) throws {
    let file = try FileHandle.appending(to: path)
    try file.write(contentsOf: Data((line + "\n").utf8))
    try file.close()
}
