import FoyerCore

/// The engine, as the simulated server sees it: with or without a planted bug.
struct SimulatedEngine {
    private(set) var distribution: Distribution
    let mutation: Mutation?

    init(_ distribution: Distribution, mutation: Mutation?) {
        self.distribution = distribution
        self.mutation = mutation
        for index in distribution.rooms.indices { bend(&self.distribution.rooms[index]) }
    }

    mutating func handle(
        _ event: DistributionEvent, at now: Instant
    ) throws(DistributionRefusal) -> [DistributionEffect] {
        guard let mutation else { return try distribution.handle(event, at: now) }
        let asked = event
        let event = bent(event, by: mutation)
        let unprepared = distribution
        if case .loggedOff(let agent, _, _) = event, event != asked { forgetServed(by: agent) }
        let kept = prepare(for: event, mutation, at: now)
        let before = distribution
        do {
            var effects = try distribution.handle(event, at: seen(now, at: event))
            spoil(&effects, after: event, before: before, mutation, kept: kept)
            restoreMemory(of: unprepared, after: event)
            return effects
        } catch {
            distribution = unprepared
            if mutation == .bothLetTwoWin, error == .offerTaken, let effects = letWinToo(event) {
                return effects
            }
            if mutation == .changesStateOnRefusal, !distribution.chats.isEmpty {
                distribution.chats[0].asksAll.toggle()
            }
            throw error
        }
    }
}

// Before the event: another event than asked for, or other facts.
extension SimulatedEngine {
    private func bent(_ event: DistributionEvent, by mutation: Mutation) -> DistributionEvent {
        switch (mutation, event) {
        case (.ignoresEntitlements, .entitlementsChanged): return .entitlementsChanged(left: true)
        case (.leaksPrivateRoom, .asked(var chat)):
            chat.onlyAgent = nil
            return .asked(chat)
        case (.forgetsLastAgent, .asked(var chat)):
            chat.lastAgent = nil
            return .asked(chat)
        case (.bothLoseChatOfLostAgent, .loggedOff(let agent, let channel, let again))
        where !again.isEmpty:
            return .loggedOff(agent, channel, waitingAgain: [])
        case (_, .roomChanged(var room)):
            bend(&room)
            return .roomChanged(room)
        case (.mixesUpWhoHungUp, .ended(let chat, let ender)):
            return .ended(chat, by: ender == .agent ? .customer : .agent)
        default: return event
        }
    }

    private func bend(_ room: inout DistributionRoom) {
        switch mutation {
        case .ignoresAgentsAtOnce: room.settings.agentsAtOnce = 0
        case .overbooksByOne: room.maxChats += 1
        case .everyRoomAllowsSeveral: room.simultaneousChats = true
        case .ignoresWaitLimit: room.settings.waitLimitSeconds = 0
        case .neverEndsWrapUp: room.settings.wrapUpSeconds = 0
        case .wrapsUpASecondTooLong:
            if room.settings.wrapUpSeconds > 0 { room.settings.wrapUpSeconds += 1 }
        case .passesBusyLastAgent: room.sameAgent = false
        case .holdsASecondTooLong: room.settings.lastAgentRingSeconds += 1
        case .ringsASecondTooLong: room.settings.desktopRingSeconds += 1
        default: break
        }
    }

    /// A server that accepts late answers looks at a clock that has stopped.
    private func seen(_ now: Instant, at event: DistributionEvent) -> Instant {
        guard mutation == .acceptsLateAnswers, case .answered(let chat, let number, _) = event,
            let waiting = distribution.chats.first(where: { $0.id == chat }),
            let offer = waiting.offers.first(where: { $0.number == number }), offer.expiresAt <= now
        else { return now }
        return offer.madeAt
    }

    private func wakesNobody(_ event: DistributionEvent) -> Bool {
        switch event {
        case .asked, .answered, .rejected, .timePassed, .left, .ended: true
        case .askedAll, .loggedOn, .loggedOff, .chose, .agentChanged, .roomChanged,
            .entitlementsChanged,
            .restarted:
            false
        }
    }

    /// Returns an offer to be put back after the event, for bugs that spare one.
    private mutating func prepare(
        for event: DistributionEvent, _ mutation: Mutation, at now: Instant
    ) -> (chat: ID<Chat>, offer: LiveOffer)? {
        if mutation == .neverTires {
            for index in distribution.agents.indices { distribution.agents[index].missedRings = 0 }
        }
        for index in distribution.chats.indices {
            switch mutation {
            case .asksRejecterAgain where wakesNobody(event):
                distribution.chats[index].rejectedBy = []
            case .asksSleeperAgain where wakesNobody(event):
                distribution.chats[index].expiredAt = []
            case .leavesOneExpiredOffer where event == .timePassed:
                let due = distribution.chats[index].offers.firstIndex { $0.expiresAt <= now }
                guard let due else { continue }
                let offer = distribution.chats[index].offers[due]
                distribution.chats[index].offers[due].expiresAt = now.adding(seconds: 1)
                return (distribution.chats[index].id, offer)
            default: return nil
            }
        }
        return nil
    }
}

