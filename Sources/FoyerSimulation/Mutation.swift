import FoyerCore

/// A bug planted to prove that the simulator would see it.
package enum Mutation: String, Sendable, CaseIterable {
    // Around the engine: the reference model knows better.
    case losesChatOfLostAgent, keepsAnsweredChatWaiting, acceptsLateAnswers, leavesOneExpiredOffer
    case asksRejecterAgain, asksSleeperAgain, neverWakesSleeper, ignoresEntitlements,
        leaksPrivateRoom, forgetsLastAgent
    case ignoresAgentsAtOnce, overbooksByOne, everyRoomAllowsSeveral, forgetsReadyAgent
    case forgetsFreedCapacity, ringsThroughBreak, keepsOffersOfBusyAgent, mixesUpWhoHungUp
    case renewsNothingAtRestart, neverForgetsMisses, neverTires, hidesTakenOffers, bendsExplanations
    case ignoresWaitLimit, servesOnOneChannelOnly, considersNewestFirst, ringsASecondTooLong
    case neverEndsWrapUp, wrapsUpASecondTooLong
    case ignoresAskAll, passesBusyLastAgent, holdsASecondTooLong
    case swallowsSearchChange, changesStateOnRefusal, forgetsWhoAsksAll
    // In the engine and in the reference model alike: no comparison of the two can see it.
    case bothLoseChatOfLostAgent, bothLetTwoWin, bothOverbook, bothSeeTimeLate,
        bothOverlookLastRoom

    /// For each promise of R-11 a bug that breaks it and is seen by nothing else that is checked.
    package static let seenOnlyBy: [(promise: Violation.Promise, mutation: Mutation)] = [
        (.noChatLost, .bothLoseChatOfLostAgent),
        (.oneWinner, .bothLetTwoWin),
        (.withinCapacity, .bothOverbook),
        (.noOfferOutlivesItsExpiry, .bothSeeTimeLate),
        (.nobodyWaitsBesideAnIdleCandidate, .bothOverlookLastRoom),
        (.explanationReplays, .bendsExplanations),
    ]

    /// The event as engine and reference model both take it in.
    func asBothSee(_ event: DistributionEvent) -> DistributionEvent {
        switch event {
        case .roomChanged(let room): .roomChanged(asBothSee(room))
        case .agentChanged(let agent): .agentChanged(asBothSee(agent))
        default: event
        }
    }

    func asBothSee(_ room: DistributionRoom) -> DistributionRoom {
        guard self == .bothOverbook else { return room }
        var room = room
        room.maxChats += 1
        return room
    }

    func asBothSee(_ agent: DistributionAgent) -> DistributionAgent {
        guard self == .bothOverlookLastRoom, agent.rooms.count > 1 else { return agent }
        var agent = agent
        agent.rooms.removeLast()
        return agent
    }

    func asBothSee(_ now: Instant) -> Instant {
        self == .bothSeeTimeLate ? now.adding(seconds: -1) : now
    }
}
