/// A chat's life (CHAT-1 to CHAT-9). Each state carries what only that state has.
package enum ChatLife: Equatable, Sendable {
    case waiting(turn: Int)
    case served(turn: Int, by: ID<Agent>)
    case ended(Ender)
    case abandoned(Abandonment)
    case unanswered
}

/// What can happen to a chat.
package enum ChatEvent: Equatable, Sendable {
    case answered(by: ID<Agent>)
    case end(Ender)
    case abandon(Abandonment)
    /// The serving agent was lost longer than the grace (CHAT-8).
    case agentLost
    case waitLimitReached
}

extension ChatLife {
    package var isOpen: Bool {
        switch self {
        case .waiting, .served: true
        case .ended, .abandoned, .unanswered: false
        }
    }

    /// The life after `event`; throws where the event makes no sense, with the reason for the
    /// asker.
    package func after(_ event: ChatEvent) throws(Refusal) -> ChatLife {
        switch (self, event) {
        case (.waiting(let turn), .answered(let agent)): return .served(turn: turn, by: agent)
        case (.waiting, .abandon(let abandonment)): return .abandoned(abandonment)
        case (.waiting, .waitLimitReached): return .unanswered
        case (.waiting, .end), (.waiting, .agentLost): throw .chatNotServed
        case (.served, .end(let ender)): return .ended(ender)
        case (.served(let turn, _), .agentLost): return .waiting(turn: turn + 1)
        case (.served, .answered): throw .offerTaken
        case (.served, .abandon), (.served, .waitLimitReached): throw .chatNotWaiting
        case (.ended, .answered), (.abandoned, .answered), (.unanswered, .answered):
            throw .offerGone
        case (.ended, _), (.abandoned, _), (.unanswered, _): throw .chatEnded
        }
    }

    /// Whether a side may write now. A customer may while the chat waits: nothing said is lost.
    package func accepts(textFrom sender: Sender) throws(Refusal) {
        switch (self, sender) {
        case (.waiting, .customer), (.served, .customer): return
        case (.served(_, let agent), .agent(let writer)):
            guard agent == writer else { throw .notFound }
        case (.waiting, .agent): throw .chatNotServed
        case (_, .system): return
        case (.ended, _), (.abandoned, _), (.unanswered, _): throw .chatEnded
        }
    }
}
