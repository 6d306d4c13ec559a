import FoyerCore

// What happens next in a world: drawn from chance, aimed at what is there.
extension World {
    /// Lets the whole history happen.
    mutating func run() throws(Violation) {
        for agent in plan.agents where random.percent(40) {
            try happen(.loggedOn(agent.id, .browser))
        }
        while eventCount < plan.eventsMin {
            try moveClock()
            try happenOnce()
        }
        try drain()
    }

    /// Who rings answers, all chats end, agents get ready again; whoever still waits leaves.
    private mutating func drain() throws(Violation) {
        for _ in 0..<2 {
            try happen(.timePassed)
            for chat in distribution.chats {
                guard let offer = chat.offers.first else { continue }
                try happen(.answered(chat.id, offer: offer.number, by: offer.agent))
            }
            for agent in distribution.agents {
                for served in agent.serving { try happen(.ended(served.chat, by: .agent)) }
                if agent.isLoggedOn { try happen(.chose(agent.id, .ready)) }
            }
        }
        for chat in distribution.chats { try happen(.left(chat.id)) }
    }

    /// Mostly a little; now and then up to the next deadline, far beyond it, or back.
    private mutating func moveClock() throws(Violation) {
        switch random.below(100) {
        case 0..<12:
            // As a server does: woken at the deadline, or up to 2 s late when the hint was lost.
            guard let deadline = distribution.nextDeadline else { return }
            let late = Int64(random.below(3) * 700)
            if late > 0 { counts.count(.lostWake) }
            now = max(now, deadline).adding(milliseconds: late)
            try happen(.timePassed)
        case 12:
            counts.count(.clockJump)
            now = now.adding(seconds: 600 + random.below(7_200))
        case 13 where scope == .everything:
            counts.count(.clockStepBack)
            now = now.adding(seconds: -1 - random.below(300))
        default: now = now.adding(milliseconds: Int64(random.below(4_000)))
        }
    }

    private mutating func happenOnce() throws(Violation) {
        switch random.below(100) {
        case 0..<(plan.isBusy ? 24 : 12): try ask()
        case 24..<42: try answer()
        case 42..<49: try reject()
        case 49..<51: try happen(.timePassed)
        case 51..<53: try actLate()
        case 53..<55: try leave()
        case 55..<63: try end()
        case 63..<71: try logOn()
        case 71..<76: try logOff()
        case 76..<88: try choose(.ready)
        case 88..<92: try choose(.takeBreak)
        case 92..<94: try editAgent()
        case 94..<96: try editRoom()
        case 97: try crash()
        case 99: try askAll()
        case _ where scope == .service: try choose(.ready)
        case 96: try happen(.entitlementsChanged(left: random.percent(70)))
        default: try happenToNobody()
        }
    }

    /// The server is stopped and started. Half of the time its last answer was lost, and who asked
    /// asks again.
    private mutating func crash() throws(Violation) {
        let unanswered = lastEvent
        try happen(.restarted)
        guard let unanswered, random.percent(50) else { return }
        counts.count(.crash)
        try happen(unanswered)
    }

    /// The same once more, as a hint or a request that comes twice.
    private mutating func happenAgain(_ event: DistributionEvent) throws(Violation) {
        counts.count(.doubledHint)
        try happen(event)
    }

    /// A screen whose hints were lost or late shows what rang a while ago.
    private mutating func actLate() throws(Violation) {
        guard let (chat, offer) = random.pick(rungBefore) else { return try logOn() }
        if random.percent(60) {
            counts.count(.lateAnswer)
            try happen(.answered(chat, offer: offer.number, by: offer.agent))
        } else {
            counts.count(.lateRejection)
            try happen(.rejected(chat, offer: offer.number, by: offer.agent))
        }
    }

    private mutating func askAll() throws(Violation) {
        let known = heldChat() ?? random.pick(distribution.chats)
        guard let chat = known else { return try choose(.ready) }
        try happen(.askedAll(chat.id))
    }

    private mutating func ask() throws(Violation) {
        guard turns.count < plan.chatsMax else { return try choose(.ready) }
        let chat = newChat()
        try happen(.asked(chat))
        if random.percent(3) { try happenAgain(.asked(chat)) }
    }

    /// Answers race, come twice, come from the wrong agent.
    private mutating func answer() throws(Violation) {
        guard let (chat, offer) = pickOffer() else { return try logOn() }
        let others = chat.offers.filter { $0.number != offer.number }
        if random.percent(3), let other = random.pick(others) {
            try happen(.answered(chat.id, offer: offer.number, by: other.agent))
        }
        try happen(.answered(chat.id, offer: offer.number, by: offer.agent))
        if random.percent(30), let late = random.pick(others) {
            counts.count(.racingAnswer)
            try happen(.answered(chat.id, offer: late.number, by: late.agent))
        }
        if random.percent(5) {
            try happenAgain(.answered(chat.id, offer: offer.number, by: offer.agent))
        }
    }

    private mutating func reject() throws(Violation) {
        guard let (chat, offer) = pickOffer() else { return try choose(.ready) }
        try happen(.rejected(chat.id, offer: offer.number, by: offer.agent))
        if random.percent(10) {
            try happenAgain(.rejected(chat.id, offer: offer.number, by: offer.agent))
        }
    }

