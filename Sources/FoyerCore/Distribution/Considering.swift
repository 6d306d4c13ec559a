// Whom a waiting chat is offered to, after an event has changed the facts.

extension Distribution {
    /// Considers a chat anew: withdraws what may no longer ring, and offers it to all who are due.
    mutating func reconsider(chatAt index: Int, in step: inout Step) {
        var inputs = inputs(ofChatAt: index)
        inputs.ringing = ringing(atChatAt: index)
        addAgents(to: &inputs, ofChatAt: index)
        let unavailable = chats[index].offers.filter { offer in
            guard let facts = inputs.facts(of: offer.agent) else { return true }
            return inputs.removal(of: facts, in: offer.stage) != nil
        }.map(\.number)
        if !unavailable.isEmpty {
            endOffers(ofChatAt: index, as: .agentUnavailable, in: &step) {
                unavailable.holds($0.number)
            }
            inputs.ringing = ringing(atChatAt: index)
        }
        apply(inputs, toChatAt: index, in: &step)
    }

    /// Considers all chats that one agent can have to do with, because only that agent changed.
    ///
    /// Of the others nobody can have become a candidate, so they are looked at only where this
    /// agent's offer ended and may leave room for somebody else. `formerRooms`: served until this
    /// event.
    mutating func reconsider(
        agentAt agent: Int, formerRooms: [ID<Room>] = [], in step: inout Step
    ) {
        // Of a long queue only what rings there, what may, and what waits for this very agent.
        let id = agents[agent].id
        let isWaitedFor = chats.contains { $0.lastAgent == id && $0.heldUntil != nil }
        var ringsLeft = ringCounts[agent]
        for index in chats.indices {
            let isKept = isWaitedFor && chats[index].lastAgent == id
            guard ringsLeft > 0 || isKept || mayRingMore(agentAt: agent) else {
                if isWaitedFor { continue } else { return }
            }
            let room = chats[index].room
            guard agents[agent].rooms.holds(room) || formerRooms.holds(room) else { continue }
            if ringsLeft > 0, chats[index].offers.contains(where: { $0.agent == id }) {
                ringsLeft -= 1
            }
            reconsider(chatAt: index, agentAt: agent, in: &step)
        }
    }

    /// Offers more chats to those at whom as many rang as may, now that some ring no more. At the
    /// end of an event, so that what has waited longest comes first.
    mutating func ringMore(in step: inout Step) {
        while !step.released.isEmpty {
            for agent in step.released { ringCounts[agent] -= 1 }
            var free = step.released.sortedOnce().filter { mayRingMore(agentAt: $0) }
            step.released = []
            for index in chats.indices {
                guard !free.isEmpty else { break }
                guard chats[index].heldUntil == nil else { continue }
                let ringing = chats[index].offers.map(\.agent).sorted()
                let atOnce = room(ofChatAt: index)?.settings.agentsAtOnce ?? 0
                // Beside the last agent all others may be asked, once the customer asked for them.
                let counted = chats[index].offers.count {
                    $0.stage != .lastAgent || !chats[index].asksAll
                }
                guard atOnce <= 0 || counted < atOnce else { continue }
                var wanted: [Int] = []
                for agent in free
                where !ringing.holds(agents[agent].id)
                    && isCandidate(agentAt: agent, ofChatAt: index)
                {
                    wanted.append(agent)
                    if wanted.count > 1 { break }
                }
                switch wanted.count {
                case 0: continue
                // As at a press on ready: a reason that names one, for each of so many chats.
                case 1: reconsider(chatAt: index, agentAt: wanted[0], in: &step)
                default: reconsider(chatAt: index, in: &step)
                }
                free.removeAll { !mayRingMore(agentAt: $0) }
            }
        }
    }

