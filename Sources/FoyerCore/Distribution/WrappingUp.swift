// The time after a chat that an agent has for what is left to do (ST-2).

extension Distribution {
    /// The last chat of this agent has ended: where its room says so, the agent is ready by itself
    /// after a while.
    mutating func wrapUp(agentAt agent: Int, after room: ID<Room>, in step: inout Step) {
        let seconds = roomIndex(room).map { rooms[$0].settings.wrapUpSeconds } ?? 0
        setReady(
            agentAt: agent, at: seconds > 0 ? step.now.adding(seconds: seconds) : nil, in: &step)
    }

    /// Makes everybody ready whose time is over. Returns their places.
    ///
    /// All of them before any chat is considered: who served a customer last comes first, also
    /// where others become ready with that agent.
    mutating func endWrapUps(in step: inout Step) -> [Int] {
        guard wrappingUpCount > 0 else { return [] }
        let due = agents.indices.filter { agent in
            agents[agent].readyAt.map { $0 <= step.now } ?? false
        }
        for agent in due {
            setStatus(ofAgentAt: agent, to: .waitingNewCall, in: &step)
            setReady(agentAt: agent, at: nil, in: &step)
            startAfresh(agentAt: agent, in: &step)
        }
        return due
    }

    /// Considers all chats that one of these agents serves the room of.
    mutating func reconsider(forAgentsAt ready: [Int], in step: inout Step) {
        if ready.count == 1 { return reconsider(agentAt: ready[0], in: &step) }
        for index in chats.indices {
            let room = chats[index].room
            guard ready.contains(where: { agents[$0].rooms.holds(room) }) else { continue }
            reconsider(chatAt: index, in: &step)
        }
    }

    /// The earliest moment at which an agent becomes ready by itself.
    var nextReady: Instant? {
        wrappingUpCount > 0 ? agents.lazy.compactMap(\.readyAt).min() : nil
    }

    mutating func setReady(agentAt agent: Int, at instant: Instant?, in step: inout Step) {
        let former = agents[agent].readyAt
        guard former != instant else { return }
        wrappingUpCount += (instant == nil ? 0 : 1) - (former == nil ? 0 : 1)
        agents[agent].readyAt = instant
        step.changedAgents.append(agents[agent].id)
    }
}
