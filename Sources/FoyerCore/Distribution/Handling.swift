extension Distribution {
    /// Takes one event in: the only way the state changes.
    ///
    /// A refusal leaves the state as it was. Effects come in the order in which things happened; at
    /// the end the chats and agents whose own columns changed, each once, in order of id.
    package mutating func handle(
        _ event: DistributionEvent, at now: Instant
    ) throws(DistributionRefusal) -> [DistributionEffect] {
        var step = Step(now: now, trigger: event.trigger)
        switch event {
        case .asked(let chat): try ask(chat, in: &step)
        case .answered(let chat, let offer, let agent):
            try answer(chat, offer: offer, by: agent, in: &step)
        case .rejected(let chat, let offer, let agent):
            try reject(chat, offer: offer, by: agent, in: &step)
        case .timePassed: passTime(in: &step)
        case .left(let chat): try leave(chat, in: &step)
        case .askedAll(let chat): try askAll(chat, in: &step)
        case .ended(let chat, let ender): try end(chat, by: ender, in: &step)
        case .loggedOn(let agent, let channel, let onBreak):
            try logOn(agent, on: channel, onBreak: onBreak, in: &step)
        case .loggedOff(let agent, let channel, let waitingAgain):
            try logOff(agent, from: channel, waitingAgain: waitingAgain, in: &step)
        case .chose(let agent, let choice): try choose(choice, by: agent, in: &step)
        case .agentChanged(let agent): change(agent, in: &step)
        case .roomChanged(let room): change(room, in: &step)
        case .entitlementsChanged(let left): changeEntitlements(left: left, in: &step)
        case .restarted: restart(in: &step)
        }
        ringMore(in: &step)
        finish(&step)
        return step.effects
    }

    /// The earliest expiry of an offer, of a wait for the last agent, of a wait limit, or of a time
    /// after a chat; `nil` while nothing is due ever.
    package var nextDeadline: Instant? {
        var earliest = nextReady
        for chat in chats {
            if let limit = waitLimit(of: chat) { earliest = min(earliest ?? limit, limit) }
            if let held = chat.heldUntil { earliest = min(earliest ?? held, held) }
            for offer in chat.offers {
                earliest = min(earliest ?? offer.expiresAt, offer.expiresAt)
            }
        }
        return earliest
    }

    /// When the chat ends as unanswered; `nil` where the room knows no limit.
    func waitLimit(of chat: WaitingChat) -> Instant? {
        guard let room = roomIndex(chat.room) else { return nil }
        let seconds = rooms[room].settings.waitLimitSeconds
        return seconds > 0 ? chat.waitLimitFrom.adding(seconds: seconds) : nil
    }

    /// What one event has brought about so far.
    struct Step {
        let now: Instant
        let trigger: Explanation.Trigger
        var effects: [DistributionEffect] = []
        var changedChats: [ID<Chat>] = []
        var changedAgents: [ID<Agent>] = []
        /// Places of agents at whom as many chats rang as may, once for each that rings no more.
        var released: [Int] = []
    }

    /// Names whose own columns changed, each once.
    private func finish(_ step: inout Step) {
        for chat in step.changedChats.sortedOnce() where chatIndex(chat) != nil {
            step.effects.append(.searchChanged(chat))
        }
        for agent in step.changedAgents.sortedOnce() { step.effects.append(.agentChanged(agent)) }
    }
}

extension DistributionEvent {
    /// What an explanation calls this event.
    package var trigger: Distribution.Explanation.Trigger {
        switch self {
        case .asked: .asked
        case .answered: .answered
        case .rejected: .rejected
        case .timePassed: .timePassed
        case .left: .left
        case .askedAll: .askedAll
        case .ended: .ended
        case .loggedOn: .loggedOn
        case .loggedOff: .loggedOff
        case .chose(_, .ready): .choseReady
        case .chose(_, .takeBreak): .choseBreak
        case .agentChanged: .agentChanged
        case .roomChanged: .roomChanged
        case .entitlementsChanged: .entitlementsChanged
        case .restarted: .restarted
        }
    }
}

// Where things are.
extension Distribution {
    func roomIndex(_ id: ID<Room>) -> Int? {
        let index = rooms.lowerBound { $0.id < id }
        return index < rooms.endIndex && rooms[index].id == id ? index : nil
    }

    func agentIndex(_ id: ID<Agent>) -> Int? {
        let index = agents.lowerBound { $0.id < id }
        return index < agents.endIndex && agents[index].id == id ? index : nil
    }

    package func agent(_ id: ID<Agent>) -> DistributionAgent? { agentIndex(id).map { agents[$0] } }
    package func room(_ id: ID<Room>) -> DistributionRoom? { roomIndex(id).map { rooms[$0] } }

    /// The same for agents who are looked for in order of id: `place` is where the last one was.
    func agentIndex(_ id: ID<Agent>, near place: inout Int) -> Int? {
        if place + 1 < agents.endIndex, agents[place + 1].id == id {
            place += 1
        } else {
            guard let index = agentIndex(id) else { return nil }
            place = index
        }
        return place
    }

    /// Chats are in order of rank, so an id alone is looked for from the head of the queue on.
    func chatIndex(_ id: ID<Chat>) -> Int? { chats.firstIndex { $0.id == id } }

    /// The agent who serves the chat.
    func serverIndex(of chat: ID<Chat>) -> Int? {
        agents.firstIndex { agent in agent.serving.contains { $0.chat == chat } }
    }
}
