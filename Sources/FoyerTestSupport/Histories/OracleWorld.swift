import FoyerAPI
import FoyerCore
import FoyerService

/// A small company in which random things happen, and in which every open screen is compared with a
/// fresh one of the same person.
package final class OracleWorld {
    final class Person {
        let name: String
        var logOns: [(agent: LoggedOn, token: String)] = []

        init(_ name: String) { self.name = name }
    }

    final class Asker {
        var room: RoomRow
        var token: String?
        var chat: ID<Chat>?
        var tabs: [CustomerTab] = []

        init(room: RoomRow) { self.room = room }
    }

    /// How often something of each file of commands happened.
    package private(set) var counts: [CommandFile: Int] = [:]
    let house: RealtimeHouse
    var random: LedgerRandom
    var agents: [Person] = []
    var askers: [Asker] = []
    var rooms: [RoomRow] = []
    var desks: [DeskTab] = []
    /// What happened, for the report.
    package private(set) var story: [String] = []

    package init(_ house: RealtimeHouse, seed: UInt64) async throws {
        self.house = house
        random = LedgerRandom(seed: seed)
        // The house has been set up: a company, its room, its administrator.
        note(.setUp)
        rooms = [
            house.general,
            try await house.service.createRoom(named: "Sales", by: house.administrator),
        ]
        if random.percent(50) { try await publish() }
        let ada = Person("admin")
        ada.logOns = [try await house.logOn("admin")]
        agents = [ada]
        for name in ["Bert", "Chen"] {
            let person = Person(name)
            person.logOns = [try await house.agent(name)]
            agents.append(person)
        }
        askers = (0..<3).map { _ in Asker(room: rooms[0]) }
        house.afterStep = { [weak self] in self?.catchUp() }
        for _ in 0..<3 { openDesk() }
        await settle()
    }

    private func publish() async throws {
        try await house.fixture.publish(
            [
                ("phones.simultaneousChats", .flag(true)),
                ("assignment.sameAgent", .flag(true)),
                ("distribution.lastAgentRingSeconds", .wholeNumber(4)),
                ("distribution.desktopRingSeconds", .wholeNumber(5)),
                ("distribution.maxRounds", .wholeNumber(2)),
                ("phones.lostConnectionSeconds", .wholeNumber(10)),
            ], in: rooms[0], by: house.administrator)
    }

    private func catchUp() {
        for desk in desks { desk.catchUp() }
        for asker in askers { for tab in asker.tabs { tab.catchUp() } }
    }

    /// Says that something of these files of commands happened.
    func note(_ files: CommandFile...) {
        for file in files { counts[file, default: 0] += 1 }
    }

    func settle() async {
        if random.percent(50) {
            await house.settleAndRest()
        } else {
            await house.settleAndRest(with: &random)
        }
    }

    // MARK: What happens

    /// A few things happen before the one before has come to every screen, then all comes to rest.
    package func step() async throws {
        for _ in 0...(random.next() % 4) {
            // Two chats of one customer never begin in the same millisecond.
            house.fixture.clock.advance(milliseconds: 1)
            do {
                story.append(try await happen())
            } catch let refusal as Refusal {
                story.append("refused: \(refusal)")
            }
            await house.goOn(Int(random.next() % 10), with: &random)
        }
        await settle()
        desks.removeAll { !$0.socket.isOpen }
        for asker in askers { asker.tabs.removeAll { !$0.socket.isOpen } }
        house.forgetClosed()
    }

    // MARK: Comparison

    /// Where an old screen shows something else than a fresh one, in words.
    package func differences() async -> [String] {
        guard !house.isRestless else { return ["it does not come to rest"] }
        var found = breaches()
        for desk in desks {
            let fresh = DeskTab(house, agent: desk.agent, token: desk.token)
            await see({ fresh.catchUp() }, { fresh.cut() })
            found += differences(
                "the desk of \(desk.agent.name)", desk.desk.picture, fresh.desk.picture)
        }
        for asker in askers {
            for tab in asker.tabs {
                let fresh = CustomerTab(house, roomToken: tab.roomToken, token: tab.token)
                await see({ fresh.catchUp() }, { fresh.cut() })
                found += differences(
                    "a customer's screen", tab.screen.picture, fresh.screen.picture)
            }
        }
        return found
    }

    /// Lets a fresh screen open and go again.
    private func see(_ catchUp: @escaping () -> Void, _ cut: () -> Void) async {
        let before = house.afterStep
        house.afterStep = {
            before()
            catchUp()
        }
        await house.settleAndRest()
        house.afterStep = before
        cut()
        await house.settleAndRest()
        house.forgetClosed()
    }

    private func differences(_ whose: String, _ old: [String], _ fresh: [String]) -> [String] {
        guard old != fresh else { return [] }
        let missing = fresh.filter { !old.contains($0) }
        let stale = old.filter { !fresh.contains($0) }
        return ["\(whose) shows \(stale) where a fresh one shows \(missing)"]
    }

    private func breaches() -> [String] {
        desks.flatMap(\.desk.breaches) + askers.flatMap { $0.tabs.flatMap(\.screen.breaches) }
    }
}
