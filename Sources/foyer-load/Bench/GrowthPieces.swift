// What must not get worse as there is more of everything.

extension Bench {
    func growth() -> [Piece] {
        [
            Piece(name: "engine", floors: .engine) { try EngineBench(plan: .init()).report() },
            sqlite("w1-ladder", .ladder) { session in
                try await LadderBench(session: session, plan: .init(chats: chats)).report()
            },
            stored("stored-1m", many: 1_000_000),
            stored("stored-10m", many: 10_000_000, isLong: true),
            sqlite("ready", .ready) { session in
                try await ReadyBench(session: session, plan: .init()).report()
            },
            sqlite("ask", .ask) { session in
                try await AskBench(session: session, plan: .init()).report()
            },
            sqlite("rooms", .rooms) { session in
                try await RoomsBench(session: session, plan: .init()).report()
            },
            sqlite("run-out", .runOut, isLong: true) { session in
                try await RunOutBench(session: session, plan: .init()).report()
            },
            sqlite("return-5000", .returning) { session in
                try await ReturnBench(session: session, plan: .init()).report()
            },
            sqlite("return-18000", .returningMany, isLong: true) { session in
                let plan = ReturnBench.Plan(sockets: 18_000, accounts: 180, seconds: 30)
                return try await ReturnBench(session: session, plan: plan).report()
            },
            sqlite("idle-18000", .idleMemory, isLong: true) { session in
                let plan = IdleBench.Plan(sockets: 18_000, accounts: 180)
                return try await IdleBench(session: session, plan: plan).report()
            },
            sqlite("silent", .silent) { session in
                try await SilentBench(session: session, plan: .init()).report()
            },
            sqlite("silent-2h", .silent, isLong: true) { session in
                try await SilentBench(session: session, plan: .init(seconds: 3_600)).report()
            },
        ]
    }

    private func sqlite(
        _ name: String, _ floors: [Floor], isLong: Bool = false,
        _ measure: @escaping @Sendable (LoadSession) async throws -> Report
    ) -> Piece {
        let options = sqlite
        return Piece(name: name, floors: floors, isLong: isLong) {
            try await LoadSession.run(options, measure)
        }
    }

    private func stored(_ name: String, many: Int, isLong: Bool = false) -> Piece {
        let plan = StoredBench.Plan(chats: chats, many: many)
        let options = sqlite
        return Piece(name: name, floors: isLong ? [] : .stored, isLong: isLong) {
            try await StoredBench(options: options, plan: plan).report()
        }
    }
}