// After the event: another state or other effects than the engine's.
extension SimulatedEngine {
    private mutating func spoil(
        _ effects: inout [DistributionEffect], after event: DistributionEvent, before: Distribution,
        _ mutation: Mutation, kept: (chat: ID<Chat>, offer: LiveOffer)?
    ) {
        if let kept, let chat = distribution.chats.firstIndex(where: { $0.id == kept.chat }),
            let offer = distribution.chats[chat].offers.firstIndex(where: {
                $0.number == kept.offer.number
            })
        {
            distribution.chats[chat].offers[offer] = kept.offer
        }
        switch (mutation, event) {
        case (.losesChatOfLostAgent, .loggedOff(_, _, let again)):
            distribution.chats.removeAll { chat in again.contains { $0.id == chat.id } }
        case (.keepsAnsweredChatWaiting, .answered(let chat, _, _)):
            guard let waiting = before.chats.first(where: { $0.id == chat }) else { break }
            distribution.chats.append(waiting)
            distribution.chats.sort(by: WaitingChat.isBefore)
        case (.neverWakesSleeper, .chose(_, .ready)), (.forgetsReadyAgent, .chose(_, .ready)),
            (.forgetsFreedCapacity, .ended), (.ringsThroughBreak, .chose(_, .takeBreak)):
            forgetChats(of: &effects, before: before)
        case (.keepsOffersOfBusyAgent, .answered(let chat, _, _)):
            forgetChats(of: &effects, before: before)
            distribution.chats.removeAll { $0.id == chat }
        case (.renewsNothingAtRestart, .restarted): forgetChats(of: &effects, before: before)
        case (.neverForgetsMisses, .answered), (.neverForgetsMisses, .rejected):
            for index in before.agents.indices {
                distribution.agents[index].missedRings = before.agents[index].missedRings
            }
        case (.bothLoseChatOfLostAgent, .loggedOff(let agent, _, _)):
            let isTold = effects.contains(.agentChanged(agent))
            if !isTold, before != distribution { effects.append(.agentChanged(agent)) }
        case (.ignoresAskAll, .askedAll(let chat)):
            forgetChats(of: &effects, before: before)
            for index in distribution.chats.indices where distribution.chats[index].id == chat {
                distribution.chats[index].asksAll = true
            }
            effects.append(.searchChanged(chat))
        case (.forgetsWhoAsksAll, .askedAll):
            for index in distribution.chats.indices { distribution.chats[index].asksAll = false }
        case (.servesOnOneChannelOnly, .answered):
            for index in before.agents.indices {
                distribution.agents[index].mobile = before.agents[index].mobile
            }
        default: spoil(&effects, mutation)
        }
    }

    private func spoil(_ effects: inout [DistributionEffect], _ mutation: Mutation) {
        switch mutation {
        case .hidesTakenOffers:
            effects.removeAll { effect in
                if case .offerEnded(_, _, .taken) = effect { true } else { false }
            }
        case .bendsExplanations:
            effects = effects.map { effect in
                guard case .explained(let chat, var explanation) = effect else { return effect }
                explanation.inputs?.expiredAt = []
                return .explained(chat, explanation)
            }
        case .considersNewestFirst: effects.reverse()
        case .swallowsSearchChange:
            effects.removeAll { effect in
                if case .searchChanged = effect { true } else { false }
            }
        default: break
        }
    }

    /// A bug that ignored who rejected or slept would still write it down.
    private mutating func restoreMemory(of former: Distribution, after event: DistributionEvent) {
        guard mutation == .asksRejecterAgain || mutation == .asksSleeperAgain, wakesNobody(event)
        else {
            return
        }
        for chat in former.chats {
            guard let index = distribution.chats.firstIndex(where: { $0.id == chat.id }) else {
                continue
            }
            for agent in chat.rejectedBy where !distribution.chats[index].rejectedBy.contains(agent)
            {
                distribution.chats[index].rejectedBy.append(agent)
            }
            for agent in chat.expiredAt where !distribution.chats[index].expiredAt.contains(agent) {
                distribution.chats[index].expiredAt.append(agent)
            }
            distribution.chats[index].rejectedBy.sort()
            distribution.chats[index].expiredAt.sort()
        }
    }

    private mutating func forgetChats(of effects: inout [DistributionEffect], before: Distribution)
    {
        distribution.chats = before.chats
        effects.removeAll { effect in
            switch effect {
            case .offered, .offerEnded, .offerRenewed, .explained, .searchChanged: true
            case .served, .unanswered, .status, .agentChanged, .wentOnBreak: false
            }
        }
    }
}

// Bugs that the reference model shares.
extension SimulatedEngine {
    private mutating func forgetServed(by agent: ID<Agent>) {
        guard let index = distribution.agents.firstIndex(where: { $0.id == agent }) else { return }
        distribution.agents[index].serving = []
    }

    /// `nil` where the late answer stays refused.
    private mutating func letWinToo(_ event: DistributionEvent) -> [DistributionEffect]? {
        guard case .answered(let chat, _, let late) = event,
            let index = distribution.agents.firstIndex(where: { $0.id == late }),
            distribution.agents[index].browser == .waitingNewCall,
            distribution.agents[index].serving.isEmpty,
            !distribution.chats.contains(where: { $0.offers.contains { $0.agent == late } }),
            let served = distribution.agents.flatMap(\.serving).first(where: { $0.chat == chat })
        else { return nil }
        var effects: [DistributionEffect] = []
        for channel in Channel.allCases where distribution.agents[index][channel] != nil {
            guard distribution.agents[index][channel] != .servingCustomer else { continue }
            distribution.agents[index][channel] = .servingCustomer
            effects.append(.status(late, channel, .servingCustomer))
        }
        distribution.agents[index].serving = [served]
        return effects + [.agentChanged(late)]
    }
}
