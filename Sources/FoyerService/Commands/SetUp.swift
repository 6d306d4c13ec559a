import FoyerCore
import Storage

package struct SetUpDraft: Sendable {
    package let link, company, name, email, password: String

    package init(link: String, company: String, name: String, email: String, password: String) {
        self.link = link
        self.company = company
        self.name = name
        self.email = email
        self.password = password
    }
}

extension Service {
    /// A fresh one-time set-up token while no company exists, `nil` afterwards (CO-5). An older one
    /// that was printed before ends.
    package func makeSetUpToken() async throws -> String? {
        let token = identity.token()
        return try await database.write { transaction in
            guard try transaction.first("SELECT id FROM company LIMIT 1") == nil else { return nil }
            try transaction.run("DELETE FROM one_time_link WHERE purpose = 'setUp'")
            let until = transaction.now.adding(seconds: Limit.setUpLinkHoursMax * 3_600)
            try transaction.run(
                """
                INSERT INTO one_time_link (token_hash, purpose, expires_at_ms)
                VALUES (\(Identity.hash(token)), 'setUp', \(until))
                """)
            return token
        }
    }

    /// Makes the first company with its room `GENERAL` and its first administrator.
    package func setUp(_ draft: SetUpDraft) async throws {
        let company = try FieldChecks.name(draft.company, "company")
        let name = try FieldChecks.name(draft.name, "name")
        let email = try FieldChecks.email(draft.email).lowercased()
        let hash = try await passwords.hash(try FieldChecks.password(draft.password))
        try await database.write { transaction in
            // First: who comes late is told what to do instead, whatever the link.
            guard try transaction.first("SELECT id FROM company LIMIT 1") == nil else {
                throw Refusal.alreadySetUp
            }
            try useLink(draft.link, for: "setUp", transaction)
            let id = try insertCompany(named: company, transaction)
            let room = try insertRoom(named: RoomRow.generalName, of: id, transaction)
            let agent = NewAgent(
                name: name, email: email, isAdministrator: true, passwordHash: hash)
            let agentID = try insertAgent(agent, of: id, transaction)
            try transaction.run(
                "INSERT INTO room_agent (room_id, agent_id) VALUES (\(room), \(agentID))")
        }
    }

    func insertCompany(named name: String, _ transaction: any Transaction) throws -> ID<Company> {
        let id: ID<Company> = identity.id(at: transaction.now)
        try transaction.run(
            """
            INSERT INTO company (id, name, plan, created_at_ms)
            VALUES (\(id), \(name), \(Plans.standard.key), \(transaction.now))
            """)
        return id
    }

    /// Spends a one-time link. The link is kept as a hash only.
    @discardableResult
    func useLink(_ token: String, for purpose: String, _ transaction: any Transaction) throws -> ID<
        Agent
    >? {
        let row = try transaction.first(
            """
            UPDATE one_time_link SET used_at_ms = \(transaction.now)
            WHERE token_hash = \(Identity.hash(token)) AND purpose = \(purpose) AND used_at_ms IS
            NULL
                AND expires_at_ms > \(transaction.now)
            RETURNING agent_id
            """)
        guard let row else { throw Refusal.linkUsedOrExpired }
        return try row.get("agent_id")
    }
}