    /// Considers a chat after some of its offers ended: whoever was kept out by `agentsAtOnce` is
    /// next.
    mutating func refill(chatAt index: Int, in step: inout Step) {
        let atOnce = room(ofChatAt: index)?.settings.agentsAtOnce ?? 0
        guard chats[index].offers.isEmpty || atOnce > 0 else { return }
        reconsider(chatAt: index, in: &step)
    }

    /// Ends the chat's offers that `isEnded` names.
    mutating func endOffers(
        ofChatAt index: Int, as outcome: OfferOutcome, in step: inout Step,
        where isEnded: (LiveOffer) -> Bool
    ) {
        var place = -1
        for offer in chats[index].offers where isEnded(offer) {
            step.effects.append(.offerEnded(chats[index].id, offer, outcome))
            guard let agent = agentIndex(offer.agent, near: &place) else { continue }
            if ringCounts[agent] >= ringsPerAgentMax {
                step.released.append(agent)
            } else {
                ringCounts[agent] -= 1
            }
        }
        chats[index].offers.removeAll(where: isEnded)
    }

    private mutating func reconsider(chatAt index: Int, agentAt agent: Int, in step: inout Step) {
        let id = agents[agent].id
        if chats[index].heldUntil != nil {
            if chats[index].lastAgent == id { reconsider(chatAt: index, in: &step) }
            return
        }
        let rings = ringCounts[agent] > 0 && chats[index].offers.contains { $0.agent == id }
        switch (rings, isCandidate(agentAt: agent, ofChatAt: index, rings: rings)) {
        case (true, false):
            endOffers(ofChatAt: index, as: .agentUnavailable, in: &step) { $0.agent == id }
            refill(chatAt: index, in: &step)
        case (false, true):
            var inputs = inputs(ofChatAt: index, considering: id)
            inputs.agents = [facts(ofAgentAt: agent, inRoom: chats[index].room)]
            inputs.ringingElsewhere = ringing(atChatAt: index, beside: id)
            apply(inputs, toChatAt: index, in: &step)
        case (true, true), (false, false): break
        }
    }

    /// Whether nothing keeps the agent from being offered the chat, or, where it `rings` there,
    /// from being offered it still.
    private func isCandidate(
        agentAt agent: Int, ofChatAt index: Int, rings: Bool = false
    ) -> Bool {
        guard agents[agent].rooms.holds(chats[index].room) else { return false }
        var facts = facts(ofAgentAt: agent, inRoom: chats[index].room)
        if rings { facts.ringsEnough = nil }
        return inputs(ofChatAt: index, considering: facts.id).removal(of: facts, in: .desktop)
            == nil
    }

    /// Whether any chat at all could ring at the agent, beside those that do.
    private func mayRingMore(agentAt agent: Int) -> Bool {
        guard ringCounts[agent] < ringsPerAgentMax else { return false }
        return switch agents[agent].browser {
        case .waitingNewCall, .servingCustomer: true
        case .takingBreak, .hangUp, .remoteCustomerHangup, nil: false
        }
    }

    /// Lets the inputs choose, and does as they say.
    private mutating func apply(
        _ inputs: Explanation.Inputs, toChatAt index: Int, in step: inout Step
    ) {
        let choice = inputs.choice()
        let moved = inputs.stage != choice.stage || inputs.round != choice.round
        let becameFree = inputs.nobodyFree && choice.outcome != .nobodyFree
        let gaveUp = !inputs.nobodyFree && choice.outcome == .nobodyFree
        let isHeld = choice.outcome.waitsForLastAgent
        let beginsToHold = isHeld && chats[index].lastAgentWait == .notBegun
        guard moved || becameFree || gaveUp || beginsToHold || choice.outcome.isOffered else {
            return
        }

        if beginsToHold { hold(chatAt: index, in: &step) }
        // Also once it rings there: who answers another chat instead is not waited for again.
        if choice.stage != .lastAgent || gaveUp || choice.outcome.isOffered {
            chats[index].lastAgentWait = .over
        }
        chats[index].stage = choice.stage
        chats[index].round = choice.round
        chats[index].nobodyFree = choice.outcome == .nobodyFree
        if case .offered(let agents) = choice.outcome {
            let reason = choice.stage == .lastAgent ? .sameAgent : reason(inputs)
            offer(chatAt: index, to: agents, reason: reason, in: &step)
        }
        if gaveUp || beginsToHold || choice.outcome.isOffered {
            explain(chatAt: index, choice, inputs: inputs, in: &step)
        }
        step.changedChats.append(chats[index].id)
    }

