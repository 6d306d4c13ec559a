import FoyerCore
import FoyerService

/// How many agents ring for each waiting chat, kept once for all desks of a room.
///
/// A desk is told of others' rings by a number only, and late: with a thousand desks it would cost
/// a thousand times as much to remember at each what it has not been told yet.
struct RingCounts {
    struct Count: Equatable, Sendable {
        let chat: ID<Chat>
        let agentsRinging: Int
        /// The revision that made it so.
        let revision: Int64
    }

    /// Beyond this many rooms the table starts again: memory never grows without end.
    private static let roomsMax = 10_000
    private var rooms: [ID<Room>: RoomCounts] = [:]

    private struct RoomCounts {
        var revision: Int64 = 0
        var chats: [ID<Chat>: Count] = [:]
    }

    /// What is not newer than what was taken is left out: the desks that follow the room see it out
    /// of order, too, and read the whole.
    mutating func take(_ change: RoomChange) {
        if rooms.count >= Self.roomsMax, rooms[change.room] == nil { rooms.removeAll() }
        var known = rooms.removeValue(forKey: change.room) ?? RoomCounts()
        defer { rooms[change.room] = known }
        guard change.revision > known.revision else { return }
        known.revision = change.revision
        // Every desk is told the whole card, or that the chat is gone.
        for card in change.cards { known.chats[card.chat] = nil }
        for gone in change.gone { known.chats[gone.chat] = nil }
        for card in change.rings {
            known.chats[card.chat] = Count(
                chat: card.chat, agentsRinging: card.agentsRinging, revision: change.revision)
        }
    }

    /// In order of chat.
    func counts(in room: ID<Room>, since revision: Int64) -> [Count] {
        (rooms[room]?.chats ?? [:]).values.filter { $0.revision >= revision }
            .sorted { $0.chat < $1.chat }
    }
}
