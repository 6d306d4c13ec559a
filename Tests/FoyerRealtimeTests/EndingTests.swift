import FoyerAPI
import FoyerCore
import FoyerTestSupport
import Testing

@testable import FoyerRealtime
@testable import FoyerService

@Suite("All sessions end")
struct EndingTests {
    @Test("because the rows are replaced, every socket is told to come back")
    func everySocket() async throws {
        try await RealtimeHouse.with { house in
            let served = try await ServedChat(house)
            let waiting = await served.anotherScreen()
            house.hub.endSessions()
            await house.settle()
            for socket in [served.customer, served.desk, waiting] {
                #expect(socket.door.closeReason == .tryAgainLater)
                socket.cut()
            }
            await house.settleAndRest()
            #expect(house.hub.topicCount == 0)
        }
    }

    @Test("a socket that is just being let in is told, too, however far it is", arguments: 0..<6)
    func midway(_ steps: Int) async throws {
        try await RealtimeHouse.with { house in
            let (_, token) = try await house.asker()
            let (_, agentToken) = try await house.agent("Bert")
            let customer = house.customerSocket()
            let desk = house.agentSocket()
            customer.say(
                #"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            desk.say(#"{"t":"hello","token":"\#(agentToken)"}"#)
            for _ in 0..<steps {
                for socket in [customer, desk] where socket.door.commandCount > 0 {
                    await socket.door.goOn(0)
                }
            }
            house.hub.endSessions()
            await house.settle()
            #expect(customer.door.closeReason == .tryAgainLater)
            #expect(desk.door.closeReason == .tryAgainLater)

            let later = house.customerSocket()
            later.say(#"{"t":"hello","room":"\#(house.general.token)","token":"\#(token)"}"#)
            await house.settle()
            #expect(later.door.closeReason == nil, "whoever comes afterwards stays")
        }
    }

    @Test("numbers of rings of a room whose revision went back are taken")
    func ringCounts() {
        let room = ID<Room>(known: "room")
        let card = DeskCard(
            chat: ID(known: "a"), room: room, turn: 1, name: "Carla", question: "", formNumber: 1,
            waitingSince: Instant(milliseconds: 0), agentsRinging: 3, offers: [:], nobodyFree: false
        )
        let change = { (revision: Int64) in
            Hint.roomChanged(
                RoomChange(
                    room: room, revision: revision, cards: [], rings: [card], ringsOf: [:],
                    gone: []))
        }
        let hub = Hub()
        hub.announce([change(90)])
        hub.endSessions()
        #expect(hub.ringCounts(in: room, since: 0).isEmpty)
        hub.announce([change(7)])
        #expect(hub.ringCounts(in: room, since: 0).map(\.agentsRinging) == [3])
    }
}
