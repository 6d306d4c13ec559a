import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("Resume in any weather")
struct ResumeHistoryTests {
    @Test(
        "whatever hints are lost, doubled or late, in the end every screen has what is stored",
        arguments: 0..<8)
    func everyScreenIsComplete(part: Int) async throws {
        for seed in Histories.seeds(part, of: 8, usually: 640) {
            try await RealtimeHouse.with { house in
                let story = try await ResumeStory(house, seed: seed)
                for _ in 0..<40 { await story.step() }
                await story.calmDown()
                let breaches = try await story.breaches()
                #expect(breaches == [], "seed \(seed)")
            }
        }
    }
}

/// One chat, two screens on each side, and hints that come as they like.
private final class ResumeStory {
    private let house: RealtimeHouse
    private var random: LedgerRandom
    private var weather: LedgerRandom
    private let chat: ID<Chat>
    private let screens: [CustomerTab]
    private let desks: [DeskTab]
    private let agent: LoggedOn
    private var written = 0

    init(_ house: RealtimeHouse, seed: UInt64) async throws {
        self.house = house
        random = LedgerRandom(seed: seed)
        weather = random.part(1)
        let (agent, token) = try await house.agent("Bert")
        self.agent = agent
        desks = (0..<2).map { _ in DeskTab(house, agent: agent, token: token) }
        await house.settle()
        let asked = try await house.asker()
        chat = asked.chat
        screens = (0..<2).map { _ in
            CustomerTab(house, roomToken: house.general.token, token: asked.token)
        }
        await house.settle()
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

    func step() async {
        switch random.next() % 10 {
        case 0: screens.randomElement(using: &random)?.comeBack()
        case 1: desks.randomElement(using: &random)?.comeBack()
        case 2: await goOn(12)
        default: write()
        }
        makeWeather()
        await goOn(Int(random.next() % 6))
    }

    /// The house draws from a generator of its own: the weather draws from the story's meanwhile.
    private func goOn(_ count: Int) async {
        var pace = random
        await house.goOn(count, with: &pace)
        _ = random.next()
    }

    private func write() {
        written += 1
        let cid = random.hexadecimal()
        if random.percent(50) {
            screens.randomElement(using: &random)?.write("question \(written)", cid: cid)
        } else {
            desks.randomElement(using: &random)?.write("answer \(written)", cid: cid, in: chat)
        }
    }

    /// The weather clears. Half of the stories end with a last text, which shows every gap; the
    /// others with new connections.
    func calmDown() async {
        var pace = random
        await house.settleAndRest(with: &pace)
        for socket in screens.map(\.socket) + desks.map(\.socket) {
            socket.weather = ManualSocket.Weather()
        }
        if random.percent(50) {
            let asker = Asker.agent(agent)
            _ = try? await house.fixture.send("the last", in: chat, as: asker)  // checked below
        } else {
            for screen in screens { screen.comeBack() }
            for desk in desks { desk.comeBack() }
        }
        await house.settleAndRest()
    }

    func breaches() async throws -> [String] {
        let stored = try await house.fixture.entries(of: chat, for: .agent(agent)).map(
            \.id.rawValue)
        var found: [String] = house.isRestless ? ["it does not come to rest"] : []
        for (number, line)
            in (screens.map(\.screen.line) + desks.map { $0.desk.lines[chat.rawValue] })
            .enumerated()
        {
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
