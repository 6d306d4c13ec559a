import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// Keeps one desk up to date: its rooms by revision, the agent's status, the chats on it.
///
/// It reads one thing at a time, so that what was read first is never told last.
final class DeskFollower {
    private static let heardChangesMax = 1_000
    /// About what a chat that is gone takes on the wire.
    private static let goneBytes = 90

    private let context: SessionContext
    private var agent: LoggedOn?
    private var onChats: ([AgentChat]) -> Void = { _ in }

    /// The revision known of each room that is followed, and the last that was told.
    private var revisions: [ID<Room>: Int64] = [:]
    private var toldRevisions: [ID<Room>: Int64] = [:]
    /// Rooms where others' rings changed, and since when: not told yet, as nothing depends on it.
    private var recounted: [ID<Room>: Int64] = [:]
    private var tellsCountsSoon = false
    /// The chats whose cards were told: of others no number is told.
    private var cards: Set<ID<Chat>> = []
    /// Those that ring here, to tell "taken" from "gone".
    private var ringing: Set<ID<Chat>> = []
    private var shown: Desk?
    private var isCut = false
    /// What was last told of each chat on the desk; absent when it must be told again.
    private var shownChats: [ID<Chat>: AgentChat] = [:]

    private var reading = Reading.nothing
    private var wanted = Wanted()
    private var reason: AgentChangeReason?
    /// Changes that came while the desk was being read.
    private var heard: [RoomChange] = []
    private var hasLostChanges = false
    private var refills = false

    private enum Reading { case nothing, rooms, desk, chat }

    /// What is to be read next.
    private struct Wanted {
        var desk = false
        /// Not only what changed.
        var isWhole = false
        /// The numbers of the frames that asked for the whole desk.
        var ns: [Int64] = []
        var chats: [ID<Chat>] = []
    }

    init(context: SessionContext) { self.context = context }

