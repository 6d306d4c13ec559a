import FoyerCore

/// One history as it was, to be told again by others who must decide the same.
package struct Story: Sendable {
    package struct Step: Sendable {
        package let now: Instant
        package let event: DistributionEvent
    }

    /// The first room is the one that is always there, the first agent an administrator.
    package let rooms: [DistributionRoom]
    package let agents: [DistributionAgent]
    package let steps: [Step]
    /// Of a customer who comes back the number of the former chat, by the number of the new one.
    package let formerChats: [Int: Int]

    /// A history of nothing but what the service can be asked to do: without private rooms,
    /// entitlements, and strangers; its clock never stands still.
    package static func ofService(seed: UInt64) throws(Violation) -> Story {
        var world = World(seed: seed, mutation: nil, scope: .service)
        try world.run()
        return Story(
            rooms: world.plan.rooms, agents: world.plan.agents, steps: world.told,
            formerChats: world.formerChats)
    }

    /// The number that names an agent, a room or a chat within a story.
    package static func number<Subject>(_ id: ID<Subject>) -> Int { id.number }

    /// How long a lost customer of a story is waited for.
    package static let graceSeconds = 1
}

/// What a history may be made of.
enum WorldScope {
    case everything
    /// What the service can be asked to do by now.
    case service
}

// What customers of the service do otherwise than others: they are lost, and come back.
extension World {
    /// Notes what happens, at a time of its own: the service orders what happens at once by ids.
    mutating func tell(_ event: DistributionEvent) {
        guard scope == .service else { return }
        now = now.adding(milliseconds: 1)
        told.append(Story.Step(now: now, event: event))
    }

    /// A served customer is lost, and the grace passes; nothing else may be due until then.
    mutating func loseCustomer(of served: DistributionAgent.Served) throws(Violation) {
        let later = now.adding(seconds: Story.graceSeconds)
        if let deadline = distribution.nextDeadline, deadline <= later.adding(seconds: 1) {
            return try happen(.ended(served.chat, by: .customer))
        }
        let agent = distribution.agents.first { $0.serving.contains(served) }
        now = later
        try happen(.ended(served.chat, by: .customerLost))
        guard let agent else { return }
        lostCustomers.append((chat: served.chat.number, room: served.room, agent: agent.id))
    }

    /// A new chat, sometimes of a customer who was lost before: that one continues with the same
    /// agent (CHAT-6).
    mutating func newChatOfService() -> WaitingChat {
        let back = random.percent(40) ? random.pick(lostCustomers) : nil
        if let back { lostCustomers.removeAll { $0.chat == back.chat } }
        let chat = newChat(in: back?.room, lastAgent: back?.agent)
        if let back { formerChats[chat.id.number] = back.chat }
        return chat
    }
}
