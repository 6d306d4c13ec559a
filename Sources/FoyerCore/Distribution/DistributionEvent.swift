/// What can happen to a company's distribution.
package enum DistributionEvent: Equatable, Sendable {
    /// A chat begins to wait: asked for, or waiting again in a new turn.
    case asked(WaitingChat)
    case answered(ID<Chat>, offer: Int, by: ID<Agent>)
    case rejected(ID<Chat>, offer: Int, by: ID<Agent>)
    /// The clock reached a deadline: offers and wait limits that are due now are ended.
    case timePassed
    /// The customer left the queue: cancelled, lost, or left by a letter or an alert.
    case left(ID<Chat>)
    case askedAll(ID<Chat>)
    case ended(ID<Chat>, by: Ender)
    /// `onBreak`: a screen returns whose agent was on a break when it was lost; a break ends by the
    /// agent's choice alone (ST-1).
    case loggedOn(ID<Agent>, Channel, onBreak: Bool = false)
    /// The agent left this channel. Chats in `waitingAgain` were served by an agent who is now
    /// logged on nowhere; they begin a new turn at the head of the queue (CHAT-8).
    case loggedOff(ID<Agent>, Channel, waitingAgain: [WaitingChat])
    /// The agent pressed ready or break; it applies to every channel (ST-1).
    case chose(ID<Agent>, AgentChoice)
    /// An agent was made or edited: facts are taken over, status and served chats kept.
    case agentChanged(DistributionAgent)
    /// A room was made or its settings published.
    case roomChanged(DistributionRoom)
    /// The last entitlement was spent, or there are some again (CO-3).
    case entitlementsChanged(left: Bool)
    /// No node ran since the last event: open offers begin anew (CHAT-10).
    case restarted
}

/// Who ended a served chat; it decides the agent's status (ST-2).
package enum Ender: String, Equatable, Sendable, CaseIterable {
    case customer, agent
    /// The customer's connection was lost longer than the grace (CHAT-6).
    case customerLost
}

package enum AgentChoice: String, Equatable, Sendable, CaseIterable {
    case ready, takeBreak
}

/// What came of an event: for the rows, the screens and the explanations.
package enum DistributionEffect: Equatable, Sendable {
    case offered(ID<Chat>, LiveOffer)
    /// An open offer began anew after a restart (CHAT-10): its expiry is to be written and shown.
    case offerRenewed(ID<Chat>, LiveOffer)
    case offerEnded(ID<Chat>, LiveOffer, OfferOutcome)
    case served(ID<Chat>, by: ID<Agent>, LiveOffer)
    /// The wait limit was reached.
    case unanswered(ID<Chat>)
    /// The chat's search moved: stage, round, who was asked, or nobody free. Its columns are to be
    /// written.
    case searchChanged(ID<Chat>)
    /// The agent's status on a channel; `nil` when logged off there.
    case status(ID<Agent>, Channel, AgentStatus?)
    /// Missed rings changed, or served chats did.
    case agentChanged(ID<Agent>)
    /// ST-6: after three missed rings in a row the agent was put on a break.
    case wentOnBreak(ID<Agent>)
    /// Boxed, so that the many small effects stay small.
    indirect case explained(ID<Chat>, Distribution.Explanation)
}

package enum OfferOutcome: String, Equatable, Sendable, CaseIterable {
    case accepted
    /// Another agent answered first.
    case taken
    case rejected, expired
    /// The customer left the queue.
    case customerLeft
    /// The chat waited as long as its room allows.
    case waitLimit
    /// The agent is no longer a candidate: on a break, logged off, full, or taken out of the room.
    case agentUnavailable
}

/// Why the engine refuses an event. State is unchanged.
package enum DistributionRefusal: Error, Equatable, Sendable {
    case unknownAgent, unknownChat, unknownRoom
    /// The offer was answered by another agent.
    case offerTaken
    /// The offer ended: expired, rejected, or withdrawn.
    case offerGone
    /// The chat is already in the queue.
    case alreadyWaiting
    /// The agent is not logged on at all.
    case notLoggedOn
    /// Ready and break are no choice while a chat is served.
    case serving
}