    /// Subscribes to the agent's rooms first and reads the desk second.
    func open(_ agent: LoggedOn, onChats: @escaping ([AgentChat]) -> Void) {
        self.agent = agent
        self.onChats = onChats
        (wanted.desk, wanted.isWhole) = (true, true)
        reading = .rooms
        let service = context.service
        read({ try await service.me(agent).rooms.map(\.id) }) { follower, rooms in
            follower.follow(rooms)
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
        guard reading != .desk, reading != .rooms else {
            hasLostChanges = hasLostChanges || heard.count >= Self.heardChangesMax
            if !hasLostChanges { heard.append(change) }
            return
        }
        guard change.revision > known else { return }
        guard change.revision == known + 1, !isLong(change) else { return showWhole(n: nil) }
        show(change)
    }

    /// The room has this revision, of which a hint may have been missed.
    func stands(_ room: ID<Room>, at revision: Int64) {
        guard let known = revisions[room] else { return }
        guard reading != .desk, reading != .rooms else { return hasLostChanges = true }
        if revision > known { showWhole(n: nil) }
    }

    /// Of a long change the desk is shorter: it is cut.
    private func isLong(_ change: RoomChange) -> Bool {
        let own = agent.flatMap { change.ringsOf[$0.agent] } ?? []
        guard change.cards.count + own.count + change.gone.count > 1 else { return false }
        let gone = change.gone.count * Self.goneBytes
        let bytes = own.reduce(gone) { $0 + change.rings[$1].byteCount }
        return change.cards.reduce(bytes) { $0 + $1.byteCount } > Limit.deskCardsBytesMax
    }

    /// The agent's own status, rooms or chats changed.
    func look(because reason: AgentChangeReason?) {
        if let reason { self.reason = reason }
        wanted.desk = true
        readNext()
    }

    /// One of the agent's chats changed.
    func lookAt(_ chat: ID<Chat>) {
        if !wanted.chats.contains(chat) { wanted.chats.append(chat) }
        readNext()
    }

    /// Tells the chat anew, whatever was told before.
    func tellAgain(_ chat: ID<Chat>) {
        shownChats[chat] = nil
        lookAt(chat)
    }

    /// Sends the whole desk; `n` is the number of the frame that asked.
    func showWhole(n: Int64?) {
        if let n { wanted.ns.append(n) }
        (wanted.desk, wanted.isWhole) = (true, true)
        readNext()
    }

    // MARK: Reading

    private func readNext() {
        guard let agent, reading == .nothing else { return }
        let service = context.service
        if wanted.desk {
            reading = .desk
            wanted.desk = false
            let isWhole = wanted.isWhole
            context.door.whenQuiet { [weak self] in
                self?.read({ try await service.desk(of: agent, withQueue: isWhole) }) {
                    $0.show($1, isWhole: isWhole)
                }
            }
        } else if !wanted.chats.isEmpty {
            reading = .chat
            let chat = wanted.chats.removeFirst()
            read({ try await service.agentChat(chat, for: agent) }) { $0.show($1, named: chat) }
        }
    }

    private func read<Output: Sendable>(
        _ work: @escaping @Sendable () async throws -> Output,
        then show: @escaping (DeskFollower, Output) -> Void
    ) {
        context.door.perform(work) { [weak self] result in
            guard let self, self.agent != nil else { return }
            self.reading = .nothing
            switch result {
            case .success(let output): show(self, output)
            case .failure(let error): return self.failed(error)
            }
            self.readNext()
        }
    }

    private func failed(_ error: any Error) {
        context.door.send(Frames.error(context.apiError(error)))
        context.door.close(.tryAgainLater)
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

    // MARK: Showing

    private func show(_ desk: Desk, isWhole: Bool) {
        let rooms = desk.rooms.map(\.id)
        let hasNewRoom = !rooms.allSatisfy { revisions[$0] != nil }
        guard !hasNewRoom, isWhole || !(wanted.isWhole || lacks(desk)) else {
            // Subscribed first and read second: of a new room this desk may be out of date.
            if hasNewRoom { follow(rooms) }
            (wanted.desk, wanted.isWhole) = (true, true)
            return
        }
        if isWhole {
            follow(rooms)
            showWhole(desk)
        } else {
            showChanges(to: desk)
        }
        shown = desk
        reason = nil
        onChats(desk.chats)
        let changes = heard
        heard = []
        for change in changes { receive(change) }
        guard hasLostChanges else { return }
        hasLostChanges = false
        showWhole(n: nil)
    }

    /// Whether something left the desk, or changed, of which no other frame speaks.
    private func lacks(_ desk: Desk) -> Bool {
        guard let shown, shown.name == desk.name else { return true }
        let names = { (desk: Desk) in desk.rooms.map { [$0.id.rawValue, $0.name] } }
        guard names(shown) == names(desk) else { return true }
        let there = Set(desk.chats.map(\.chat.id))
        return shown.chats.contains { !there.contains($0.chat.id) }
    }

    private func showWhole(_ desk: Desk) {
        context.door.send(Frames.desk(desk))
        for n in wanted.ns { context.door.send(Frames.ok(n)) }
        if let reason { context.door.send(Frames.status(desk, because: reason)) }
        for room in desk.rooms { revisions[room.id] = room.revision }
        toldRevisions = revisions
        recounted = [:]
        isCut = desk.isCut
        cards = Set(desk.waiting.map(\.chat))
        ringing = Set(desk.waiting.filter { $0.rings(at: desk.agent) }.map(\.chat))
        shownChats = Dictionary(uniqueKeysWithValues: desk.chats.map { ($0.chat.id, $0) })
        (wanted.isWhole, wanted.ns) = (false, [])
    }

    private func showChanges(to desk: Desk) {
        let isSame =
            desk.browser == shown?.browser && desk.mobile == shown?.mobile
            && desk.readyAt == shown?.readyAt
        if !isSame {
            context.door.send(Frames.status(desk, because: reason))
        }
        for chat in desk.chats { show(chat) }
    }

    private func show(_ chat: AgentChat) {
        guard shownChats[chat.chat.id] != chat else { return }
        shownChats[chat.chat.id] = chat
        context.door.send(Frames.chat(chat))
    }

    /// A chat that was looked at; one that is no more on the desk leaves it by the whole desk.
    private func show(_ chat: AgentChat?, named id: ID<Chat>) {
        if let chat { return show(chat) }
        wanted.desk = true
    }

    private func show(_ change: RoomChange) {
        guard let agent = agent?.agent else { return }
        revisions[change.room] = change.revision
        var news = news(of: change.room)
        for item in change.gone {
            cards.remove(item.chat)
            let wasRinging = ringing.remove(item.chat) != nil
            let isTaken = item.reason == .served && wasRinging && item.agent != agent
            news.gone.append((item.chat, isTaken ? "taken" : item.reason.rawValue))
        }
        news.cards = change.cards
        let own = change.ringsOf[agent] ?? []
        news.cards += own.map { change.rings[$0] }
        for card in news.cards {
            cards.insert(card.chat)
            if card.rings(at: agent) {
                ringing.insert(card.chat)
            } else {
                ringing.remove(card.chat)
            }
        }
        if !news.cards.isEmpty || !news.gone.isEmpty { tell(news, to: agent) }
        if own.count < change.rings.count { recount(change) }
        if isCut, !news.gone.isEmpty { refillSoon() }
    }

    private func news(of room: ID<Room>) -> DeskNews {
        DeskNews(room: room, after: toldRevisions[room] ?? 0, revision: revisions[room] ?? 0)
    }

    private func tell(_ news: DeskNews, to agent: ID<Agent>) {
        toldRevisions[news.room] = news.revision
        context.door.send(Frames.room(news, for: agent))
    }

    /// With many agents and many chats the numbers change all the time: told at most once a
    /// second.
    private func recount(_ change: RoomChange) {
        if recounted[change.room] == nil { recounted[change.room] = change.revision }
        guard !tellsCountsSoon else { return }
        tellsCountsSoon = true
        context.door.after(.seconds(1)) { [weak self] in
            guard let self, let agent = self.agent?.agent else { return }
            self.tellsCountsSoon = false
            for (room, since) in self.recounted {
                var news = self.news(of: room)
                let counts = self.context.hub.ringCounts(in: room, since: since)
                    .filter { self.cards.contains($0.chat) }
                guard !counts.isEmpty || news.revision > news.after else { continue }
                news.counts = counts
                self.tell(news, to: agent)
            }
            self.recounted = [:]
        }
    }

    /// There is room again for chats that a cut desk left out: shown at most once a second.
    private func refillSoon() {
        guard !refills else { return }
        refills = true
        context.door.after(.seconds(1)) { [weak self] in
            guard let self else { return }
            self.refills = false
            self.showWhole(n: nil)
        }
    }
}

extension DeskCard {
    func rings(at agent: ID<Agent>) -> Bool { offers[agent] != nil }
}
