import FoyerCore
import FoyerService
import FoyerTestSupport

/// Asking on one node beside ready on the other: a chat must never wait beside an idle agent.
struct ReadyRace {
    private let first: ServiceFixture
    private let second: ServiceFixture
    private let room: RoomRow
    private let agent: LoggedOn
    private var token: String?

    init(_ first: ServiceFixture, _ second: ServiceFixture, room: RoomRow, agent: LoggedOn) {
        (self.first, self.second, self.room, self.agent) = (first, second, room, agent)
    }

    /// Runs one round; false when the chat does not ring.
    mutating func isSound() async throws -> Bool {
        try await first.service.choose(.takeBreak, by: agent)
        let draft = try await first.form(in: room, customer: token)
        token = draft.customer
        let (asked, ready) = try await race { [first, room] in
            try await first.service.askForAgent(draft, roomToken: room.token).chat
        } _: { [second, agent] in
            try await second.service.choose(.ready, by: agent)
        }
        let chat = try asked.get()
        try ready.get()
        let rings = try await first.offer(of: chat, at: agent) != nil
        let connection = try await first.service.connectCustomer(
            roomToken: room.token, token: draft.customer)
        try await second.service.cancelChat(chat, by: connection.customer)
        return rings
    }
}

/// Two answers of one agent on two nodes: one chat is served, the agent is never over capacity.
struct CapacityRace {
    private let first: ServiceFixture
    private let second: ServiceFixture
    private let room: RoomRow
    private let agent: LoggedOn
    private var tokens: [String?] = [nil, nil]

    init(_ first: ServiceFixture, _ second: ServiceFixture, room: RoomRow, agent: LoggedOn) {
        (self.first, self.second, self.room, self.agent) = (first, second, room, agent)
    }

    /// Runs one round; false when not exactly one answer won, or the loser's chat does not ring
    /// again.
    mutating func isSound() async throws -> Bool {
        let one = try await first.customer(asksIn: room, token: tokens[0])
        let two = try await second.customer(asksIn: room, token: tokens[1])
        tokens = [one.token, two.token]
        guard let offerOne = try await first.offer(of: one.chat, at: agent),
            let offerTwo = try await first.offer(of: two.chat, at: agent)
        else { return false }
        let (left, right) = try await race { [first, agent] in
            try await first.service.answerOffer(offerOne, of: one.chat, by: agent)
        } _: { [second, agent] in
            try await second.service.answerOffer(offerTwo, of: two.chat, by: agent)
        }
        guard left.isSuccess != right.isSuccess, (left.refusal ?? right.refusal) == .offerGone
        else { return false }
        let (served, waiting) = left.isSuccess ? (one, two) : (two, one)
        try await second.service.endChat(served.chat, by: served.asker)
        try await first.service.choose(.ready, by: agent)
        try await second.answer(waiting.chat, by: agent)
        try await first.service.endChat(waiting.chat, by: waiting.asker)
        try await first.service.choose(.ready, by: agent)
        return true
    }
}
