import FoyerAPI

/// The company's administrator, who makes the agents and sets the room up.
struct Staff: Sendable {
    /// An agent who is logged on.
    struct Agent: Sendable {
        let id: String
        let token: String
    }

    struct Room: Sendable {
        let id: String
        let token: String
    }

    let api: API

    /// Logs the administrator on.
    init(_ api: API, email: String, password: String) async throws {
        let answer = try await api.post("/api/log-on") {
            $0.field("email", email)
            $0.field("password", password)
            $0.field("channel", "browser")
        }
        self.api = API(base: api.base, client: api.client, token: try answer.text("token"))
    }

    /// The room that every agent serves.
    func generalRoom() async throws -> Room {
        let rooms = try await api.get("/api/rooms")["rooms"]?.elements ?? []
        guard let general = rooms.first(where: { $0["name"]?.text == "GENERAL" }) else {
            throw AnswerLacks(field: "the room GENERAL")
        }
        return Room(id: try general.text("id"), token: try general.text("token"))
    }

    /// Changes the settings that `settings` names.
    func configure(_ room: Room, _ settings: RoomPlan) async throws {
        try await api.put("/api/rooms/\(room.id)/settings") { settings.write(to: &$0) }
    }

    /// Makes `count` agents and logs them on, some at a time.
    func hire(_ count: Int, named name: String, maxChats: Int?) async throws -> [Agent] {
        try await bounded(count, atOnce: 8) { number in
            try await hire("\(name) \(number)", "\(name)-\(number)@load.example", maxChats)
        }
    }

    private func hire(_ name: String, _ email: String, _ maxChats: Int?) async throws -> Agent {
        let password = "a long load password"
        let made = try await api.post("/api/agents") {
            $0.field("name", name)
            $0.field("email", email)
            if let maxChats { $0.field("maxChats", maxChats) }
        }
        let link = try made.text("link")
        guard let hash = link.lastIndex(of: "#") else { throw AnswerLacks(field: "# in link") }
        let open = API(base: api.base, client: api.client)
        try await open.put("/api/me/password") {
            $0.field("link", String(link[link.index(after: hash)...]))
            $0.field("password", password)
        }
        let loggedOn = try await open.post("/api/log-on") {
            $0.field("email", email)
            $0.field("password", password)
            $0.field("channel", "browser")
        }
        guard let agent = loggedOn["agent"] else { throw AnswerLacks(field: "agent") }
        return Agent(id: try agent.text("id"), token: try loggedOn.text("token"))
    }
}

/// How the room works during a run.
struct RoomPlan: Sendable {
    /// 0 rings all candidates.
    var agentsAtOnce = 0
    var chatsPerAgent = 1
    var ringSeconds = 120
    var graceSeconds = 60

    func write(to writer: inout JSONWriter) {
        writer.object("distribution") {
            $0.field("agentsAtOnce", agentsAtOnce)
            $0.field("desktopRingSeconds", ringSeconds)
            $0.field("maxRounds", 100)
        }
        writer.object("phones") {
            $0.field("simultaneousChats", chatsPerAgent > 1)
            $0.field("maxChats", chatsPerAgent)
            $0.field("lostConnectionSeconds", graceSeconds)
        }
    }
}

/// Runs `body` for 0 to `count` - 1, `atOnce` of them side by side; the results are in order.
func bounded<Output: Sendable>(
    _ count: Int, atOnce: Int, _ body: @escaping @Sendable (Int) async throws -> Output
) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { tasks in
        var outputs = [Output?](repeating: nil, count: count)
        var next = 0
        while next < min(count, atOnce) {
            let number = next
            tasks.addTask { (number, try await body(number)) }
            next += 1
        }
        while let (done, output) = try await tasks.next() {
            outputs[done] = output
            guard next < count else { continue }
            let number = next
            tasks.addTask { (number, try await body(number)) }
            next += 1
        }
        return outputs.compactMap { $0 }
    }
}
