import FoyerCore

/// Hands hints of committed changes to the sessions. Hints may be lost, doubled or late: whoever
/// sees a gap in the numbers reads (decision 0005).
package protocol Announcer: Sendable {
    /// Called in commit order on the database's thread: hands over and returns.
    func announce(_ hints: [Hint])
}

package enum Hint: Sendable {
    /// A chat has a new entry.
    case entry(Entry)
    /// Something that the customer's screen or the agent's pane shows of a chat changed.
    case chatChanged(ID<Chat>)
    case roomChanged(RoomChange)
    /// An agent's own status, rooms or served chats changed.
    case agentChanged(ID<Agent>, because: AgentChangeReason?)
    case marks(ID<Chat>, ChatMarks)
    case peer(ID<Chat>, Side, connected: Bool, graceSeconds: Int)
    /// A log-on ended: its sockets close (4501).
    case logOnEnded(ID<LogOn>)
    /// The room's settings have this version now.
    case settingsPublished(ID<Room>, version: Int)
    /// The room has another link, or is gone: whoever has its form open asks anew.
    case linkChanged(ID<Room>)
    /// The nearest deadline may have changed.
    case deadlineSet(Instant)
}

package enum AgentChangeReason: String, Sendable { case missedRings }

/// The two sides of a chat.
package enum Side: String, Sendable, CaseIterable { case customer, agent }

/// What reached each side's screen and what was read there, as entry numbers.
package struct ChatMarks: Equatable, Sendable {
    package struct Mark: Equatable, Sendable {
        package var delivered: Int64
        package var read: Int64

        package init(delivered: Int64 = 0, read: Int64 = 0) {
            self.delivered = delivered
            self.read = read
        }
    }

    package var customer = Mark()
    package var agent = Mark()

    package init() {}
}

/// One change of a room's queue, with the room's number for it.
package struct RoomChange: Sendable {
    package let room: ID<Room>
    package let revision: Int64
    /// Chats that are new, or that look different at every desk.
    package let cards: [DeskCard]
    /// Chats of which only some agents' rings changed, with no offers but those of these agents.
    /// All others see only another number of rings.
    package let rings: [DeskCard]
    /// To whom which of `rings` is another card.
    package let ringsOf: [ID<Agent>: [Int]]
    package let gone: [Gone]

    package struct Gone: Sendable {
        package let chat: ID<Chat>
        package let reason: GoneReason
        /// Who serves it now.
        package let agent: ID<Agent>?
    }
}

package enum GoneReason: String, Sendable { case served, customerLeft, unanswered }

/// A waiting chat as an agent's desk shows it.
package struct DeskCard: Sendable {
    package let chat: ID<Chat>
    package let room: ID<Room>
    package let turn: Int
    package let name: String
    package let question: String
    package let formNumber: Int64
    package let waitingSince: Instant
    /// How many agents ring.
    package let agentsRinging: Int
    /// The live offers that the card was made for.
    package let offers: [ID<Agent>: LiveOffer]
    package let nobodyFree: Bool
}
