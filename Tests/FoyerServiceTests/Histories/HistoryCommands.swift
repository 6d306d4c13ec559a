import FoyerCore
import FoyerService
import FoyerTestSupport

// What customers, agents and administrators do in a random history.

extension History {
    mutating func performAsCustomer(_ command: Command, at node: ServiceFixture) async throws {
        guard let room = pick(rooms) else { return }
        switch command {
        case .ask: customers.append(try await node.customer(asksIn: room))
        case .askAgain:
            guard let former = pick(customers) else { return }
            customers.append(try await node.customer(asksIn: room, token: former.token))
        case .cancel:
            guard let customer = pick(customers) else { return }
            try await node.service.cancelChat(customer.chat, by: customer.id)
        case .connectCustomer:
            guard let customer = pick(Array(customers.suffix(6))) else { return }
            _ = try await node.service.connectCustomer(
                roomToken: customer.roomToken, token: customer.token)
        default:
            guard let customer = pick(Array(customers.suffix(6))) else { return }
            try await node.service.disconnectCustomer(customer.connection)
        }
    }

    mutating func performAsAgent(_ command: Command, at node: ServiceFixture) async throws {
        guard let position = desks.indices.randomElement(using: &random) else { return }
        let agent = desks[position].agent
        switch command {
        case .answer, .reject:
            let ringing = try await node.service.desk(of: agent).waiting.flatMap { card in
                card.offers[agent.agent].map { [(card.chat, $0.number)] } ?? []
            }
            guard let (chat, offer) = pick(ringing) else { return }
            if command == .answer {
                try await node.service.answerOffer(offer, of: chat, by: agent)
            } else {
                try await node.service.rejectOffer(offer, of: chat, by: agent)
            }
        case .connectAgent: try await connect(position, at: node)
        case .disconnectAgent:
            guard let connection = desks[position].connections.popLast() else { return }
            try await node.service.disconnectAgent(agent, connection: connection)
        case .logOff:
            desks[position].connections = []
            try await node.service.logOff(agent)
            desks[position].agent = try await node.logOn(
                agent.email, on: pick(Channel.allCases) ?? .browser)
        case .chooseReady: try await node.service.choose(.ready, by: agent)
        case .chooseBreak: try await node.service.choose(.takeBreak, by: agent)
        default:
            guard let chat = try await node.service.desk(of: agent).chats.first?.chat.id else {
                return
            }
            try await node.service.putChatAway(chat, by: agent)
        }
    }

    mutating func performInChat(_ command: Command, at node: ServiceFixture) async throws {
        guard let customer = pick(customers), let desk = pick(desks) else { return }
        let served = try await node.service.desk(of: desk.agent).chats.last?.chat.id
        let asAgent = Bool.random(using: &random) && served != nil
        let chat = asAgent ? served ?? customer.chat : customer.chat
        let asker = asAgent ? Asker.agent(desk.agent) : customer.asker
        if command == .end {
            try await node.service.endChat(chat, by: asker)
        } else {
            try await node.send("Text", in: chat, as: asker)
        }
    }

    mutating func performAsAdministrator(_ command: Command, at node: ServiceFixture) async throws {
        guard let room = pick(rooms) else { return }
        let service = node.service
        switch command {
        case .publish:
            _ = try await service.publishSettings(settings(), of: room.id, by: administrator)
        case .createAgent where desks.count < 6: try await createAgent(at: node)
        case .editAgent:
            guard let agent = pick(desks)?.agent.agent else { return }
            var draft = AgentDraft()
            if Bool.random(using: &random) { draft.rooms = someRooms() }
            if Bool.random(using: &random) {
                draft.maxChats = pick([.some(nil), .some(1), .some(4)]) ?? nil
            }
            _ = try await service.editAgent(agent, draft, by: administrator)
        case .createRoom where rooms.count < 4:
            let name = "Room \(UInt32.random(in: 0 ... .max, using: &random))"
            rooms.append(try await service.createRoom(named: name, by: administrator))
        case .deleteRoom where rooms.count > 1:
            try await service.deleteRoom(room.id, by: administrator)
            rooms.removeAll { $0.id == room.id }
        case .editRoom:
            var agents = desks.map(\.agent.agent)
            agents.removeAll { _ in Bool.random(using: &random) }
            _ = try await service.editRoom(room.id, name: nil, agents: agents, by: administrator)
        default: return
        }
    }

    mutating func createAgent(at node: ServiceFixture) async throws {
        agentsMade += 1
        let agent = try await node.agent(
            "Agent\(agentsMade)", in: someRooms(),
            on: pick([.browser, .browser, .mobile]) ?? .browser,
            by: administrator)
        desks.append(Desk(agent: agent))
    }

    mutating func connect(_ position: Int, at node: ServiceFixture) async throws {
        desks[position].connections.append(
            try await node.service.connectAgent(desks[position].agent))
    }

    private mutating func someRooms() -> [ID<Room>] {
        let some = rooms.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
        return (some.isEmpty ? rooms : some).map(\.id)
    }

    private mutating func settings() -> [(name: String, value: SettingValue)] {
        let number = { (low: Int, high: Int, random: inout SeededRandom) in
            SettingValue.wholeNumber(Int.random(in: low...high, using: &random))
        }
        let all: [(name: String, value: SettingValue)] = [
            ("distribution.desktopRingSeconds", number(1, 40, &random)),
            ("distribution.agentsAtOnce", number(0, 2, &random)),
            ("distribution.maxRounds", number(1, 3, &random)),
            ("distribution.waitLimitSeconds", number(0, 90, &random)),
            ("distribution.priorityMinutes", number(-5, 5, &random)),
            ("phones.simultaneousChats", .flag(Bool.random(using: &random))),
            ("phones.maxChats", number(1, 4, &random)),
            ("phones.lostConnectionSeconds", number(1, 90, &random)),
        ]
        return all.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
    }
}
