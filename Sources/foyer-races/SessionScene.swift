import FoyerCore
import FoyerRealtime
import FoyerService
import FoyerTestSupport
import Logging
import NIOCore
import NIOPosix
import Storage

/// Agents and customers in rooms of their own, on one service and one hub: sessions on several
/// event loops, commands on the pool, hints from the writer's thread.
enum SessionScene {
    private static let rooms = 4
    private static let threads = 4
    private static let textsEach = 8

    private struct House: Sendable {
        let fixture: ServiceFixture
        let hub: Hub
        let administrator: LoggedOn
        let group: MultiThreadedEventLoopGroup
        let isPlanted: Bool
        let chats: Counter
    }

    static func run(
        until end: ContinuousClock.Instant, planted bug: FoyerRaces.Bug?
    ) async throws -> String {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let chats = Counter()
        let clock = ManualClock()
        try await Engine.sqliteFile.withDatabase(clock: clock.read) { database in
            try await Migrator.ofThisCheckout().apply(to: database)
            let hub = Hub()
            let fixture = ServiceFixture(
                database: database, clock: clock, announcer: RecordingAnnouncer(handingOnTo: hub))
            try await fixture.service.restart()
            let house = House(
                fixture: fixture, hub: hub, administrator: try await fixture.setUp(),
                group: group, isPlanted: bug == .deliveryOnAnyThread, chats: chats)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<rooms {
                    tasks.addTask { try await room(number, of: house, until: end) }
                }
                try await tasks.waitForAll()
            }
        }
        try await group.shutdownGracefully()
        return "\(chats.value) chats in \(rooms) rooms on \(threads) loops"
    }

    /// One room: two agents, and customers one after the other with two screens each.
    private static func room(
        _ number: Int, of house: House, until end: ContinuousClock.Instant
    ) async throws {
        let service = house.fixture.service
        let room = try await service.createRoom(named: "Room \(number)", by: house.administrator)
        var desks: [Screen] = []
        var agents: [LoggedOn] = []
        for side in ["a", "b"] {
            let agent = try await house.fixture.agent(
                "agent\(number)\(side)", in: [room.id], by: house.administrator)
            let desk = Screen(house) { AgentSession(context: $0, known: agent) }
            desk.say(#"{"t":"hello"}"#)
            try await desk.hear("desk")
            agents.append(agent)
            desks.append(desk)
        }
        repeat {
            try await chat(in: room, agents, desks, of: house)
            house.chats.raise()
        } while ContinuousClock.now < end
        for desk in desks { desk.cut() }
    }

    private static func chat(
        in room: RoomRow, _ agents: [LoggedOn], _ desks: [Screen], of house: House
    ) async throws {
        let fixture = house.fixture
        let form = try await fixture.form(in: room)
        let chat = try await fixture.service.askForAgent(form, roomToken: room.token).chat
        let hello = #"{"t":"hello","room":"\#(room.token)","token":"\#(form.customer)"}"#
        let screens = (0..<2).map { _ in Screen(house) { CustomerSession(context: $0) } }
        for screen in screens { screen.say(hello) }
        for screen in screens { try await screen.hear("chat") }
        // The one that rings answers: the other has the last chat on its desk still.
        for (agent, desk) in zip(agents, desks) {
            guard let offer = try await fixture.offer(of: chat, at: agent) else { continue }
            desk.say(#"{"t":"answer","chat":"\#(chat)","offer":\#(offer),"n":1}"#)
            try await desk.hear("ok")
            try await talk(in: chat, desk, screens[0], screens[1], fixture)
            desk.say(#"{"t":"end","chat":"\#(chat)","n":2}"#)
            try await desk.hear("ok")
            desk.say(#"{"t":"close","chat":"\#(chat)","n":3}"#)
            try await desk.hear("ok")
            desk.say(#"{"t":"status","status":"WAITING_NEW_CALL","n":4}"#)
            try await desk.hear("ok")
            break
        }
        for screen in screens { screen.cut() }
    }

    /// Both sides write at the same time, type and mark; the customer's second screen comes and
    /// goes.
    private static func talk(
        in chat: ID<Chat>, _ desk: Screen, _ screen: Screen, _ other: Screen,
        _ fixture: ServiceFixture
    ) async throws {
        for text in 0..<textsEach {
            for side in [desk, screen, other] {
                side.say(#"{"t":"typing","chat":"\#(chat)","text":"Hel"}"#)
                let (cid, body) = (fixture.hexDigits(), "Hello \(text)")
                side.say(
                    #"{"t":"message","chat":"\#(chat)","cid":"\#(cid)","body":"\#(body)"}"#)
                side.say(#"{"t":"mark","chat":"\#(chat)","delivered":2,"read":1}"#)
                if text % 3 == 2 { side.say(#"{"t":"resume","chat":"\#(chat)"}"#) }
            }
            for side in [desk, screen, other] { try await side.hear("ack") }
        }
    }

    /// A session on one of the loops, and what was heard of it.
    private struct Screen {
        private let door: LoopDoor
        private let heard: Heard

        init(_ house: House, _ make: @escaping @Sendable (SessionContext) -> any Session) {
            let (kinds, heard) = AsyncStream.makeStream(of: String.self)
            self.heard = Heard(kinds)
            let (service, hub) = (house.fixture.service, house.hub)
            door = LoopDoor(on: house.group.next(), planted: house.isPlanted, heard: heard) {
                door, receiver in
                make(
                    SessionContext(
                        service: service, hub: hub, door: door, receiver: receiver,
                        build: ServerBuild(version: "races", web: ""),
                        logger: Logger(label: "races") { _ in SwiftLogNoOpLogHandler() }))
            }
        }

        func say(_ text: String) { door.say(text) }
        func cut() { door.cut() }

        /// Waits for the next frame of that kind.
        func hear(_ kind: String) async throws {
            var kinds: [String] = []
            while let next = await heard.next() {
                if next == kind { return }
                kinds.append(next)
            }
            throw Mistake("the session ended before \(kind); it said \(kinds)")
        }
    }

    /// Reads one stream from one task at a time.
    private actor Heard {
        private var kinds: AsyncStream<String>.Iterator?

        init(_ kinds: AsyncStream<String>) { self.kinds = kinds.makeAsyncIterator() }

        func next() async -> String? {
            guard var kinds = kinds.take() else { return nil }
            let next = await kinds.next(isolation: self)
            self.kinds = kinds
            return next
        }
    }
}
