import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

/// A small company in which random things happen, and in which every open screen is compared with a
/// fresh one of the same person.
final class OracleWorld {
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

    let house: RealtimeHouse
    var random: LedgerRandom
    var agents: [Person] = []
    var askers: [Asker] = []
    var rooms: [RoomRow] = []
    var desks: [DeskTab] = []
    /// What happened, for the report.
    var story: [String] = []

    init(_ house: RealtimeHouse, seed: UInt64) async throws {
        self.house = house
        random = LedgerRandom(seed: seed)
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
                ("distribution.desktopRingSeconds", .wholeNumber(5)),
                ("distribution.maxRounds", .wholeNumber(2)),
                ("phones.lostConnectionSeconds", .wholeNumber(10)),
            ], in: rooms[0], by: house.administrator)
    }

    private func catchUp() {
        for desk in desks { desk.catchUp() }
        for asker in askers { for tab in asker.tabs { tab.catchUp() } }
    }

    private func settle() async {
        if random.percent(50) {
            await house.settleAndRest()
        } else {
            await house.settleAndRest(with: &random)
        }
    }

    // MARK: What happens

    /// A few things happen before the one before has come to every screen, then all comes to rest.
    func step() async throws {
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

    private func happen() async throws -> String {
        switch random.next() % 100 {
        case ..<14: try await ask()
        case ..<22: openScreen()
        case ..<27: cutScreen()
        case ..<33: openDesk()
        case ..<37: cutDesk()
        case ..<52: answer()
        case ..<55: reject()
        case ..<70: write()
        case ..<74: mark()
        case ..<79: end()
        case ..<82: putAway()
        case ..<88: choose()
        case ..<92: try await passTime()
        case ..<94: try await logOffOrOn()
        default: try await administer()
        }
    }

    private func ask() async throws -> String {
        guard let asker = askers.randomElement(using: &random) else { return "nobody asks" }
        // A tab shows the chat that it greeted: another one needs another greeting.
        for tab in asker.tabs { tab.cut() }
        await settle()
        guard let room = rooms.randomElement(using: &random) else { return "no room" }
        let asked = try await house.asker(in: room, token: asker.token)
        (asker.room, asker.token, asker.chat) = (room, asked.token, asked.chat)
        asker.tabs = [CustomerTab(house, roomToken: room.token, token: asked.token)]
        return "asks \(asked.chat)"
    }

    private func openScreen() -> String {
        guard let asker = askers.randomElement(using: &random), let token = asker.token else {
            return "no screen"
        }
        asker.tabs.append(CustomerTab(house, roomToken: asker.room.token, token: token))
        return "opens a screen"
    }

    private func cutScreen() -> String {
        let tabs = askers.flatMap(\.tabs)
        guard let tab = tabs.randomElement(using: &random) else { return "no screen" }
        if random.percent(50) {
            tab.comeBack()
            return "a screen comes back"
        }
        tab.cut()
        return "a screen goes"
    }

    @discardableResult
    private func openDesk() -> String {
        guard let person = agents.randomElement(using: &random),
            let logOn = person.logOns.randomElement(using: &random)
        else { return "nobody is logged on" }
        desks.append(DeskTab(house, agent: logOn.agent, token: logOn.token))
        return "\(person.name) opens a desk on \(logOn.agent.channel)"
    }

    private func cutDesk() -> String {
        guard let desk = desks.randomElement(using: &random) else { return "no desk" }
        if random.percent(50) {
            desk.comeBack()
            return "a desk of \(desk.agent.name) comes back"
        }
        desk.cut()
        return "a desk of \(desk.agent.name) goes"
    }

    private func ringing() -> (desk: DeskTab, chat: String, offer: Int64)? {
        let rings = desks.flatMap { desk in
            desk.desk.cards.keys.sorted().compactMap { chat in
                desk.offer(of: chat).map { (desk: desk, chat: chat, offer: $0) }
            }
        }
        return rings.randomElement(using: &random)
    }

    private func answer() -> String {
        guard let ring = ringing() else { return "nothing rings" }
        ring.desk.socket.say(
            #"{"t":"answer","chat":"\#(ring.chat)","offer":\#(ring.offer),"n":7}"#)
        return "\(ring.desk.agent.name) answers \(ring.chat)"
    }

    private func reject() -> String {
        guard let ring = ringing() else { return "nothing rings" }
        ring.desk.socket.say(
            #"{"t":"reject","chat":"\#(ring.chat)","offer":\#(ring.offer),"n":8}"#)
        return "\(ring.desk.agent.name) rejects \(ring.chat)"
    }

    private func write() -> String {
        let cid = random.hexadecimal()
        if random.percent(50), let tab = askers.flatMap(\.tabs).randomElement(using: &random) {
            tab.write("question", cid: cid)
            return "a customer writes"
        }
        guard let (desk, chat) = onDesk() else { return "nobody writes" }
        desk.write("answer", cid: cid, in: ID(known: chat))
        return "\(desk.agent.name) writes"
    }

    private func onDesk() -> (DeskTab, String)? {
        desks.flatMap { desk in desk.desk.chats.keys.sorted().map { (desk, $0) } }
            .randomElement(using: &random)
    }

    private func mark() -> String {
        guard let (desk, chat) = onDesk() else { return "nothing to mark" }
        let count = desk.desk.lines[chat]?.entries.count ?? 0
        desk.socket.say(
            #"{"t":"mark","chat":"\#(chat)","delivered":\#(count),"read":\#(count / 2)}"#)
        for tab in askers.flatMap(\.tabs) {
            guard let line = tab.screen.line else { continue }
            let count = line.entries.count
            tab.socket.say(
                #"{"t":"mark","chat":"\#(line.chat)","delivered":\#(count),"read":\#(count)}"#)
        }
        return "marks"
    }

    private func end() -> String {
        if random.percent(50), let tab = askers.flatMap(\.tabs).randomElement(using: &random),
            let chat = tab.screen.line?.chat
        {
            let word = tab.screen.chat["state"]?.text == "waiting" ? "cancel" : "end"
            tab.socket.say(#"{"t":"\#(word)","chat":"\#(chat)","n":3}"#)
            return "a customer says \(word) to \(chat)"
        }
        guard let (desk, chat) = onDesk() else { return "nothing ends" }
        desk.socket.say(#"{"t":"end","chat":"\#(chat)","n":4}"#)
        return "\(desk.agent.name) ends \(chat)"
    }

    private func putAway() -> String {
        guard let (desk, chat) = onDesk() else { return "nothing to put away" }
        desk.socket.say(#"{"t":"close","chat":"\#(chat)","n":5}"#)
        return "\(desk.agent.name) puts \(chat) away"
    }

    private func choose() -> String {
        guard let desk = desks.randomElement(using: &random) else { return "nobody chooses" }
        let status = random.percent(70) ? "WAITING_NEW_CALL" : "TAKING_BREAK"
        desk.socket.say(#"{"t":"status","status":"\#(status)","n":6}"#)
        return "\(desk.agent.name) chooses \(status)"
    }

    private func passTime() async throws -> String {
        let seconds = Int(random.next() % 70)
        house.fixture.clock.advance(seconds: seconds)
        _ = try await house.service.passTime()
        return "\(seconds) seconds pass"
    }

    private func logOffOrOn() async throws -> String {
        guard let person = agents.randomElement(using: &random) else { return "nobody" }
        if person.logOns.count > 1 || random.percent(30), !person.logOns.isEmpty {
            let logOn = person.logOns.removeFirst()
            try await house.service.logOff(logOn.agent)
            return "\(person.name) logs off"
        }
        person.logOns.append(
            try await house.logOn(person.name, on: random.percent(50) ? .mobile : .browser))
        return "\(person.name) logs on"
    }

    private func administer() async throws -> String {
        guard let room = rooms.randomElement(using: &random) else { return "no room" }
        let administrator = house.administrator
        switch random.next() % 4 {
        case 0:
            let some = agents.compactMap(\.logOns.first?.agent.agent).filter { _ in
                random.percent(70)
            }
            _ = try await house.service.editRoom(
                room.id, name: nil, agents: some, by: administrator)
            return "\(room.name) gets \(some.count) agents"
        case 1:
            rooms.append(
                try await house.service.createRoom(
                    named: "Room \(random.next())", by: administrator))
            return "another room"
        case 2:
            guard let agent = agents.randomElement(using: &random)?.logOns.first?.agent else {
                return "nobody"
            }
            var draft = AgentDraft()
            draft.maxChats = .some(Int(random.next() % 3) + 1)
            if random.percent(50) {
                draft.rooms = rooms.filter { _ in random.percent(60) }.map(\.id)
            }
            _ = try await house.service.editAgent(agent.agent, draft, by: administrator)
            return "\(agent.name) takes more or fewer chats"
        default:
            try await house.fixture.publish(
                [("phones.agentRole", .text("Doctor"))], in: room, by: administrator)
            return "settings of \(room.name)"
        }
    }

    // MARK: Comparison

    /// Where an old screen shows something else than a fresh one, in words.
    func differences() async -> [String] {
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
