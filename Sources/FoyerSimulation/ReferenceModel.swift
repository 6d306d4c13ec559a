import FoyerCore

/// The rules of distribution (DIST-1 to DIST-10) once more, written to be obviously right instead
/// of fast.
///
/// It shares no code with the engine: it keeps facts as numbers, and after every event sweeps over
/// all chats and all agents. What it expects is exact, down to the number of each offer.
struct ReferenceModel {
    struct Room {
        var several: Bool
        var most: Int
        var ringMilliseconds: Int64
        var lastRingMilliseconds: Int64
        /// Customers wait a while for who served them last.
        var same: Bool
        var atOnce: Int
        var limitMilliseconds: Int64?
        var wrapUpMilliseconds: Int64
    }

    struct Person {
        var rooms: [Bool]
        var isAdministrator: Bool
        var most: Int?
        var browser: AgentStatus?
        var mobile: AgentStatus?
        /// Chat and room of each chat served.
        var serving: [(chat: Int, room: Int)] = []
        var missed = 0
        var readyAt: Int64?
    }

    struct Ringing: Equatable {
        var number: Int
        var agent: Int
        var expires: Int64
        /// As the last agent, beside whom all others may be asked.
        var isLast: Bool
    }

    struct Waiting {
        var chat: Int
        var room: Int
        var only: Int?
        /// The agent with whom the customer continues (CHAT-6).
        var last: Int?
        /// That agent is asked first, and nobody else as long as it rings there.
        var asksLastAlone = false
        /// That agent is busy, and nobody else is asked until then.
        var heldUntil: Int64?
        /// Whether it is so now.
        var isHeld = false
        /// It rang there, the others were asked, or nobody was free: no waiting any more.
        var wentOn = false
        var asksAll = false
        var limitFrom: Int64
        var offersMade: Int
        var rejected = Flags()
        var slept = Flags()
        var ringing: [Ringing] = []
    }

    var rooms: [Room] = []
    var people: [Person] = []
    var waiting: [Waiting] = []
    var entitled = true
    /// A misconception that it shares with the engine.
    var mutation: Mutation?
    /// For each room, who could take a chat of it now.
    private(set) var able: [Flags] = []
    private(set) var administrators = Flags()

    /// Takes the event in and says how it must be refused, if it must.
    mutating func apply(_ event: DistributionEvent, at now: Int64) -> DistributionRefusal? {
        let refusal = take(event, at: now)
        if refusal == nil { sweep(at: now) }
        return refusal
    }

    /// Whether the agent could take a chat of this room now, whatever the chat.
    func mayTake(_ agent: Int, room: Int) -> Bool {
        let person = people[agent]
        guard person.rooms[room] else { return false }
        if person.browser == .waitingNewCall { return true }
        guard person.browser == .servingCustomer, rooms[room].several else { return false }
        var most = rooms[room].most
        for served in person.serving {
            guard rooms[served.room].several else { return false }
            most = min(most, rooms[served.room].most)
        }
        return person.serving.count < max(1, person.most ?? most)
    }

    /// Who may ring for the chat now (DIST-5).
    func candidates(of chat: Waiting) -> Flags {
        var candidates = able[chat.room].without(chat.rejected).without(chat.slept)
        if !entitled { candidates = candidates.within(administrators) }
        guard let only = chat.only else { return candidates }
        return candidates.within(Flags(only: only))
    }

    /// Who is to ring for the chat now: all candidates, or the last agent alone.
    func due(for chat: Waiting) -> Flags {
        if chat.isHeld { return Flags() }
        let candidates = candidates(of: chat)
        guard chat.asksLastAlone, let last = chat.last else { return candidates }
        return candidates.within(Flags(only: last))
    }

    /// Every chat against every agent: whoever may not ring stops, whoever may begins.
    private mutating func sweep(at now: Int64) {
        lookAround()
        for index in waiting.indices {
            let room = rooms[waiting[index].room]
            askLastFirst(at: index, now)
            var candidates = due(for: waiting[index])
            waiting[index].ringing.removeAll { !candidates.contains($0.agent) }
            for ringing in waiting[index].ringing { candidates.remove(ringing.agent) }
            while let agent = candidates.first {
                candidates.remove(agent)
                let alone = waiting[index].asksLastAlone
                let rings = waiting[index].ringing.count { $0.isLast == alone }
                if room.atOnce > 0 && rings >= room.atOnce { break }
                let length = alone ? room.lastRingMilliseconds : room.ringMilliseconds
                waiting[index].offersMade += 1
                waiting[index].ringing.append(
                    Ringing(
                        number: waiting[index].offersMade, agent: agent,
                        expires: now + length, isLast: alone))
            }
        }
    }

    private mutating func lookAround() {
        able = Array(repeating: Flags(), count: rooms.count)
        administrators = Flags()
        for agent in people.indices {
            if people[agent].isAdministrator { administrators.insert(agent) }
            for room in rooms.indices where mayTake(agent, room: room) { able[room].insert(agent) }
        }
    }
}

