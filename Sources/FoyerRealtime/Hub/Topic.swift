import FoyerCore
import FoyerService
import NIOCore

/// What a session may follow.
package enum Topic: Hashable, Sendable {
    case chat(ID<Chat>)
    case room(ID<Room>)
    case agent(ID<Agent>)
    case logOn(ID<LogOn>)
    /// A room's contact form, followed by those who have it open.
    case form(ID<Room>)
}

/// What reaches a session: a hint, with its frame encoded once for all who get it.
package enum Delivery: Sendable {
    case entry(Entry, frame: ByteBuffer)
    case chatChanged(ID<Chat>)
    case roomChanged(RoomChange)
    case agentChanged(because: AgentChangeReason?)
    case marks(ID<Chat>, ChatMarks, frame: ByteBuffer)
    case peer(ID<Chat>, of: Side, frame: ByteBuffer)
    case logOnEnded
    /// The room's settings have this version.
    case settingsPublished(version: Int)
    /// The room has another link, or is gone.
    case linkChanged
    /// The chat has this entry, whether or not a hint of it came: told where one may be missed.
    case chatStands(ID<Chat>, lastSeq: Int64)
    /// The room has this revision.
    case roomStands(ID<Room>, revision: Int64)
    /// This node is cut off from the others: whoever is here is served elsewhere.
    case cutOff
    /// Live-only: at most once, never stored, first to be dropped.
    case typing(ID<Chat>, from: Side, frame: ByteBuffer)
}

/// Gets deliveries from any thread, in the order they were handed over.
package protocol Receiver: AnyObject, Sendable {
    func receive(_ delivery: Delivery)
}
