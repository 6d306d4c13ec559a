import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// Keeps one desk up to date: its rooms by revision, the agent's status, the chats on it.
final class DeskFollower {
    private let context: SessionContext
    private var agent: LoggedOn?
    private var onChats: ([AgentChat]) -> Void = { _ in }

    /// The revision shown of each room.
    private var revisions: [ID<Room>: Int64] = [:]
    /// The chats that ring here, to tell "taken" from "gone".
    private var ringing: Set<ID<Chat>> = []
    private var shown: Desk?

    private var isReading = false
    private var readsAgain = false
    private var wantsWhole = false
    private var wantsWholeFor: Int64?
    private var reason: AgentChangeReason?
    /// Changes that came while the desk was being read.
    private var heard: [RoomChange] = []

    init(context: SessionContext) { self.context = context }

    /// Subscribes to the agent's rooms first and reads the desk second.
    func open(_ agent: LoggedOn, onChats: @escaping ([AgentChat]) -> Void) {
        self.agent = agent
        self.onChats = onChats
        wantsWhole = true
        let service = context.service
        context.door.perform({ try await service.me(agent).rooms.map(\.id) }) {
            [weak self] result in
            guard let self, self.agent != nil else { return }
            switch result {
            case .success(let rooms):
                self.follow(rooms)
                self.read()
            case .failure(let error): self.failed(error)
            }
        }
    }

    func close() {
        for room in revisions.keys { context.hub.unsubscribe(context.receiver, from: .room(room)) }
        revisions = [:]
        agent = nil
    }

    // MARK: News

    func receive(_ change: RoomChange) {
        guard let known = revisions[change.room] else { return }
        guard !isReading else {
            // Beyond this many the desk is read again anyway.
            if heard.count < 1_000 { heard.append(change) } else { readsAgain = true }
            return
        }
        guard change.revision > known else { return }
        guard change.revision == known + 1 else {
            wantsWhole = true
            return read()
        }
        show(change)
    }

    /// The agent's own status, rooms or chats changed.
    func look(because reason: AgentChangeReason?) {
        if let reason { self.reason = reason }
        read()
    }

    /// One of the agent's chats changed.
    func lookAt(_ chat: ID<Chat>, for agent: LoggedOn) {
        let service = context.service
        context.door.perform({ try await service.agentChat(chat, for: agent) }) {
            [weak self, context] result in
            guard let self, self.agent != nil else { return }
            switch result {
            case .success(.some(let chat)): context.door.send(Frames.chat(chat))
            case .success(.none): self.read()
            case .failure(let error): self.failed(error)
            }
        }
    }

    func showWhole(n: Int64?) {
        wantsWhole = true
        wantsWholeFor = n
        read()
    }

    // MARK: Reading

    private func read() {
        guard let agent else { return }
        guard !isReading else { return readsAgain = true }
        isReading = true
        let service = context.service
        context.door.perform({ try await service.desk(of: agent) }) { [weak self] result in
            guard let self, self.agent != nil else { return }
            self.isReading = false
            switch result {
            case .success(let desk): self.show(desk)
            case .failure(let error): self.failed(error)
            }
        }
    }

    private func failed(_ error: any Error) {
        context.door.send(Frames.error(context.apiError(error)))
        context.door.close(.tryAgainLater)
    }

    private func show(_ desk: Desk) {
        let rooms = desk.rooms.map(\.id)
        let hasNewRooms = Set(rooms) != Set(revisions.keys)
        if hasNewRooms { follow(rooms) }
        if wantsWhole || hasNewRooms || shown == nil {
            context.door.send(Frames.desk(desk, n: wantsWholeFor))
            for room in desk.rooms { revisions[room.id] = room.revision }
            ringing = Set(desk.waiting.filter { $0.rings(at: desk.agent) }.map(\.chat))
            (wantsWhole, wantsWholeFor) = (false, nil)
        } else {
            showChanges(to: desk)
        }
        shown = desk
        reason = nil
        onChats(desk.chats)
        catchUp()
    }

    private func showChanges(to desk: Desk) {
        if desk.browser != shown?.browser || desk.mobile != shown?.mobile {
            context.door.send(Frames.status(desk, because: reason))
        }
        let before = Dictionary(uniqueKeysWithValues: (shown?.chats ?? []).map { ($0.chat.id, $0) })
        for chat in desk.chats where chat != before[chat.chat.id] {
            context.door.send(Frames.chat(chat))
        }
        let there = Set(desk.chats.map(\.chat.id))
        // A chat that left the desk without being put away here: the whole desk says so.
        guard before.keys.contains(where: { !there.contains($0) }) else { return }
        wantsWhole = true
        readsAgain = true
    }

    /// What was heard while reading: the old is dropped, the new is shown or asked for.
    private func catchUp() {
        let changes = heard
        heard = []
        for change in changes { receive(change) }
        guard readsAgain else { return }
        readsAgain = false
        read()
    }

    private func follow(_ rooms: [ID<Room>]) {
        for room in revisions.keys where !rooms.contains(room) {
            context.hub.unsubscribe(context.receiver, from: .room(room))
            revisions[room] = nil
        }
        for room in rooms where revisions[room] == nil {
            context.hub.subscribe(context.receiver, to: .room(room))
            revisions[room] = 0
        }
    }

    private func show(_ change: RoomChange) {
        guard let agent = agent?.agent else { return }
        revisions[change.room] = change.revision
        var gone: [(chat: ID<Chat>, reason: String)] = []
        for item in change.gone {
            let wasRinging = ringing.remove(item.chat) != nil
            let isTaken = item.reason == .served && wasRinging && item.agent != agent
            gone.append((item.chat, isTaken ? "taken" : item.reason.rawValue))
        }
        for card in change.cards {
            if card.rings(at: agent) {
                ringing.insert(card.chat)
            } else {
                ringing.remove(card.chat)
            }
        }
        context.door.send(Frames.room(change, gone: gone, for: agent))
    }
}

extension DeskCard {
    func rings(at agent: ID<Agent>) -> Bool { offers.contains { $0.agent == agent } }
}