extension ReferenceModel {
    private mutating func take(_ event: DistributionEvent, at now: Int64) -> DistributionRefusal? {
        switch event {
        case .asked(let chat): return ask(chat)
        case .answered(let chat, let offer, let agent):
            return answer(chat.number, offer, agent.number, at: now)
        case .rejected(let chat, let offer, let agent):
            return reject(chat.number, offer, agent.number, at: now)
        case .timePassed: return pass(now)
        case .left(let chat):
            guard let index = queued(chat.number) else { return .unknownChat }
            waiting.remove(at: index)
            return nil
        case .askedAll(let chat):
            guard let index = queued(chat.number) else { return .unknownChat }
            waiting[index].asksAll = true
            return nil
        case .ended(let chat, let ender): return end(chat.number, ender, at: now)
        case .loggedOn(let agent, let channel, let onBreak):
            return logOn(agent.number, channel, onBreak)
        case .loggedOff(let agent, let channel, let again):
            return logOff(agent.number, channel, again)
        case .chose(let agent, let choice): return choose(agent.number, choice)
        case .agentChanged(let agent): return change(agent)
        case .roomChanged(let room):
            rooms[room.id.number] = Room(room)
            for index in waiting.indices where waiting[index].room == room.id.number {
                waiting[index].slept = Flags()
            }
            return nil
        case .entitlementsChanged(let left):
            entitled = left
            return nil
        case .restarted:
            for index in waiting.indices {
                waiting[index].limitFrom = now
                let room = rooms[waiting[index].room]
                if waiting[index].isHeld {
                    waiting[index].heldUntil = now + room.lastRingMilliseconds
                }
                for offer in waiting[index].ringing.indices {
                    let isLast = waiting[index].ringing[offer].isLast
                    let ring = isLast ? room.lastRingMilliseconds : room.ringMilliseconds
                    waiting[index].ringing[offer].expires = now + ring
                }
            }
            return nil
        }
    }

    private mutating func ask(_ chat: WaitingChat) -> DistributionRefusal? {
        guard chat.room.number < rooms.count else { return .unknownRoom }
        guard queued(chat.id.number) == nil, server(of: chat.id.number) == nil else {
            return .alreadyWaiting
        }
        queue(chat)
        return nil
    }

    private mutating func answer(
        _ chat: Int, _ offer: Int, _ agent: Int, at now: Int64
    ) -> DistributionRefusal? {
        guard agent < people.count else { return .unknownAgent }
        if people[agent].serving.contains(where: { $0.chat == chat }) { return nil }
        guard let index = queued(chat) else {
            guard let server = server(of: chat) else { return .offerGone }
            return mutation == .bothLetTwoWin && winsToo(agent, chat, of: server)
                ? nil : .offerTaken
        }
        guard rings(waiting[index], offer, agent, at: now) else { return .offerGone }
        people[agent].serving.append((chat: chat, room: waiting[index].room))
        people[agent].missed = 0
        set(.servingCustomer, for: agent)
        waiting.remove(at: index)
        return nil
    }

    private mutating func reject(
        _ chat: Int, _ offer: Int, _ agent: Int, at now: Int64
    ) -> DistributionRefusal? {
        guard agent < people.count else { return .unknownAgent }
        guard let index = queued(chat) else {
            return server(of: chat) == nil ? .offerGone : .offerTaken
        }
        guard rings(waiting[index], offer, agent, at: now) else { return .offerGone }
        waiting[index].rejected.insert(agent)
        people[agent].missed = 0
        return nil
    }

    private mutating func pass(_ now: Int64) -> DistributionRefusal? {
        var misses: [(agent: Int, at: Int64)] = []
        for index in waiting.indices {
            if waiting[index].isHeld, let until = waiting[index].heldUntil, until <= now {
                waiting[index].wentOn = true
            }
            for offer in waiting[index].ringing where offer.expires <= now {
                waiting[index].slept.insert(offer.agent)
                if !misses.contains(where: { $0 == (offer.agent, offer.expires) }) {
                    misses.append((offer.agent, offer.expires))
                }
            }
        }
        waiting.removeAll { chat in
            guard let limit = rooms[chat.room].limitMilliseconds else { return false }
            return chat.limitFrom + limit <= now
        }
        for miss in misses { people[miss.agent].missed += 1 }
        for agent in people.indices where misses.contains(where: { $0.agent == agent }) {
            guard people[agent].missed >= 3, people[agent].serving.isEmpty else { continue }
            set(.takingBreak, for: agent)
        }
        for agent in people.indices {
            guard let ready = people[agent].readyAt, ready <= now else { continue }
            people[agent].readyAt = nil
            people[agent].missed = 0
            set(.waitingNewCall, for: agent)
            wake(agent)
        }
        return nil
    }

    private mutating func end(
        _ chat: Int, _ ender: Ender, at now: Int64
    ) -> DistributionRefusal? {
        guard let agent = server(of: chat) else { return .unknownChat }
        let room = people[agent].serving.first { $0.chat == chat }?.room ?? 0
        people[agent].serving.removeAll { $0.chat == chat }
        if people[agent].serving.isEmpty {
            set(ender == .agent ? .hangUp : .remoteCustomerHangup, for: agent)
            let time = rooms[room].wrapUpMilliseconds
            if time > 0 { people[agent].readyAt = now + time }
        }
        return nil
    }

