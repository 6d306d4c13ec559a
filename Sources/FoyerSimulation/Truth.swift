import FoyerCore

/// What a history itself says: where each chat is, what rooms and agents are like.
///
/// It is told by events and outcomes alone, so that a misconception which the engine and the
/// reference model share is seen here.
struct Truth {
    enum Place: Equatable {
        case unknown, waits, gone
        /// By the agent of this number.
        case served(by: Int)
    }

    private(set) var rooms: [DistributionRoom]
    private(set) var agents: [DistributionAgent]
    private(set) var isEntitled = true
    /// Of each chat, by its number.
    private(set) var places: [Place] = Array(repeating: .unknown, count: Name.nobody)

    init(_ plan: WorldPlan) {
        rooms = plan.rooms
        agents = plan.agents
    }

    /// Takes in an event that was not refused. `before`: what the engine knew.
    mutating func note(
        _ event: DistributionEvent, _ effects: [DistributionEffect], before: Distribution
    ) {
        switch event {
        case .asked(let chat): places[chat.id.number] = .waits
        case .left(let chat), .ended(let chat, _): places[chat.number] = .gone
        case .loggedOff(let agent, let channel, let again):
            let former = before.agents[agent.number]
            guard former[channel] != nil, former[channel == .browser ? .mobile : .browser] == nil
            else { break }
            for chat in again { places[chat.id.number] = .waits }
        case .agentChanged(let agent):
            if agent.id.number == agents.count {
                agents.append(agent)
            } else {
                agents[agent.id.number] = agent
            }
        case .roomChanged(let room): rooms[room.id.number] = room
        case .entitlementsChanged(let left): isEntitled = left
        case .answered, .rejected, .timePassed, .askedAll, .loggedOn, .chose, .restarted: break
        }
        for effect in effects {
            switch effect {
            case .served(let chat, let agent, _): places[chat.number] = .served(by: agent.number)
            case .unanswered(let chat): places[chat.number] = .gone
            case .offered, .offerRenewed, .offerEnded, .searchChanged, .status, .agentChanged,
                .wentOnBreak, .explained:
                break
            }
        }
    }

    /// For each room the agents who wait for a call of it, serve nobody, and may be asked.
    func idle(in distribution: Distribution) -> [Flags] {
        var idle = [Flags](repeating: Flags(), count: rooms.count)
        for agent in distribution.agents
        where agent.browser == .waitingNewCall && agent.serving.isEmpty {
            let number = agent.id.number
            guard isEntitled || agents[number].isAdministrator else { continue }
            for room in agents[number].rooms { idle[room.number].insert(number) }
        }
        return idle
    }

    /// Whether the chat may be kept for the agent who served its customer last: its room says so,
    /// that agent is busy and might be asked otherwise, and the customer has not asked for all
    /// (DIST-4).
    func isKept(_ chat: WaitingChat, in distribution: Distribution) -> Bool {
        guard chat.heldUntil != nil, !chat.asksAll, rooms[chat.room.number].sameAgent,
            let last = distribution.agents.first(where: { $0.id == chat.lastAgent }),
            agents[last.id.number].rooms.contains(chat.room),
            isEntitled || agents[last.id.number].isAdministrator,
            !chat.rejectedBy.contains(last.id), !chat.expiredAt.contains(last.id)
        else { return false }
        switch last.browser {
        case .servingCustomer, .hangUp, .remoteCustomerHangup: return true
        case .waitingNewCall, .takingBreak, nil: return false
        }
    }

    /// How many chats at once these rooms allow an agent who serves them all (DIST-5).
    func most(of agent: Int, serving chats: [DistributionAgent.Served]) -> Int {
        let rooms = chats.map { self.rooms[$0.room.number] }
        guard rooms.allSatisfy(\.simultaneousChats) else { return 1 }
        return max(1, agents[agent].maxChats ?? rooms.map(\.maxChats).min() ?? 1)
    }
}
