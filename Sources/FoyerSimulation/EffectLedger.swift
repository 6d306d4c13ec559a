import FoyerCore

/// What a screen knows that hears of nothing but effects: it must end up with what the engine
/// knows.
struct EffectLedger {
    let before: Distribution
    let after: Distribution
    let event: DistributionEvent
    let effects: [DistributionEffect]
    /// Comparing every chat's columns costs as much as the event: not done each time.
    let checksColumns: Bool

    func check() throws(Violation) {
        var offers: [[LiveOffer]] = Array(repeating: [], count: Name.nobody)
        var agents = before.agents
        var lastRank: Int64 = .min
        var liveCount = 0
        for chat in before.chats {
            offers[chat.id.number] = chat.offers
            liveCount += chat.offers.count
        }
        for effect in effects {
            switch effect {
            case .offered(let chat, let offer):
                offers[chat.number].append(offer)
                liveCount += 1
                try checkOrder(of: chat, after: &lastRank)
            case .offerRenewed(let chat, let offer):
                guard
                    let index = offers[chat.number].firstIndex(where: { $0.number == offer.number })
                else {
                    throw Violation(
                        .effectsTellTheWholeChange, "an unknown offer of \(chat) was renewed")
                }
                offers[chat.number][index] = offer
            case .offerEnded(let chat, let offer, _):
                guard let index = offers[chat.number].firstIndex(of: offer) else {
                    throw Violation(.effectsTellTheWholeChange, "an unknown offer of \(chat) ended")
                }
                offers[chat.number].remove(at: index)
                liveCount -= 1
            case .status(let agent, let channel, let status):
                agents[agent.number][channel] = status
            case .served, .unanswered, .searchChanged, .agentChanged, .wentOnBreak, .explained:
                break
            }
        }
        try check(offers: offers, liveCount: liveCount)
        try check(agents: agents)
        if checksColumns { try checkColumns() }
    }

    /// DIST-7: what an agent's event sets off is offered oldest first.
    private func checkOrder(of chat: ID<Chat>, after lastRank: inout Int64) throws(Violation) {
        guard case .chose = event else { return }
        guard let rank = after.chats.first(where: { $0.id == chat })?.rank else { return }
        guard rank >= lastRank else {
            throw Violation(.oldestFirst, "\(chat) was offered too late")
        }
        lastRank = rank
    }

    private func check(offers: [[LiveOffer]], liveCount: Int) throws(Violation) {
        var waiting = 0
        for chat in after.chats {
            waiting += chat.offers.count
            guard offers[chat.id.number] == chat.offers else {
                throw Violation(.effectsTellTheWholeChange, "offers of \(chat.id)")
            }
        }
        guard waiting == liveCount else {
            throw Violation(.effectsTellTheWholeChange, "an offer of a chat that waits no more")
        }
    }

    private func check(agents: [DistributionAgent]) throws(Violation) {
        for (told, agent) in zip(agents, after.agents) {
            let isSame = told.browser == agent.browser && told.mobile == agent.mobile
            let isTold =
                told.serving.count == agent.serving.count && told.missedRings == agent.missedRings
                && told.readyAt == agent.readyAt
                || effects.contains(.agentChanged(agent.id))
            guard isSame, isTold else {
                throw Violation(.effectsTellTheWholeChange, "\(agent) was told as \(told)")
            }
        }
    }

    /// A chat whose search differs from before is named by `searchChanged`.
    private func checkColumns() throws(Violation) {
        var formerChats = before.chats[...]
        for chat in after.chats {
            while let former = formerChats.first, WaitingChat.isBefore(former, chat) {
                formerChats.removeFirst()
            }
            guard let former = formerChats.first, former.id == chat.id else { continue }
            guard Self.isSameSearch(former, chat) || effects.contains(.searchChanged(chat.id))
            else {
                throw Violation(
                    .effectsTellTheWholeChange, "the search of \(chat.id) moved in silence")
            }
        }
    }

    private static func isSameSearch(_ former: WaitingChat, _ chat: WaitingChat) -> Bool {
        former.stage == chat.stage && former.round == chat.round
            && former.nobodyFree == chat.nobodyFree
            && former.asksAll == chat.asksAll && former.lastAgentWait == chat.lastAgentWait
            && former.waitLimitFrom == chat.waitLimitFrom
            && former.offersMade == chat.offersMade
            && former.explanationsMade == chat.explanationsMade
            && former.rejectedBy == chat.rejectedBy
            && former.expiredAt == chat.expiredAt
    }
}
