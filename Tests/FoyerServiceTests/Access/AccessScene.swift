import FoyerCore
import FoyerTestSupport
import Storage

@testable import FoyerService

/// One chat of one company, and everybody who might try its doors.
struct AccessScene: Sendable {
    /// Who tries. The first three belong to the chat, the rest are strangers to it.
    enum Who: String, CaseIterable, Sendable {
        case administrator, servingAgent, roomMate
        case otherRoomsAgent, otherCompanysAdministrator

        var isStranger: Bool { self == .otherRoomsAgent || self == .otherCompanysAdministrator }
    }

    let house: ServiceFixture
    let room: RoomRow
    let customer: AskingCustomer
    /// Of the same room, with a chat of its own that waits.
    let otherCustomer: AskingCustomer
    let agents: [Who: LoggedOn]

    var service: Service { house.service }
    var chat: ID<Chat> { customer.chat }

    func agent(_ who: Who) throws -> LoggedOn {
        guard let agent = agents[who] else { throw FixtureError("nobody is \(who)") }
        return agent
    }

    /// The chat is served by Bert; Cleo serves the room, too; Dora serves another one.
    init(_ house: ServiceFixture, _ administrator: LoggedOn) async throws {
        self.house = house
        room = try await house.service.createRoom(named: "Sales", by: administrator)
        let help = try await house.service.createRoom(named: "Help", by: administrator)
        let bert = try await house.readyAgent("Bert", in: [room.id], by: administrator)
        customer = try await house.customer(asksIn: room, servedBy: bert)
        otherCustomer = try await house.customer(asksIn: room)
        agents = [
            .administrator: administrator, .servingAgent: bert,
            .roomMate: try await house.agent("Cleo", in: [room.id], by: administrator),
            .otherRoomsAgent: try await house.readyAgent("Dora", in: [help.id], by: administrator),
            .otherCompanysAdministrator: try await house.otherCompany(),
        ]
    }

    /// The room's draft as its administrator sees it.
    func seenDraft() async throws -> SeenDraft {
        let draft = try await service.draft(of: room.id, for: try agent(.administrator))
        return SeenDraft(revision: draft.revision, version: draft.live.version)
    }

    /// Every row of every table: what a refusal must not change.
    func rows() async throws -> [String] {
        try await house.database.read { transaction in
            try Self.tables.map { table in "\(table.text): \(try transaction.run(table))" }
        }
    }

    static let tables: [SQL] = [
        "SELECT * FROM agent ORDER BY 1, 2",
        "SELECT * FROM chat ORDER BY 1, 2",
        "SELECT * FROM company ORDER BY 1, 2",
        "SELECT * FROM connection ORDER BY 1, 2",
        "SELECT * FROM customer ORDER BY 1, 2",
        "SELECT * FROM deadline ORDER BY 1, 2",
        "SELECT * FROM explanation ORDER BY 1, 2",
        "SELECT * FROM image ORDER BY 1, 2",
        "SELECT * FROM letter ORDER BY 1, 2",
        "SELECT * FROM limit_refusal ORDER BY 1, 2",
        "SELECT * FROM log_on ORDER BY 1, 2",
        "SELECT * FROM mark ORDER BY 1, 2",
        "SELECT * FROM message ORDER BY 1, 2",
        "SELECT * FROM node ORDER BY 1, 2",
        "SELECT * FROM offer ORDER BY 1, 2",
        "SELECT * FROM one_time_link ORDER BY 1, 2",
        "SELECT * FROM private_room ORDER BY 1, 2",
        "SELECT * FROM room ORDER BY 1, 2",
        "SELECT * FROM room_agent ORDER BY 1, 2",
        "SELECT * FROM room_draft ORDER BY 1, 2",
        "SELECT * FROM room_number_replaced ORDER BY 1, 2",
        "SELECT * FROM room_schedule ORDER BY 1, 2",
        "SELECT * FROM room_settings ORDER BY 1, 2",
        "SELECT * FROM room_token_replaced ORDER BY 1, 2",
        "SELECT * FROM server_secret ORDER BY 1, 2",
    ]
}

extension ServiceFixture {
    /// A second company. The set-up link makes only one, so its rows are made as set-up makes them.
    func otherCompany() async throws -> LoggedOn {
        let hash = try await service.passwords.hash(Self.password)
        try await database.write { transaction in
            let company = try service.insertCompany(named: "Rival", transaction)
            let room = try service.insertRoom(
                named: RoomRow.generalName, of: company, transaction)
            let agent = try service.insertAgent(
                NewAgent(
                    name: "Rita", email: "rita@rival.example", isAdministrator: true,
                    passwordHash: hash), of: company, transaction)
            try transaction.run(
                "INSERT INTO room_agent (room_id, agent_id) VALUES (\(room), \(agent))")
        }
        return try await logOn("rita@rival.example")
    }
}
