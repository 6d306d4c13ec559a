import FoyerCore
import Testing

@testable import FoyerRealtime
@testable import FoyerService

@Suite("Numbers of rings")
struct RingCountsTests {
    private let room = ID<Room>(known: "room")

    private func card(_ chat: String, ringing: Int) -> DeskCard {
        DeskCard(
            chat: ID(known: chat), room: room, turn: 1, name: "Carla", question: "", formNumber: 1,
            waitingSince: Instant(milliseconds: 0), agentsRinging: ringing, offers: [:],
            nobodyFree: false)
    }

    private func change(
        _ revision: Int64, rings: [DeskCard] = [], gone: [String] = []
    ) -> RoomChange {
        RoomChange(
            room: room, revision: revision, cards: [], rings: rings, ringsOf: [:],
            gone: gone.map { .init(chat: ID(known: $0), reason: .served, agent: nil) })
    }

    @Test("what comes late or twice changes nothing")
    func order() {
        var counts = RingCounts()
        counts.take(change(11, rings: [card("a", ringing: 2)], gone: ["b"]))
        counts.take(change(10, rings: [card("a", ringing: 7), card("b", ringing: 1)]))
        counts.take(change(11, rings: [card("a", ringing: 9)]))
        let known = counts.counts(in: room, since: 0)
        #expect(known.map(\.chat.rawValue) == ["a"] && known.map(\.agentsRinging) == [2])
    }

    @Test("only what changed since is told, in order")
    func since() {
        var counts = RingCounts()
        counts.take(change(1, rings: [card("b", ringing: 1), card("a", ringing: 1)]))
        counts.take(change(2, rings: [card("b", ringing: 3)]))
        #expect(counts.counts(in: room, since: 1).map(\.chat.rawValue) == ["a", "b"])
        #expect(counts.counts(in: room, since: 2).map(\.agentsRinging) == [3])
        counts.take(change(3, gone: ["b"]))
        #expect(counts.counts(in: room, since: 2).isEmpty)
    }
}
