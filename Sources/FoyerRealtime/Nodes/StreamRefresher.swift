import FoyerCore
import FoyerService

/// Reads what the sessions of this node follow and tells them how far it is, while hints may be
/// missed.
package struct StreamRefresher {
    /// Chats, rooms or agents of one statement.
    private static let topicsPerReadMax = 500

    private let service: Service
    private let hub: Hub
    /// What was told last of all that is followed.
    private var chats: [ID<Chat>: ChatStand] = [:]
    private var rooms: [ID<Room>: Int64] = [:]
    private var agents: [ID<Agent>: String] = [:]
    private var forms: [ID<Room>: FormStand] = [:]

    package init(service: Service, hub: Hub) {
        self.service = service
        self.hub = hub
    }

    /// Everything is heard again: what was read is no measure for later.
    package mutating func forget() { (chats, rooms, agents, forms) = ([:], [:], [:], [:]) }

    /// Of how many topics it knows what was told.
    var toldCount: Int { chats.count + rooms.count + agents.count + forms.count }

    /// Tells what changed since the last reading; the first time, everything.
    ///
    /// Who followed later read by himself what had been told before.
    package mutating func refresh() async throws {
        let topics = hub.followed
        drop(allBut: topics)
        let followed = Followed(topics)
        try await endLogOns(followed.logOns)
        for some in followed.chats.pieces(of: Self.topicsPerReadMax) {
            tell(try await service.stands(of: some))
        }
        for some in followed.rooms.pieces(of: Self.topicsPerReadMax) {
            for (room, revision) in try await service.revisions(of: some)
            where rooms.updateValue(revision, forKey: room) != revision {
                hub.stands(room, at: revision)
            }
        }
        for some in followed.forms.pieces(of: Self.topicsPerReadMax) {
            tell(try await service.formStands(of: some))
        }
        for some in followed.agents.pieces(of: Self.topicsPerReadMax) {
            for (agent, print) in try await service.fingerprints(of: some)
            where agents.updateValue(print, forKey: agent) != print {
                hub.take([.hint(.agentChanged(agent, because: nil))])
            }
        }
    }

    /// People come and go: what nobody follows any more would be kept for ever.
    private mutating func drop(allBut topics: Set<Topic>) {
        chats = chats.filter { topics.contains(.chat($0.key)) }
        rooms = rooms.filter { topics.contains(.room($0.key)) }
        agents = agents.filter { topics.contains(.agent($0.key)) }
        forms = forms.filter { topics.contains(.form($0.key)) }
    }

    private mutating func tell(_ stands: [ID<Room>: FormStand]) {
        for (room, stand) in stands {
            let known = forms.updateValue(stand, forKey: room)
            if known?.link != stand.link { hub.take([.hint(.linkChanged(room))]) }
            if known?.version != stand.version {
                hub.take([.hint(.settingsPublished(room, version: stand.version))])
            }
        }
    }

    private func endLogOns(_ logOns: [ID<LogOn>]) async throws {
        for some in logOns.pieces(of: Self.topicsPerReadMax) {
            hub.take(try await service.ended(of: some).map { .hint(.logOnEnded($0)) })
        }
    }

    private mutating func tell(_ stands: [ID<Chat>: ChatStand]) {
        for (chat, stand) in stands {
            let known = chats.updateValue(stand, forKey: chat)
            if known?.lastSeq != stand.lastSeq { hub.stands(chat, at: stand.lastSeq) }
            if known?.fingerprint != stand.fingerprint { hub.take([.hint(.chatChanged(chat))]) }
            if known?.marks != stand.marks { hub.take([.hint(.marks(chat, stand.marks))]) }
        }
    }
}

/// What is followed, by kind.
private struct Followed {
    var chats: [ID<Chat>] = []
    var rooms: [ID<Room>] = []
    var agents: [ID<Agent>] = []
    var logOns: [ID<LogOn>] = []
    var forms: [ID<Room>] = []

    init(_ topics: Set<Topic>) {
        for topic in topics {
            switch topic {
            case .chat(let chat): chats.append(chat)
            case .room(let room): rooms.append(room)
            case .agent(let agent): agents.append(agent)
            case .logOn(let logOn): logOns.append(logOn)
            case .form(let room): forms.append(room)
            }
        }
    }
}

extension Array {
    fileprivate func pieces(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0...].prefix(count)) }
    }
}
