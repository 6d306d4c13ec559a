// What time does: offers run out, waits reach their limit, a restart forgives both.

extension Distribution {
    /// Rings an agent may miss in a row before going on a break (ST-6).
    package static let missedRingsMax = 3

    /// Rings that one event ends, if more are due: each costs rows, and whoever else writes waits
    /// meanwhile. What is left is due still, and the next event ends it at once.
    package static let ringsEndedAtOnceMax = 500

    /// Ends all that is due. Rings are missed before waits reach their limit, since they rang until
    /// then.
    mutating func passTime(in step: inout Step) {
        let now = step.now
        let agentsInTurn = agentsInTurn(at: now)
        func ends(_ offer: LiveOffer) -> Bool {
            offer.expiresAt <= now && agentsInTurn?.holds(offer.agent) ?? true
        }
        var missed: [MissedRing] = []
        var toRefill: [ID<Chat>] = []
        for index in chats.indices {
            if let held = chats[index].heldUntil, held <= now {
                chats[index].lastAgentWait = .over
                toRefill.append(chats[index].id)
            }
            let due = chats[index].offers.filter(ends)
            guard !due.isEmpty else { continue }
            endOffers(ofChatAt: index, as: .expired, in: &step, where: ends)
            chats[index].expiredAt.add(sorted: due.map(\.agent).sortedOnce())
            missed += due.map { MissedRing(agent: $0.agent, at: $0.expiresAt) }
            toRefill.append(chats[index].id)
        }
        step.changedChats += toRefill
        if agentsInTurn == nil { endUnanswered(in: &step) }
        let tired = count(missed.sortedOnce(), in: &step)
        let ready = agentsInTurn == nil ? endWrapUps(in: &step) : []
        toRefill.sort()
        for index in chats.indices where toRefill.holds(chats[index].id) {
            refill(chatAt: index, in: &step)
        }
        for agent in tired { reconsider(agentAt: agent, in: &step) }
        reconsider(forAgentsAt: ready, in: &step)
    }

    /// A server that did not run begins every open offer and every wait limit anew (CHAT-10).
    mutating func restart(in step: inout Step) {
        for index in chats.indices {
            chats[index].waitLimitFrom = step.now
            if chats[index].heldUntil != nil { hold(chatAt: index, in: &step) }
            step.changedChats.append(chats[index].id)
            guard let settings = room(ofChatAt: index)?.settings else { continue }
            for offer in chats[index].offers.indices {
                let seconds = settings.ringSeconds(in: chats[index].offers[offer].stage)
                chats[index].offers[offer].expiresAt = step.now.adding(seconds: seconds)
                step.effects.append(.offerRenewed(chats[index].id, chats[index].offers[offer]))
            }
        }
        for index in chats.indices { reconsider(chatAt: index, in: &step) }
    }

    /// The agents whose due rings this event ends, sorted; `nil` when it ends all. An agent's rings
    /// end together, for they are one miss.
    private func agentsInTurn(at now: Instant) -> [ID<Agent>]? {
        var due = chats.flatMap(\.offers).filter { $0.expiresAt <= now }
        guard due.count > Self.ringsEndedAtOnceMax else { return nil }
        due.sort { ($0.agent, $0.expiresAt) < ($1.agent, $1.expiresAt) }
        var absences: [(agent: ID<Agent>, since: Instant, count: Int)] = []
        for offer in due {
            if absences.last?.agent == offer.agent {
                absences[absences.count - 1].count += 1
            } else {
                absences.append((offer.agent, offer.expiresAt, 1))
            }
        }
        absences.sort { ($0.since, $0.agent) < ($1.since, $1.agent) }
        var room = Self.ringsEndedAtOnceMax
        let inTurn = absences.prefix { absence in
            defer { room -= absence.count }
            return room > 0
        }
        return inTurn.map(\.agent).sortedOnce()
    }

    /// One moment at which an agent let ring out. Several chats that ring out together are one
    /// miss: the agent was away once.
    private struct MissedRing: Comparable {
        let agent: ID<Agent>
        let at: Instant

        static func < (left: MissedRing, right: MissedRing) -> Bool {
            left.agent != right.agent ? left.agent < right.agent : left.at < right.at
        }
    }

    private mutating func endUnanswered(in step: inout Step) {
        for index in chats.indices.reversed() {
            guard let limit = waitLimit(of: chats[index]), limit <= step.now else { continue }
            endOffers(ofChatAt: index, as: .waitLimit, in: &step) { _ in true }
            step.effects.append(.unanswered(chats[index].id))
            explainEnd(ofChatAt: index, .unanswered, in: &step)
            chats.remove(at: index)
        }
    }

    /// Counts missed rings, and puts on a break who missed too many. Returns the indices of those.
    ///
    /// Who serves a chat stays with it: a break is no choice then (ST-1).
    private mutating func count(_ missed: [MissedRing], in step: inout Step) -> [Int] {
        var tired: [Int] = []
        for miss in missed {
            guard let agent = agentIndex(miss.agent) else { continue }
            agents[agent].missedRings += 1
            step.changedAgents.append(miss.agent)
            guard agents[agent].missedRings >= Self.missedRingsMax, agents[agent].serving.isEmpty,
                tired.last != agent
            else { continue }
            setStatus(ofAgentAt: agent, to: .takingBreak, in: &step)
            step.effects.append(.wentOnBreak(miss.agent))
            tired.append(agent)
        }
        return tired
    }
}