    private mutating func logOn(
        _ agent: Int, _ channel: Channel, _ onBreak: Bool
    ) -> DistributionRefusal? {
        guard agent < people.count else { return .unknownAgent }
        let here = channel == .browser ? people[agent].browser : people[agent].mobile
        guard here == nil else { return nil }
        let there = channel == .browser ? people[agent].mobile : people[agent].browser
        let alone: AgentStatus = onBreak ? .takingBreak : .waitingNewCall
        let status = people[agent].serving.isEmpty ? there ?? alone : .servingCustomer
        if channel == .browser {
            people[agent].browser = status
        } else {
            people[agent].mobile = status
        }
        people[agent].missed = 0
        wake(agent)
        return nil
    }

    private mutating func logOff(
        _ agent: Int, _ channel: Channel, _ again: [WaitingChat]
    ) -> DistributionRefusal? {
        guard agent < people.count else { return .unknownAgent }
        let here = channel == .browser ? people[agent].browser : people[agent].mobile
        let there = channel == .browser ? people[agent].mobile : people[agent].browser
        guard here != nil else { return nil }
        if there == nil, Set(again.map(\.id.number)) != Set(people[agent].serving.map(\.chat)) {
            return .unknownChat
        }
        if channel == .browser { people[agent].browser = nil } else { people[agent].mobile = nil }
        guard there == nil else { return nil }
        people[agent].serving = []
        people[agent].readyAt = nil
        if mutation == .bothLoseChatOfLostAgent { return nil }
        for chat in again { queue(chat) }
        return nil
    }

    private mutating func choose(_ agent: Int, _ choice: AgentChoice) -> DistributionRefusal? {
        guard agent < people.count else { return .unknownAgent }
        let person = people[agent]
        guard person.browser != nil || person.mobile != nil else { return .notLoggedOn }
        guard person.serving.isEmpty else { return .serving }
        set(choice == .ready ? .waitingNewCall : .takingBreak, for: agent)
        people[agent].readyAt = nil
        if choice == .ready {
            people[agent].missed = 0
            wake(agent)
        }
        return nil
    }

    private mutating func change(_ facts: DistributionAgent) -> DistributionRefusal? {
        var served = [Bool](repeating: false, count: rooms.count)
        for room in facts.rooms { served[room.number] = true }
        let agent = facts.id.number
        if agent == people.count {
            people.append(Person(rooms: served, isAdministrator: facts.isAdministrator))
        }
        people[agent].rooms = served
        people[agent].isAdministrator = facts.isAdministrator
        people[agent].most = facts.maxChats
        wake(agent)
        return nil
    }

    /// The planted `bothLetTwoWin`: an idle agent whose answer came too late serves the chat, too.
    private mutating func winsToo(_ agent: Int, _ chat: Int, of server: Int) -> Bool {
        let isIdle = people[agent].browser == .waitingNewCall && people[agent].serving.isEmpty
        guard isIdle, !waiting.contains(where: { $0.ringing.contains { $0.agent == agent } }),
            let served = people[server].serving.first(where: { $0.chat == chat })
        else { return false }
        people[agent].serving = [served]
        set(.servingCustomer, for: agent)
        return true
    }

    private func rings(_ chat: Waiting, _ offer: Int, _ agent: Int, at now: Int64) -> Bool {
        chat.ringing.contains { $0.number == offer && $0.agent == agent && now < $0.expires }
    }

    private mutating func queue(_ chat: WaitingChat) {
        waiting.append(
            Waiting(
                chat: chat.id.number, room: chat.room.number, only: chat.onlyAgent?.number,
                last: chat.lastAgent?.number, asksAll: chat.asksAll,
                limitFrom: chat.since.milliseconds, offersMade: chat.offersMade))
    }

    private mutating func set(_ status: AgentStatus, for agent: Int) {
        if people[agent].browser != nil { people[agent].browser = status }
        if people[agent].mobile != nil { people[agent].mobile = status }
    }

    private mutating func wake(_ agent: Int) {
        for index in waiting.indices { waiting[index].slept.remove(agent) }
    }

    func queued(_ chat: Int) -> Int? { waiting.firstIndex { $0.chat == chat } }

    func server(of chat: Int) -> Int? {
        people.firstIndex { person in person.serving.contains { $0.chat == chat } }
    }
}

extension ReferenceModel.Room {
    init(_ room: DistributionRoom) {
        several = room.simultaneousChats
        most = room.maxChats
        ringMilliseconds = Int64(max(1, room.settings.desktopRingSeconds)) * 1_000
        lastRingMilliseconds = Int64(max(1, room.settings.lastAgentRingSeconds)) * 1_000
        same = room.sameAgent
        atOnce = room.settings.agentsAtOnce
        let limit = room.settings.waitLimitSeconds
        limitMilliseconds = limit > 0 ? Int64(limit) * 1_000 : nil
        wrapUpMilliseconds = Int64(max(0, room.settings.wrapUpSeconds)) * 1_000
    }
}
