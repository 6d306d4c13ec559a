// What customers do: ask, leave, ask all agents.

extension Distribution {
    mutating func ask(_ chat: WaitingChat, in step: inout Step) throws(DistributionRefusal) {
        guard roomIndex(chat.room) != nil else { throw .unknownRoom }
        guard chatIndex(chat.id) == nil, serverIndex(of: chat.id) == nil else {
            throw .alreadyWaiting
        }
        enqueue(chat, in: &step)
    }

    mutating func leave(_ chat: ID<Chat>, in step: inout Step) throws(DistributionRefusal) {
        guard let index = chatIndex(chat) else { throw .unknownChat }
        endOffers(ofChatAt: index, as: .customerLeft, in: &step) { _ in true }
        chats.remove(at: index)
    }

    /// The last agent's ring stays, and all others are asked at once (DIST-4).
    mutating func askAll(_ chat: ID<Chat>, in step: inout Step) throws(DistributionRefusal) {
        guard let index = chatIndex(chat) else { throw .unknownChat }
        guard !chats[index].asksAll else { return }
        chats[index].asksAll = true
        step.changedChats.append(chat)
        reconsider(chatAt: index, in: &step)
    }

    /// Begins a turn. Whatever an earlier one left in the chat's search is forgotten.
    mutating func enqueue(_ chat: WaitingChat, in step: inout Step) {
        var fresh = WaitingChat(
            id: chat.id, room: chat.room, turn: chat.turn, since: chat.since, rank: chat.rank,
            onlyAgent: chat.onlyAgent, lastAgent: chat.lastAgent, offersMade: chat.offersMade,
            explanationsMade: chat.explanationsMade, waitLimitFrom: chat.waitLimitFrom)
        fresh.asksAll = chat.asksAll
        let index = chats.lowerBound { WaitingChat.isBefore($0, fresh) }
        chats.insert(fresh, at: index)
        step.changedChats.append(chat.id)
        reconsider(chatAt: index, in: &step)
    }
}