    /// The chat waits for its last agent alone, from now on.
    mutating func hold(chatAt index: Int, in step: inout Step) {
        let seconds = room(ofChatAt: index)?.settings.ringSeconds(in: .lastAgent) ?? 1
        chats[index].lastAgentWait = .until(step.now.adding(seconds: seconds))
    }

    private mutating func offer(
        chatAt index: Int, to agents: [ID<Agent>], reason: OfferReason, in step: inout Step
    ) {
        let stage = chats[index].stage
        let seconds = room(ofChatAt: index)?.settings.ringSeconds(in: stage) ?? 1
        let expiresAt = step.now.adding(seconds: seconds)
        if agents.count > 100 {
            chats[index].offers.reserveCapacity(chats[index].offers.count + agents.count)
            step.effects.reserveCapacity(step.effects.count + agents.count)
        }
        var place = -1
        for agent in agents {
            if let index = agentIndex(agent, near: &place) { ringCounts[index] += 1 }
            chats[index].offersMade += 1
            let offer = LiveOffer(
                number: chats[index].offersMade, agent: agent, channel: stage.channel, stage: stage,
                madeAt: step.now, expiresAt: expiresAt, reason: reason)
            chats[index].offers.append(offer)
            step.effects.append(.offered(chats[index].id, offer))
        }
    }

    /// What the ring card says (CHAT-3).
    private func reason(_ inputs: Explanation.Inputs) -> OfferReason {
        if inputs.onlyAgent != nil { return .privateRoom }
        if !inputs.entitlementLeft { return .onlyAdministrators }
        if inputs.nobodyFree { return .nowFree }
        return inputs.agentsAtOnce > 0 ? .nextInLine : .firstFree
    }

    /// Records what was chosen for a chat that goes on waiting, or that has just stopped to.
    mutating func explain(
        chatAt index: Int, _ choice: Explanation.Choice, inputs: Explanation.Inputs? = nil,
        in step: inout Step
    ) {
        chats[index].explanationsMade += 1
        let explanation = Explanation(
            number: chats[index].explanationsMade, turn: chats[index].turn, at: step.now,
            trigger: step.trigger, settingsVersion: room(ofChatAt: index)?.settingsVersion ?? 0,
            choice: choice, inputs: inputs)
        step.effects.append(.explained(chats[index].id, explanation))
    }

    /// Ends a chat's wait with an outcome that nobody had to choose.
    mutating func explainEnd(
        ofChatAt index: Int, _ outcome: Explanation.Outcome, in step: inout Step
    ) {
        let chat = chats[index]
        let choice = Explanation.Choice(
            stage: chat.stage, round: chat.round, outcome: outcome, reviews: [])
        explain(chatAt: index, choice, in: &step)
    }
}

// The facts that a choice depends on.
extension Distribution {
    func room(ofChatAt index: Int) -> DistributionRoom? {
        roomIndex(chats[index].room).map { rooms[$0] }
    }

    /// Who serves the room: all who are logged on somewhere, and of the others the first.
    private func addAgents(to inputs: inout Explanation.Inputs, ofChatAt index: Int) {
        let room = chats[index].room
        var awayCount = 0
        for agent in agents.indices where agents[agent].rooms.holds(room) {
            if !agents[agent].isLoggedOn {
                awayCount += 1
                guard awayCount <= Limit.explainedAwayAgentsMax else { continue }
            }
            inputs.agents.append(facts(ofAgentAt: agent, inRoom: room))
        }
        let more = awayCount - Limit.explainedAwayAgentsMax
        inputs.moreAway = more > 0 ? more : nil
    }

