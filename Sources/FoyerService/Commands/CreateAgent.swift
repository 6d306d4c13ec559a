import FoyerCore
import Storage

package struct AgentDraft: Sendable {
    package var name: String?
    package var email: String?
    package var isAdministrator: Bool?
    package var rooms: [ID<Room>]?
    /// `.some(nil)` takes the agent's own limit away.
    package var maxChats: Int??
    package var greeting: String?

    package init() {}
}

struct NewAgent {
    var name: String
    var email: String
    var isAdministrator: Bool
    var passwordHash: String?
    var maxChats: Int?
    var greeting: String?
}

package struct CreatedAgent: Sendable {
    package let agent: AgentRow
    /// A one-time password token, to be handed to the agent.
    package let linkToken: String
}

extension Service {
    /// Makes an agent and a one-time link by which the agent sets a password (AG-1). Without rooms
    /// the agent serves `GENERAL`.
    package func createAgent(_ draft: AgentDraft, by administrator: LoggedOn) async throws
        -> CreatedAgent
    {
        try administrator.requireAdministrator()
        let agent = NewAgent(
            name: try FieldChecks.name(draft.name ?? "", "name"),
            email: try FieldChecks.email(draft.email ?? "").lowercased(),
            isAdministrator: draft.isAdministrator ?? false,
            maxChats: try draft.checkedMaxChats() ?? nil,
            greeting: try draft.checkedGreeting())
        let token = identity.token()
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let id = try insertAgent(agent, of: administrator.company, transaction)
            let rooms = try draft.rooms ?? generalRoom(of: administrator.company, transaction)
            try setRooms(rooms, of: id, for: administrator, transaction)
            try insertPasswordLink(token, for: id, transaction)
            try tellDistribution(of: id, in: administrator.company, transaction)
            return CreatedAgent(
                agent: try Access(transaction: transaction).agent(id, for: administrator),
                linkToken: token)
        }
    }

    /// Changes an agent; what is absent in `draft` stays.
    package func editAgent(_ id: ID<Agent>, _ draft: AgentDraft, by administrator: LoggedOn)
        async throws -> AgentRow
    {
        try administrator.requireAdministrator()
        let maxChats = try draft.checkedMaxChats()
        let greeting = try draft.checkedGreeting()
        return try await database.write { transaction in
            try lockDistributionToEdit(of: administrator.company, transaction)
            let access = Access(transaction: transaction)
            let agent = try access.agent(id, for: administrator)
            if draft.isAdministrator == false, agent.isAdministrator {
                try refuseLastAdministrator(id, of: administrator.company, transaction)
            }
            let name = try draft.name.map {
                try FieldChecks.name($0, "name")
            }
            let email =
                try draft.email.map { try FieldChecks.email($0).lowercased() } ?? agent.email
            try refuseEmailInUse(email, except: id, transaction)
            try refusingEmailInUse {
                try transaction.run(
                    """
                    UPDATE agent SET name = \(name ?? agent.name), email = \(email),
                        administrator = \(draft.isAdministrator ?? agent.isAdministrator),
                        max_chats = \(maxChats ?? agent.maxChats), greeting =
                        \(greeting ?? agent.greeting)
                    WHERE id = \(id)
                    """)
            }
            if let rooms = draft.rooms {
                try setRooms(rooms, of: id, for: administrator, transaction)
            }
            if draft.isAdministrator == false, agent.isAdministrator {
                try endLogOns(of: id, transaction)
            }
            try tellDistribution(of: id, in: administrator.company, transaction)
            return try access.agent(id, for: administrator)
        }
    }

    /// Nobody locks the company out: the last administrator who can log on stays one.
    func refuseLastAdministrator(
        _ id: ID<Agent>, of company: ID<Company>, _ transaction: any Transaction
    ) throws {
        let other = try transaction.first(
            """
            SELECT id FROM agent
            WHERE company_id = \(company) AND administrator = 1 AND password_hash IS NOT NULL
                AND id <> \(id) LIMIT 1
            """)
        guard other != nil else { throw Refusal.lastAdministrator }
    }

    func insertAgent(_ agent: NewAgent, of company: ID<Company>, _ transaction: any Transaction)
        throws -> ID<Agent>
    {
        let id: ID<Agent> = identity.id(at: transaction.now)
        let inserted = try transaction.run(
            """
            INSERT INTO agent
                (id, company_id, name, email, password_hash, administrator, greeting, max_chats,
                created_at_ms)
            VALUES (\(id), \(company), \(agent.name), \(agent.email), \(agent.passwordHash),
            \(agent.isAdministrator),
                \(agent.greeting ?? ""), \(agent.maxChats), \(transaction.now))
            ON CONFLICT (email) DO NOTHING RETURNING id
            """)
        guard !inserted.isEmpty else { throw Refusal.emailInUse }
        return id
    }

    private func refuseEmailInUse(
        _ email: String, except id: ID<Agent>, _ transaction: any Transaction
    ) throws {
        let taken = try transaction.first(
            "SELECT id FROM agent WHERE email = \(email) AND id <> \(id)")
        guard taken == nil else { throw Refusal.emailInUse }
    }

    /// Another company's administrator may take the address at the same moment: companies share no
    /// lock, only the table's constraint.
    private func refusingEmailInUse(_ write: () throws -> Void) throws {
        do {
            try write()
        } catch let error as DatabaseError where error.kind == .unique {
            throw Refusal.emailInUse
        }
    }

    private func generalRoom(of company: ID<Company>, _ transaction: any Transaction) throws -> [ID<
        Room
    >] {
        try transaction.run(
            """
            SELECT id FROM room
            WHERE company_id = \(company) AND name = \(RoomRow.generalName) AND deleted_at_ms IS
            NULL
            """
        ).map { try $0.get("id") }
    }

    private func setRooms(
        _ rooms: [ID<Room>], of agent: ID<Agent>, for administrator: LoggedOn,
        _ transaction: any Transaction
    ) throws {
        let access = Access(transaction: transaction)
        for room in rooms { _ = try access.room(room, for: administrator) }
        try transaction.run("DELETE FROM room_agent WHERE agent_id = \(agent)")
        for room in Set(rooms).sorted() {
            try transaction.run(
                "INSERT INTO room_agent (room_id, agent_id) VALUES (\(room), \(agent))")
        }
    }

    /// Tells the engine an agent's facts as the rows have them now; status and served chats are its
    /// own.
    func tellDistribution(of id: ID<Agent>, in company: ID<Company>, _ transaction: any Transaction)
        throws
    {
        try distribute(in: company, transaction) { work in
            guard
                let row = try transaction.first(
                    "SELECT administrator, max_chats FROM agent WHERE id = \(id)")
            else { return }
            let rooms: [ID<Room>] = try transaction.run(
                """
                SELECT room_agent.room_id FROM room_agent JOIN room ON room.id = room_agent.room_id
                WHERE room_agent.agent_id = \(id) AND room.deleted_at_ms IS NULL
                """
            ).map { try $0.get("room_id") }
            work.hints += try screensThatShow(id, transaction)
            let known = work.agent(id)
            let agent = DistributionAgent(
                id: id, isAdministrator: try row.get("administrator"),
                rooms: rooms.sorted(),
                browser: known?.browser,
                mobile: known?.mobile, serving: known?.serving ?? [],
                maxChats: try row.get("max_chats"), missedRings: known?.missedRings ?? 0)
            // A new name or greeting is no reason to ring what rang out (DIST-6).
            guard agent != known else { return }
            try work.handle(.agentChanged(agent))
        }
    }
}

extension AgentDraft {
    func checkedMaxChats() throws(Refusal) -> Int?? {
        guard case .some(.some(let number)) = maxChats else { return maxChats }
        guard (1...Limit.maxChatsMax).contains(number) else {
            throw .fieldOutOfRange(field: "maxChats", min: 1, max: Limit.maxChatsMax)
        }
        return .some(number)
    }

    func checkedGreeting() throws(Refusal) -> String? {
        guard let greeting else { return nil }
        return try FieldChecks.paragraphs(
            greeting, "greeting", charactersMax: Limit.greetingCharactersMax)
    }
}
