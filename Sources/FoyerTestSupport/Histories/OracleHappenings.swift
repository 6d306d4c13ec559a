import FoyerAPI
import FoyerCore
import FoyerService

// What happens in the oracle's world.
extension OracleWorld {
    func happen() async throws -> String {
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
        case ..<91: try await passTime()
        case ..<93: try await logOffOrOn()
        case ..<96: try await profileOrLetter()
        default: try await administer()
        }
    }

    private func ask() async throws -> String {
        guard let asker = askers.randomElement(using: &random) else { return "nobody asks" }
        // A tab shows the chat that it greeted: another one needs another greeting.
        for tab in asker.tabs { tab.cut() }
        await settle()
        guard let room = rooms.randomElement(using: &random) else { return "no room" }
        let link = random.percent(20) ? try await privateLink(of: room) : nil
        let asked = try await house.asker(in: room, through: link, token: asker.token)
        note(.askForAgent, .connect)
        (asker.room, asker.token, asker.chat) = (room, asked.token, asked.chat)
        asker.tabs = [CustomerTab(house, roomToken: link ?? room.token, token: asked.token)]
        return "asks \(asked.chat)"
    }

    /// A new one of somebody who serves the room.
    private func privateLink(of room: RoomRow) async throws -> String? {
        let administrator = house.administrator
        let serving = try await house.service.room(room.id, for: administrator).agents
        guard let agent = serving.randomElement(using: &random) else { return nil }
        note(.makePrivateLink)
        return try await house.service.makePrivateLink(
            for: agent, in: room.id, by: administrator
        ).token
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
    func openDesk() -> String {
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
        note(.answerOffer)
        return "\(ring.desk.agent.name) answers \(ring.chat)"
    }

    private func reject() -> String {
        guard let ring = ringing() else { return "nothing rings" }
        ring.desk.socket.say(
            #"{"t":"reject","chat":"\#(ring.chat)","offer":\#(ring.offer),"n":8}"#)
        note(.answerOffer)
        return "\(ring.desk.agent.name) rejects \(ring.chat)"
    }

    private func write() -> String {
        let cid = random.hexadecimal()
        note(.sendMessage)
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
        note(.markEntries)
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
            let waits = tab.screen.chat["state"]?.text == "waiting"
            let word = !waits ? "end" : random.percent(30) ? "askAll" : "cancel"
            note(word == "askAll" ? .askAllAgents : .endChat)
            tab.socket.say(#"{"t":"\#(word)","chat":"\#(chat)","n":3}"#)
            return "a customer says \(word) to \(chat)"
        }
        note(.endChat)
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
        note(.chooseStatus)
        desk.socket.say(#"{"t":"status","status":"\#(status)","n":6}"#)
        return "\(desk.agent.name) chooses \(status)"
    }

    private func passTime() async throws -> String {
        let seconds = Int(random.next() % 70)
        house.fixture.clock.advance(seconds: seconds)
        _ = try await house.service.passTime()
        note(.passTime)
        return "\(seconds) seconds pass"
    }

    private func logOffOrOn() async throws -> String {
        guard let person = agents.randomElement(using: &random) else { return "nobody" }
        if person.logOns.count > 1 || random.percent(30), !person.logOns.isEmpty {
            let logOn = person.logOns.removeFirst()
            try await house.service.logOff(logOn.agent)
            note(.logOff)
            return "\(person.name) logs off"
        }
        note(.logOn)
        person.logOns.append(
            try await house.logOn(person.name, on: random.percent(50) ? .mobile : .browser))
        return "\(person.name) logs on"
    }

    private func administer() async throws -> String {
        guard let room = rooms.randomElement(using: &random) else { return "no room" }
        let administrator = house.administrator
        if random.percent(10) {
            // Enough rooms in either: nothing else of the story changes.
            let plan = random.percent(50) ? "enterprise" : Plans.standard.key
            try await house.service.changePlan(of: administrator.company, to: plan)
            note(.changePlan)
            return "another plan"
        }
        switch random.next() % 7 {
        case 0:
            let some = agents.compactMap(\.logOns.first?.agent.agent).filter { _ in
                random.percent(70)
            }
            _ = try await house.service.editRoom(
                room.id, name: nil, agents: some, by: administrator)
            note(.editRoom)
            return "\(room.name) gets \(some.count) agents"
        case 1:
            rooms.append(
                try await house.service.createRoom(
                    named: "Room \(random.next())", by: administrator))
            note(.editRoom)
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
            note(.createAgent)
            return "\(agent.name) takes more or fewer chats"
        case 3, 6: return try await restart()
        case 4: return try await makeAgentOrDeleteRoom()
        default: return try await publish(in: room)
        }
    }

    private func publish(in room: RoomRow) async throws -> String {
        let administrator = house.administrator
        let roles: [(name: String, value: SettingValue)] = [
            ("phones.agentRole", .text(random.percent(50) ? "Doctor" : "Nurse"))
        ]
        guard random.percent(50) else {
            try await house.fixture.publish(roles, in: room, by: administrator)
            note(.publishSettings)
            return "settings of \(room.name)"
        }
        let service = house.service
        let before = try await service.draft(of: room.id, for: administrator)
        let draft = try await service.editDraft(
            roles, at: before.revision, of: room.id, by: administrator)
        note(.editDraft)
        _ = try await service.publishDraft(
            SeenDraft(revision: draft.revision, version: draft.live.version), of: room.id,
            by: administrator)
        note(.publishDraft)
        return "the draft of \(room.name)"
    }

    /// The server stops with all sockets and starts, or loses its lease and gets another one; every
    /// screen comes back.
    private func restart() async throws -> String {
        for desk in desks { desk.cut() }
        for tab in askers.flatMap(\.tabs) { tab.cut() }
        await settle()
        let losesLease = random.percent(50)
        if losesLease {
            house.fixture.clock.advance(milliseconds: Limit.nodeLeaseMilliseconds + 1)
            try await house.service.sweepNodes()
            _ = try await house.service.renewLease(as: "")
            note(.sweepNodes, .renewLease)
        } else {
            try await house.service.restart()
            note(.restart, .joinNodes)
        }
        for desk in desks { desk.comeBack() }
        for tab in askers.flatMap(\.tabs) { tab.comeBack() }
        return losesLease ? "a lost lease" : "a restart"
    }

    private func makeAgentOrDeleteRoom() async throws -> String {
        if random.percent(50), agents.count < 5 {
            let person = Person("Dora\(agents.count)")
            person.logOns = [try await house.agent(person.name)]
            agents.append(person)
            note(.createAgent, .logOn)
            return "\(person.name) is new"
        }
        guard rooms.count > 2, let room = rooms.dropFirst().randomElement(using: &random) else {
            return "no room to delete"
        }
        try await house.service.deleteRoom(room.id, by: house.administrator)
        rooms.removeAll { $0.id == room.id }
        note(.editRoom)
        return "\(room.name) is deleted"
    }

    private func profileOrLetter() async throws -> String {
        switch random.next() % 4 {
        case 0:
            guard let agent = agents.randomElement(using: &random)?.logOns.first?.agent else {
                return "nobody"
            }
            let name = "\(agent.name.prefix(4)) \(random.next() % 100)"
            try await house.service.editProfile(name: name, greeting: "Hello!", of: agent)
            note(.editProfile)
            return "\(agent.name) is \(name) now"
        case 1:
            guard let room = rooms.randomElement(using: &random) else { return "no room" }
            let form = try await house.fixture.form(in: room)
            _ = try await house.service.leaveLetter(form, roomToken: room.token)
            note(.leaveLetter)
            return "a letter"
        case 2:
            _ = try await house.service.keepImage(SmallPicture.png, by: house.administrator)
            note(.keepImage)
            return "a picture"
        default:
            guard let person = agents.dropFirst().randomElement(using: &random) else {
                return "nobody"
            }
            guard let agent = person.logOns.first?.agent.agent else { return "nobody" }
            let link = try await house.service.makePasswordLink(
                for: agent, by: house.administrator)
            try await house.service.setPassword(ServiceFixture.password, link: link)
            person.logOns = []
            note(.setPassword)
            return "\(person.name) has a password, and no log-on"
        }
    }
}