    /// The inputs without any agent and without what rings, for considering all agents or one.
    private func inputs(
        ofChatAt index: Int, considering agent: ID<Agent>? = nil
    ) -> Explanation.Inputs {
        let chat = chats[index]
        let room = room(ofChatAt: index)
        let settings = room?.settings ?? DistributionSettings()
        let mayHold =
            room?.sameAgent == true && chat.lastAgent != nil && chat.lastAgentWait != .over
        // Of one agent alone only what concerns that agent, or every answer would carry them all.
        let concerned = { (ids: [ID<Agent>]) in agent.map { ids.holds($0) ? [$0] : [] } ?? ids }
        return Explanation.Inputs(
            agentsAtOnce: settings.agentsAtOnce, maxRounds: settings.maxRounds,
            entitlementLeft: entitlementLeft, onlyAgent: chat.onlyAgent,
            lastAgent: chat.lastAgent,
            waitsForLastAgent: mayHold ? true : nil,
            asksAll: chat.asksAll ? true : nil, round: chat.round,
            stage: chat.stage, nobodyFree: chat.nobodyFree,
            rejectedBy: concerned(chat.rejectedBy), expiredAt: concerned(chat.expiredAt),
            ringing: [], agents: [])
    }

    private func ringing(atChatAt index: Int) -> [Explanation.Ringing] {
        chats[index].offers.map { Explanation.Ringing(agent: $0.agent, stage: $0.stage) }
            .sorted { $0.agent < $1.agent }
    }

    private func ringing(
        atChatAt index: Int, beside agent: ID<Agent>
    ) -> [Explanation.RingingElsewhere] {
        var elsewhere: [Explanation.RingingElsewhere] = []
        for offer in chats[index].offers where offer.agent != agent {
            if let known = elsewhere.firstIndex(where: { $0.stage == offer.stage }) {
                elsewhere[known].count += 1
            } else {
                elsewhere.append(.init(stage: offer.stage, count: 1))
            }
        }
        return elsewhere
    }

    private func facts(ofAgentAt index: Int, inRoom room: ID<Room>) -> Explanation.AgentFacts {
        let agent = agents[index]
        return Explanation.AgentFacts(
            id: agent.id, isAdministrator: agent.isAdministrator, browser: agent.browser,
            mobile: agent.mobile, serves: agent.serving.count,
            servesAtMost: limit(of: agent, inRoom: room),
            ringsEnough: ringCounts[index] >= ringsPerAgentMax ? true : nil)
    }

    /// How many chats the agent may serve at once with one of this room among them (DIST-5).
    ///
    /// One, unless every room concerned is known to allow several; then the agent's own limit, or
    /// the smallest of the rooms'. A limit below one would hide the agent without a word, so it
    /// counts as one.
    func limit(of agent: DistributionAgent, inRoom id: ID<Room>) -> Int {
        guard let room = roomIndex(id), rooms[room].simultaneousChats else { return 1 }
        var least = rooms[room].maxChats
        for served in agent.serving where served.room != id {
            guard let other = roomIndex(served.room), rooms[other].simultaneousChats else {
                return 1
            }
            least = min(least, rooms[other].maxChats)
        }
        return max(1, agent.maxChats ?? least)
    }
}

extension Stage {
    /// Where the offers of this stage ring.
    package var channel: Channel {
        switch self {
        case .lastAgent, .desktop: .browser
        case .onlineMobile, .offlineMobile: .mobile
        }
    }
}

extension DistributionSettings {
    /// How long an offer of the stage rings; at least a second.
    package func ringSeconds(in stage: Stage) -> Int {
        switch stage {
        case .lastAgent: max(1, lastAgentRingSeconds)
        // The other stages' settings come with their candidates.
        case .desktop, .onlineMobile, .offlineMobile: max(1, desktopRingSeconds)
        }
    }
}
