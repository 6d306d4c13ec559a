import FoyerCore
import FoyerService

/// What a fixture was asked for is not there.
package struct FixtureError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

extension ServiceFixture {
    /// The company of the set-up link, and its administrator `admin@example.com` logged on.
    package func setUp() async throws -> LoggedOn {
        guard let link = try await service.makeSetUpToken() else {
            throw FixtureError("the company is there already")
        }
        try await service.setUp(
            SetUpDraft(
                link: link, company: "Example", name: "Ada", email: "admin@example.com",
                password: Self.password))
        return try await logOn("admin@example.com")
    }

    package func logOn(_ email: String, on channel: Channel = .browser) async throws -> LoggedOn {
        try await service.logOn(email: email, password: Self.password, channel: channel).loggedOn
    }

    /// An agent with a password, logged on but not connected. Without rooms one of `GENERAL`.
    package func agent(
        _ name: String, in rooms: [ID<Room>]? = nil, isAdministrator: Bool = false,
        maxChats: Int? = nil, on channel: Channel = .browser, by administrator: LoggedOn
    ) async throws -> LoggedOn {
        var draft = AgentDraft()
        draft.name = name
        draft.email = "\(name.lowercased())@example.com"
        draft.rooms = rooms
        draft.isAdministrator = isAdministrator
        if let maxChats { draft.maxChats = .some(maxChats) }
        let made = try await service.createAgent(draft, by: administrator)
        try await service.setPassword(Self.password, link: made.linkToken)
        return try await logOn(made.agent.email, on: channel)
    }

    /// An agent who is connected and so waits for calls.
    package func readyAgent(
        _ name: String, in rooms: [ID<Room>]? = nil, maxChats: Int? = nil,
        on channel: Channel = .browser, by administrator: LoggedOn
    ) async throws -> LoggedOn {
        let agent = try await agent(
            name, in: rooms, maxChats: maxChats, on: channel, by: administrator)
        _ = try await service.connectAgent(agent)
        return agent
    }

    package func general(for agent: LoggedOn) async throws -> RoomRow {
        let rooms = try await service.rooms(for: agent).map(\.room)
        guard let general = rooms.first(where: { $0.name == RoomRow.generalName }) else {
            throw FixtureError("no GENERAL")
        }
        return general
    }

    package func publish(
        _ changes: [(name: String, value: SettingValue)], in room: RoomRow,
        by administrator: LoggedOn
    ) async throws {
        _ = try await service.publishSettings(changes, of: room.id, by: administrator)
    }

    /// The number of the offer of `chat` that rings at `agent` now, as the desk shows it.
    package func offer(of chat: ID<Chat>, at agent: LoggedOn) async throws -> Int? {
        let cards = try await service.desk(of: agent).waiting
        return cards.first { $0.chat == chat }?.offers[agent.agent]?.number
    }

    package func answer(_ chat: ID<Chat>, by agent: LoggedOn) async throws {
        guard let offer = try await offer(of: chat, at: agent) else {
            throw FixtureError("the chat does not ring at \(agent.name)")
        }
        try await service.answerOffer(offer, of: chat, by: agent)
    }

    /// The agent's status on both channels, as the agent's desk shows it.
    package func status(of agent: LoggedOn) async throws -> [AgentStatus?] {
        let desk = try await service.desk(of: agent)
        return [desk.browser, desk.mobile]
    }
}
