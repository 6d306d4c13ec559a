// What agents do with an offer, and with the chat they got.

extension Distribution {
    mutating func answer(
        _ chat: ID<Chat>, offer number: Int, by agent: ID<Agent>, in step: inout Step
    ) throws(DistributionRefusal) {
        guard let server = agentIndex(agent) else { throw .unknownAgent }
        // The same answer twice is one answer: the agent has the chat.
        if agents[server].serving.contains(where: { $0.chat == chat }) { return }
        let index = try chatWithLiveOffer(chat, number: number, of: agent, at: step.now)
        let limit = limit(of: agents[server], inRoom: chats[index].room)
        guard agents[server].serving.count < limit else { throw .offerGone }

        for offer in chats[index].offers where offer.number == number {
            step.effects.append(.served(chat, by: agent, offer))
        }
        endOffers(ofChatAt: index, as: .accepted, in: &step) { $0.number == number }
        endOffers(ofChatAt: index, as: .taken, in: &step) { _ in true }
        explainEnd(ofChatAt: index, .served(by: agent), in: &step)
        let room = chats.remove(at: index).room

        agents[server].serving.append(.init(chat: chat, room: room))
        agents[server].missedRings = 0
        step.changedAgents.append(agent)
        setStatus(ofAgentAt: server, to: .servingCustomer, in: &step)
        reconsider(agentAt: server, in: &step)
    }

    mutating func reject(
        _ chat: ID<Chat>, offer number: Int, by agent: ID<Agent>, in step: inout Step
    ) throws(DistributionRefusal) {
        guard let rejecter = agentIndex(agent) else { throw .unknownAgent }
        let index = try chatWithLiveOffer(chat, number: number, of: agent, at: step.now)
        endOffers(ofChatAt: index, as: .rejected, in: &step) { $0.number == number }
        chats[index].rejectedBy.add(agent)
        step.changedChats.append(chat)
        forgetMissedRings(ofAgentAt: rejecter, in: &step)
        refill(chatAt: index, in: &step)
    }

    mutating func end(
        _ chat: ID<Chat>, by ender: Ender, in step: inout Step
    ) throws(DistributionRefusal) {
        guard let server = serverIndex(of: chat),
            let served = agents[server].serving.first(where: { $0.chat == chat })
        else { throw .unknownChat }
        agents[server].serving.removeAll { $0.chat == chat }
        step.changedAgents.append(agents[server].id)
        if agents[server].serving.isEmpty {
            let status: AgentStatus =
                switch ender {
                case .customer, .customerLost: .remoteCustomerHangup
                case .agent: .hangUp
                }
            setStatus(ofAgentAt: server, to: status, in: &step)
            wrapUp(agentAt: server, after: served.room, in: &step)
        }
        reconsider(agentAt: server, in: &step)
    }

    /// The waiting chat, if this offer of it rings at this agent and has not run out.
    private func chatWithLiveOffer(
        _ chat: ID<Chat>, number: Int, of agent: ID<Agent>, at now: Instant
    ) throws(DistributionRefusal) -> Int {
        guard let index = chatIndex(chat) else {
            throw serverIndex(of: chat) != nil ? .offerTaken : .offerGone
        }
        let isLive = chats[index].offers.contains {
            $0.number == number && $0.agent == agent && now < $0.expiresAt
        }
        guard isLive else { throw .offerGone }
        return index
    }
}
