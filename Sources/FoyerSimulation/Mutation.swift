/// A bug planted around the engine, to prove that the simulator would see it.
package enum Mutation: String, Sendable, CaseIterable {
    case losesChatOfLostAgent, keepsAnsweredChatWaiting, acceptsLateAnswers, leavesOneExpiredOffer
    case asksRejecterAgain, asksSleeperAgain, neverWakesSleeper, ignoresEntitlements,
        leaksPrivateRoom, forgetsLastAgent
    case ignoresAgentsAtOnce, overbooksByOne, everyRoomAllowsSeveral, forgetsReadyAgent
    case forgetsFreedCapacity, ringsThroughBreak, keepsOffersOfBusyAgent, mixesUpWhoHungUp
    case renewsNothingAtRestart, neverForgetsMisses, neverTires, hidesTakenOffers, bendsExplanations
    case ignoresWaitLimit, servesOnOneChannelOnly, considersNewestFirst, ringsASecondTooLong
    case swallowsSearchChange, changesStateOnRefusal
}
