import FoyerCore

/// A bug planted around the engine, to prove that the simulator would see it (`PROOF.md`, R-11).
package enum Mutation: String, Sendable, CaseIterable {
    case losesChatOfLostAgent, keepsAnsweredChatWaiting, acceptsLateAnswers, leavesOneExpiredOffer
    case asksRejecterAgain, asksSleeperAgain, neverWakesSleeper, ignoresEntitlements, leaksPrivateRoom
    case ignoresAgentsAtOnce, overbooksByOne, everyRoomAllowsSeveral, forgetsReadyAgent
    case forgetsFreedCapacity, ringsThroughBreak, keepsOffersOfBusyAgent, mixesUpWhoHungUp
    case renewsNothingAtRestart, neverForgetsMisses, neverTires, hidesTakenOffers, bendsExplanations
    case ignoresWaitLimit, servesOnOneChannelOnly, considersNewestFirst, ringsASecondTooLong
    case swallowsSearchChange, changesStateOnRefusal
}

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
        let event = bent(event, by: mutation)
        let unprepared = distribution
        let kept = prepare(for: event, mutation, at: now)
        let before = distribution
        do {
            var effects = try distribution.handle(event, at: now)
            spoil(&effects, after: event, before: before, mutation, kept: kept, at: now)
            restoreMemory(of: unprepared, mutation)
            return effects
        } catch {
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
        case .ringsASecondTooLong: room.settings.desktopRingSeconds += 1
        default: break
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
            case .asksRejecterAgain: distribution.chats[index].rejectedBy = []
            case .asksSleeperAgain: distribution.chats[index].expiredAt = []
            case .acceptsLateAnswers:
                guard case .answered = event else { continue }
                for offer in distribution.chats[index].offers.indices {
                    distribution.chats[index].offers[offer].expiresAt = now.adding(seconds: 1)
                }
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
        _ mutation: Mutation, kept: (chat: ID<Chat>, offer: LiveOffer)?, at now: Instant
    ) {
        if let kept, let chat = distribution.chats.firstIndex(where: { $0.id == kept.chat }),
            let offer = distribution.chats[chat].offers.firstIndex(where: { $0.number == kept.offer.number })
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
    private mutating func restoreMemory(of former: Distribution, _ mutation: Mutation) {
        guard mutation == .asksRejecterAgain || mutation == .asksSleeperAgain else { return }
        for chat in former.chats {
            guard let index = distribution.chats.firstIndex(where: { $0.id == chat.id }) else { continue }
            if mutation == .asksRejecterAgain {
                let all = distribution.chats[index].rejectedBy + chat.rejectedBy
                distribution.chats[index].rejectedBy = all.sorted()
            } else if !chat.expiredAt.isEmpty, distribution.chats[index].expiredAt.isEmpty {
                distribution.chats[index].expiredAt = chat.expiredAt
            }
        }
    }

    private mutating func forgetChats(of effects: inout [DistributionEffect], before: Distribution) {
        distribution.chats = before.chats
        effects.removeAll { effect in
            switch effect {
            case .offered, .offerEnded, .offerRenewed, .explained, .searchChanged: true
            case .served, .unanswered, .status, .agentChanged, .wentOnBreak: false
            }
        }
    }
}