    private mutating func leave() throws(Violation) {
        guard let chat = random.pick(distribution.chats) else { return }
        if scope == .everything, random.percent(30) { try happen(.askedAll(chat.id)) }
        try happen(.left(chat.id))
        if random.percent(20) { try happenAgain(.left(chat.id)) }
    }

    private mutating func end() throws(Violation) {
        guard let served = random.pick(distribution.agents.flatMap(\.serving)) else { return }
        let ender = random.pick(Ender.allCases) ?? .agent
        if scope == .service, ender == .customerLost { return try loseCustomer(of: served) }
        try happen(.ended(served.chat, by: ender))
        if random.percent(10) { try happenAgain(.ended(served.chat, by: .customer)) }
    }

    private mutating func logOn() throws(Violation) {
        guard let agent = random.pick(distribution.agents) else { return }
        let channel: Channel = random.percent(75) ? .browser : .mobile
        let onBreak = scope == .everything && random.percent(10)
        try happen(.loggedOn(agent.id, channel, onBreak: onBreak))
    }

    private mutating func logOff() throws(Violation) {
        let present = distribution.agents.filter(\.isLoggedOn)
        guard let agent = random.pick(present) else { return try logOn() }
        let channel: Channel = random.percent(50) ? .browser : .mobile
        let isLast = agent[channel == .browser ? .mobile : .browser] == nil
        if scope == .everything, isLast, agent[channel] != nil, !agent.serving.isEmpty,
            random.percent(20)
        {
            // A server that forgets the served chats is stopped.
            try happen(.loggedOff(agent.id, channel, waitingAgain: []))
        }
        var again: [WaitingChat] = []
        if isLast, agent[channel] != nil {
            // Only where a bug lets two win: which of them loses the chat would tell it at once.
            guard !sharesChat(agent) else { return try choose(.ready) }
            for served in agent.serving { again.append(nextTurn(of: served)) }
        }
        try happen(.loggedOff(agent.id, channel, waitingAgain: again))
    }

    private func sharesChat(_ agent: DistributionAgent) -> Bool {
        agent.serving.contains { served in
            distribution.agents.contains { $0.id != agent.id && $0.serving.contains(served) }
        }
    }

    private mutating func choose(_ choice: AgentChoice) throws(Violation) {
        // Those who hung up or took a break press sooner than others.
        let idle = distribution.agents.filter { agent in
            agent.isLoggedOn && agent.serving.isEmpty && agent.browser != .waitingNewCall
        }
        let agent = random.percent(70) ? random.pick(idle) : random.pick(distribution.agents)
        guard let agent = agent ?? random.pick(distribution.agents) else { return }
        try happen(.chose(agent.id, choice))
    }

    /// Half of the time a chat that is kept for its last agent, which is seldom: what ends that is
    /// looked for.
    private mutating func heldChat() -> WaitingChat? {
        guard let held = distribution.chats.first(where: { $0.heldUntil != nil }) else {
            return nil
        }
        return random.percent(50) ? held : nil
    }

    private mutating func editAgent() throws(Violation) {
        let count = distribution.agents.count
        let isNew = count < 20 && random.percent(10)
        let waitedFor = heldChat()?.lastAgent?.number
        let number = isNew ? count : waitedFor ?? random.below(count)
        var agent = WorldPlan.agent(number, rooms: plan.rooms.count, &random)
        if scope == .service, !isNew {
            // Nobody is made or unmade an administrator: that ends log-ons.
            let known = distribution.agents[number]
            agent.isAdministrator = known.isAdministrator
            // Where nothing changed the service tells the engine nothing (DIST-6).
            let isSame = Set(agent.rooms) == Set(known.rooms) && agent.maxChats == known.maxChats
            guard !isSame else { return }
        }
        try happen(.agentChanged(agent))
    }

    private mutating func editRoom() throws(Violation) {
        let ofHeld = heldChat()?.room
        let known = distribution.rooms.first { $0.id == ofHeld } ?? random.pick(distribution.rooms)
        guard let room = known else { return }
        let edited = WorldPlan.room(room.id.number, version: room.settingsVersion + 1, &random)
        try happen(.roomChanged(edited))
    }

    /// Events about those who are not there.
    private mutating func happenToNobody() throws(Violation) {
        let agent = Name.agents[Name.nobody]
        let chat = Name.chats[Name.nobody]
        switch random.below(6) {
        case 0: try happen(.chose(agent, .ready))
        case 1: try happen(.answered(chat, offer: 1, by: random.pick(plan.agents)?.id ?? agent))
        case 2: try happen(.askedAll(chat))
        case 3: try happen(.loggedOff(agent, .browser, waitingAgain: []))
        case 4:
            try happen(
                .asked(WaitingChat(id: chat, room: Name.rooms[Name.nobody], since: now, rank: 0)))
        default: try happen(.rejected(chat, offer: 1, by: agent))
        }
    }

    private mutating func pickOffer() -> (WaitingChat, LiveOffer)? {
        let ringing = distribution.chats.filter { !$0.offers.isEmpty }
        guard let chat = random.pick(ringing), let offer = random.pick(chat.offers) else {
            return nil
        }
        return (chat, offer)
    }
}
