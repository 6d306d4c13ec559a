import FoyerAPI
import FoyerCore
import FoyerService

/// One chat, three devices on each side, and hints that come as they like. Connections are cut for
/// 10 ms to an hour, tabs sleep, sockets stay half open (R-13).
package final class ResumeStory {
    /// How often what happened.
    package struct Tally: Sendable {
        package var cuts = 0
        package var shortestCut = Int64.max
        package var longestCut: Int64 = 0
        package var tunnels = 0
        package var sleeps = 0
        package var halfOpens = 0
        package var texts = 0
        /// Chats that ended because all of the customer's devices were away too long.
        package var ended = 0
        /// Turns that began because all of the agent's devices were away too long.
        package var turns = 0

        package init() {}

        package mutating func add(_ other: Tally) {
            cuts += other.cuts
            shortestCut = min(shortestCut, other.shortestCut)
            longestCut = max(longestCut, other.longestCut)
            tunnels += other.tunnels
            sleeps += other.sleeps
            halfOpens += other.halfOpens
            texts += other.texts
            ended += other.ended
            turns += other.turns
        }
    }

    package private(set) var tally = Tally()
    private let house: RealtimeHouse
    private var random: LedgerRandom
    private var weather: LedgerRandom
    private let chat: ID<Chat>
    private let screens: [CustomerTab]
    private let desks: [DeskTab]
    private let agent: LoggedOn
    private let customer: Asker

    private static let devices = 3
    private static let stepsCount = 40

    /// Tells one story. Returns what a screen lacks at its end, or showed and should not have.
    package static func breaches(
        seed: UInt64, planting bug: SQLBug? = nil, frames: FrameBug.Kind? = nil
    ) async throws -> (breaches: [String], tally: Tally) {
        try await RealtimeHouse.with(planting: bug) { house in
            house.frameBug = frames.map { FrameBug($0) }
            let story = try await ResumeStory(house, seed: seed)
            for _ in 0..<stepsCount { try await story.step() }
            await story.calmDown()
            return (try await story.breaches(), story.tally)
        }
    }

    private init(_ house: RealtimeHouse, seed: UInt64) async throws {
        self.house = house
        random = LedgerRandom(seed: seed)
        weather = random.part(1)
        let (agent, token) = try await house.agent("Bert")
        self.agent = agent
        desks = (0..<Self.devices).map { _ in DeskTab(house, agent: agent, token: token) }
        await house.settle()
        let asked = try await house.asker()
        chat = asked.chat
        screens = (0..<Self.devices).map { _ in
            CustomerTab(house, roomToken: house.general.token, token: asked.token)
        }
        await house.settle()
        let connected = try await house.service.connectCustomer(
            roomToken: house.general.token, token: asked.token)
        try await house.service.disconnectCustomer(connected)
        customer = .customer(connected.customer)
        try await house.fixture.answer(chat, by: agent)
        house.afterStep = { [weak self] in self?.catchUp() }
        await house.settle()
        makeWeather()
    }

    private func catchUp() {
        for screen in screens { screen.catchUp() }
        for desk in desks { desk.catchUp() }
    }

    /// Hints come in any order, some not at all, some twice.
    private func makeWeather() {
        for socket in screens.map(\.socket) + desks.map(\.socket) {
            socket.weather.position = { [self] waiting in
                weather.percent(30) ? Int(weather.next() % UInt64(waiting)) : 0
            }
            socket.weather.times = { [self] in
                let chance = weather.next() % 100
                return chance < 20 ? 0 : chance < 30 ? 2 : 1
            }
        }
    }

    private func step() async throws {
        answerIfItRings()
        switch random.next() % 16 {
        case 0: screens.randomElement(using: &random)?.comeBack()
        case 1: desks.randomElement(using: &random)?.comeBack()
        case 2: try await cutOne()
        case 3: if random.percent(40) { try await tunnel() }
        case 4: fallAsleep()
        case 5: wakeUp()
        case 6: loseWithoutNotice()
        case 7: endHalfOpen()
        case 8: await goOn(12)
        default: write()
        }
        makeWeather()
        await goOn(Int(random.next() % 6))
        house.forgetClosed()
    }

    /// The house draws from a generator of its own: the weather draws from the story's meanwhile.
    private func goOn(_ count: Int) async {
        var pace = random
        await house.goOn(count, with: &pace)
        _ = random.next()
    }

    /// Each text has a millisecond of its own or shares it with the one before.
    private func write() {
        tally.texts += 1
        house.fixture.clock.advance(milliseconds: Int64(random.next() % 3))
        let cid = random.hexadecimal()
        if random.percent(50) {
            screens.randomElement(using: &random)?.write("question \(tally.texts)", cid: cid)
        } else {
            desks.randomElement(using: &random)?.write("answer \(tally.texts)", cid: cid, in: chat)
        }
    }

    private func answerIfItRings() {
        for desk in desks where !desk.isAsleep {
            guard let offer = desk.offer(of: chat.rawValue) else { continue }
            desk.socket.say(#"{"t":"answer","chat":"\#(chat)","offer":\#(offer),"n":1}"#)
            return
        }
    }

    // MARK: Cuts

    /// From 10 ms to an hour, each order of magnitude as often as the others.
    private func cutLength() -> Int64 {
        var length: Int64 = 10
        for _ in 0..<(random.next() % 6) { length *= 10 }
        length = min(length + Int64(random.next() % UInt64(9 * length)), 3_600_000)
        tally.cuts += 1
        tally.shortestCut = min(tally.shortestCut, length)
        tally.longestCut = max(tally.longestCut, length)
        return length
    }

    /// One device is away while the others write on.
    private func cutOne() async throws {
        let length = cutLength()
        if random.percent(50), let screen = screens.randomElement(using: &random) {
            screen.cut()
            try await pass(length)
            screen.comeBack()
        } else if let desk = desks.randomElement(using: &random) {
            desk.cut()
            try await pass(length)
            desk.comeBack()
        }
    }

    /// All devices of a side are away: longer than the grace, and the chat ends or waits again.
    private func tunnel() async throws {
        tally.tunnels += 1
        let length = cutLength()
        if random.percent(50) {
            for screen in screens {
                screen.endHalfOpen()
                screen.cut()
            }
            try await pass(length)
            for screen in screens { screen.comeBack() }
        } else {
            for desk in desks {
                desk.endHalfOpen()
                desk.cut()
            }
            try await pass(length)
            for desk in desks { desk.comeBack() }
        }
    }

    private func pass(_ milliseconds: Int64) async throws {
        await goOn(Int(random.next() % 8))
        house.fixture.clock.advance(milliseconds: milliseconds / 2)
        for _ in 0..<(random.next() % 4) { write() }
        await goOn(Int(random.next() % 8))
        house.fixture.clock.advance(milliseconds: milliseconds - milliseconds / 2)
        _ = try await house.service.passTime()
    }

    /// A tab stops reading; half of the time the server misses its pong and hangs up.
    private func fallAsleep() {
        tally.sleeps += 1
        let isMissed = random.percent(50)
        if random.percent(50), let screen = screens.randomElement(using: &random) {
            screen.isAsleep = true
            if isMissed { screen.socket.cut() }
        } else if let desk = desks.randomElement(using: &random) {
            desk.isAsleep = true
            if isMissed { desk.socket.cut() }
        }
    }

    private func wakeUp() {
        for screen in screens where screen.isAsleep { screen.wake() }
        for desk in desks where desk.isAsleep { desk.wake() }
    }

    private func loseWithoutNotice() {
        tally.halfOpens += 1
        if random.percent(50) {
            screens.randomElement(using: &random)?.comeBackHalfOpen()
        } else {
            desks.randomElement(using: &random)?.comeBackHalfOpen()
        }
    }

    private func endHalfOpen() {
        for screen in screens { screen.endHalfOpen() }
        for desk in desks { desk.endHalfOpen() }
    }

    // MARK: The end

    /// The weather clears. Half of the stories end with a last text, whose number shows every gap,
    /// and with a change of the agent, for what has no number; the others with new connections.
    private func calmDown() async {
        wakeUp()
        endHalfOpen()
        var pace = random
        await house.settleAndRest(with: &pace)
        for socket in screens.map(\.socket) + desks.map(\.socket) {
            socket.weather = ManualSocket.Weather()
        }
        try? await house.service.editProfile(  // a greeting is never refused
            name: nil, greeting: "Hello!", of: agent)
        let last = try? await house.fixture.send(  // where it is refused, connections tell
            "the last", in: chat, as: customer)
        if last == nil || random.percent(50) {
            for screen in screens { screen.comeBack() }
            for desk in desks { desk.comeBack() }
        }
        await house.settleAndRest()
    }

    private func breaches() async throws -> [String] {
        let entries = try await house.fixture.entries(of: chat, for: customer)
        tally.ended += entries.count { $0.content == .ended(by: .customerLost) }
        tally.turns += entries.count { $0.content == .waitsAgain }
        let stored = entries.map(\.id.rawValue)
        let isOnDesk = try await house.service.desk(of: agent).chats.contains {
            $0.chat.id == chat
        }
        var lines = screens.map(\.screen.line)
        if isOnDesk { lines += desks.map { $0.desk.lines[chat.rawValue] } }
        var found: [String] = house.isRestless ? ["it does not come to rest"] : []
        for (number, line) in lines.enumerated() {
            guard let line else {
                found.append("screen \(number) has no transcript")
                continue
            }
            let ids = line.entries.compactMap { $0["id"]?.text }
            if ids != stored {
                found.append("screen \(number) has \(ids.count) of \(stored.count)")
            }
            found += line.breaches
        }
        return found + screens.flatMap(\.screen.breaches) + desks.flatMap(\.desk.breaches)
    }
}
