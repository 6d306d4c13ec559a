// What administrators change while chats wait.

extension Distribution {
    /// Takes over who the agent is and which rooms the agent serves; status and served chats stay.
    /// A new agent is logged on nowhere.
    mutating func change(_ facts: DistributionAgent, in step: inout Step) {
        let rooms = facts.rooms.sortedOnce()
        guard let index = agentIndex(facts.id) else {
            let agent = DistributionAgent(
                id: facts.id, isAdministrator: facts.isAdministrator, rooms: rooms,
                maxChats: facts.maxChats)
            let index = agents.lowerBound { $0.id < facts.id }
            agents.insert(agent, at: index)
            ringCounts.insert(0, at: index)
            return
        }
        let formerRooms = agents[index].rooms
        agents[index].isAdministrator = facts.isAdministrator
        agents[index].rooms = rooms
        agents[index].maxChats = facts.maxChats
        let agent = facts.id
        for chat in chats.indices where chats[chat].expiredAt.takeOut(agent) {
            step.changedChats.append(chats[chat].id)
        }
        reconsider(agentAt: index, formerRooms: formerRooms, in: &step)
    }

    /// Takes over a room's settings. Chats of the room may ring anew where they were let expire;
    /// agents who serve one of its chats may have more or less capacity for chats of their other
    /// rooms, too.
    mutating func change(_ room: DistributionRoom, in step: inout Step) {
        guard let index = roomIndex(room.id) else {
            rooms.insert(room, at: rooms.lowerBound { $0.id < room.id })
            return
        }
        rooms[index] = room
        for chat in chats.indices where chats[chat].room == room.id {
            if !chats[chat].expiredAt.isEmpty {
                chats[chat].expiredAt = []
                step.changedChats.append(chats[chat].id)
            }
            reconsider(chatAt: chat, in: &step)
        }
        // Several may be free for one chat now: it is considered whole, since the agent with whom
        // its customer continues comes before the others.
        let touched = agents.filter { agent in
            agent.serving.contains { $0.room == room.id }
        }
        for chat in chats.indices where chats[chat].room != room.id {
            guard touched.contains(where: { $0.rooms.holds(chats[chat].room) }) else { continue }
            reconsider(chatAt: chat, in: &step)
        }
    }

    mutating func changeEntitlements(left: Bool, in step: inout Step) {
        guard entitlementLeft != left else { return }
        entitlementLeft = left
        for chat in chats.indices { reconsider(chatAt: chat, in: &step) }
    }
}
