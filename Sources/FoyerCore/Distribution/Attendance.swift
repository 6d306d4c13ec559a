// Log-on, log-off, ready and break (ST-1 to ST-6).

extension Distribution {
    /// Logs on to a channel. Where the agent is logged on already nothing happens: a second tab or
    /// a reconnect is no log-on, and must not ring again what was let expire.
    mutating func logOn(
        _ agent: ID<Agent>, on channel: Channel, onBreak: Bool, in step: inout Step
    ) throws(DistributionRefusal) {
        guard let index = agentIndex(agent) else { throw .unknownAgent }
        guard agents[index][channel] == nil else { return }
        let elsewhere = Channel.allCases.compactMap { agents[index][$0] }.first
        let alone: AgentStatus = onBreak ? .takingBreak : .waitingNewCall
        let status = agents[index].serving.isEmpty ? elsewhere ?? alone : .servingCustomer
        agents[index][channel] = status
        step.effects.append(.status(agent, channel, status))
        startAfresh(agentAt: index, in: &step)
        reconsider(agentAt: index, in: &step)
    }

    /// Logs off from a channel; from the last one, the served chats wait again (CHAT-8).
    mutating func logOff(
        _ agent: ID<Agent>, from channel: Channel, waitingAgain: [WaitingChat], in step: inout Step
    ) throws(DistributionRefusal) {
        guard let index = agentIndex(agent) else { throw .unknownAgent }
        guard agents[index][channel] != nil else { return }
        let staysElsewhere = Channel.allCases.contains { $0 != channel && agents[index][$0] != nil }
        let lost = staysElsewhere ? [] : waitingAgain
        if !staysElsewhere { try checkWaitingAgain(lost, of: agents[index]) }

        agents[index][channel] = nil
        step.effects.append(.status(agent, channel, nil))
        if !staysElsewhere { setReady(agentAt: index, at: nil, in: &step) }
        if !lost.isEmpty {
            agents[index].serving = []
            step.changedAgents.append(agent)
        }
        reconsider(agentAt: index, in: &step)
        for chat in lost.sorted(by: WaitingChat.isBefore) { enqueue(chat, in: &step) }
    }

    /// Ready and break apply to every channel (ST-1).
    mutating func choose(
        _ choice: AgentChoice, by agent: ID<Agent>, in step: inout Step
    ) throws(DistributionRefusal) {
        guard let index = agentIndex(agent) else { throw .unknownAgent }
        guard agents[index].isLoggedOn else { throw .notLoggedOn }
        guard agents[index].serving.isEmpty else { throw .serving }
        setReady(agentAt: index, at: nil, in: &step)
        switch choice {
        case .ready:
            setStatus(ofAgentAt: index, to: .waitingNewCall, in: &step)
            startAfresh(agentAt: index, in: &step)
        case .takeBreak: setStatus(ofAgentAt: index, to: .takingBreak, in: &step)
        }
        reconsider(agentAt: index, in: &step)
    }

    /// Sets the status on every channel where the agent is logged on.
    mutating func setStatus(ofAgentAt index: Int, to status: AgentStatus, in step: inout Step) {
        for channel in Channel.allCases {
            guard let former = agents[index][channel], former != status else { continue }
            agents[index][channel] = status
            step.effects.append(.status(agents[index].id, channel, status))
        }
    }

    /// Whom the agent let wait may ring there again, and missed rings count from none (DIST-6,
    /// ST-6).
    mutating func startAfresh(agentAt index: Int, in step: inout Step) {
        forgetMissedRings(ofAgentAt: index, in: &step)
        let agent = agents[index].id
        for chat in chats.indices where chats[chat].expiredAt.takeOut(agent) {
            step.changedChats.append(chats[chat].id)
        }
    }

    mutating func forgetMissedRings(ofAgentAt index: Int, in step: inout Step) {
        guard agents[index].missedRings != 0 else { return }
        agents[index].missedRings = 0
        step.changedAgents.append(agents[index].id)
    }

    /// No chat may be lost: those that wait again are exactly those the agent served.
    private func checkWaitingAgain(
        _ chats: [WaitingChat], of agent: DistributionAgent
    ) throws(DistributionRefusal) {
        guard chats.map(\.id).sortedOnce() == agent.serving.map(\.chat).sorted(),
            chats.count == agent.serving.count
        else { throw .unknownChat }
        for chat in chats where roomIndex(chat.room) == nil { throw .unknownRoom }
        for chat in chats where chatIndex(chat.id) != nil { throw .alreadyWaiting }
    }
}

extension DistributionAgent {
    /// The status on a channel; `nil` where the agent is not logged on.
    package subscript(channel: Channel) -> AgentStatus? {
        get {
            switch channel {
            case .browser: browser
            case .mobile: mobile
            }
        }
        set {
            switch channel {
            case .browser: browser = newValue
            case .mobile: mobile = newValue
            }
        }
    }

    package var isLoggedOn: Bool { browser != nil || mobile != nil }
}
