import NIOCore

/// W1: customers write, agents see. Everything here happens on one event loop.
final class MessageRun: LiveObserver, @unchecked Sendable {  // confined to its event loop
    /// What was counted since the last look.
    struct Tally: Sendable {
        var acknowledged = Latencies()
        var seen = Latencies()
        var doneCount = 0
        var gapCount = 0
        var errorCount = 0
        var lastError = ""
    }

    private enum Pace {
        case stopped
        case closed
        case open(interval: TimeAmount, next: NIODeadline, pair: Int)
    }

    private struct Chat {
        let id: String
        let customer: LiveClient
        let agent: LiveClient
        var pair = ChatPair()
        var template: MessageTemplate
    }

    private let loop: any EventLoop
    private let bodyBytes: Int
    private var chats: [Chat] = []
    /// The chat of each client, by the client's number.
    private var places: [Int: Int] = [:]
    /// Chats that an agent was seen to serve, before they have their customer.
    private var agents: [String: LiveClient] = [:]
    private var pace = Pace.stopped
    private var tally = Tally()
    private(set) var failure: String?

    init(on loop: any EventLoop, bodyBytes: Int = MessageTemplate.bodyBytes) {
        self.loop = loop
        self.bodyBytes = bodyBytes
    }

    // MARK: Set-up

    /// The agent who serves a chat; nil as long as nobody does.
    func agent(of chat: String) -> LiveClient? { agents[chat] }

    /// Joins a served chat's customer to its agent.
    func join(_ chat: String, customer: LiveClient, agent: LiveClient) {
        places[customer.number] = chats.count
        places[agent.number] = chats.count
        chats.append(
            Chat(
                id: chat, customer: customer, agent: agent,
                template: MessageTemplate(chat: chat, bodyBytes: bodyBytes)))
        agent.send(Frames.resume(chat: chat))
    }

    /// The last entry that a chat's agent has, by the number of the agent's client.
    func last(ofAgent number: Int) -> Frames.Have? {
        guard let place = places[number] else { return nil }
        let chat = chats[place]
        guard chat.pair.seenSeq > 0 else { return nil }
        return Frames.Have(chat: chat.id, seq: chat.pair.seenSeq, id: chat.pair.seenID)
    }

    // MARK: Pace

    func startClosed() {
        pace = .closed
        for place in chats.indices { send(in: place, due: .now()) }
    }

    /// Sends `rate` messages a second, each chat in its turn.
    func startOpen(rate: Int) {
        let interval = TimeAmount.nanoseconds(1_000_000_000 / Int64(max(1, rate)))
        pace = .open(interval: interval, next: .now() + interval, pair: 0)
        scheduleNext()
    }

    func stop() { pace = .stopped }

    /// Messages that were sent and are not yet both acknowledged and seen.
    var underWayCount: Int { chats.reduce(0) { $0 + $1.pair.underWay.count } }

    /// What was counted, from here on counted anew.
    func takeTally() -> Tally {
        defer { tally = Tally() }
        return tally
    }

    private func scheduleNext() {
        guard case .open(_, let next, _) = pace else { return }
        loop.scheduleTask(deadline: next) { self.sendDue() }
    }

    private func sendDue() {
        let now = NIODeadline.now()
        while case .open(let interval, let next, let place) = pace, next <= now {
            pace = .open(interval: interval, next: next + interval, pair: (place + 1) % chats.count)
            send(in: place, due: next)
        }
        scheduleNext()
    }

    private func send(in place: Int, due: NIODeadline) {
        let number = chats[place].pair.begin(due: due)
        chats[place].customer.send(chats[place].template.frame(number: number))
    }

    // MARK: LiveObserver

    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        switch frame.type {
        case "ack": acknowledged(frame, by: client, at: now)
        case "message", "transcript": seen(frame, by: client, at: now)
        case "chat" where client.isAgent, "desk" where client.isAgent:
            for chat in frame.servedChats { agents[chat] = agents[chat] ?? client }
        case "error" where frame.code != "offerTaken" && frame.code != "offerGone":
            tally.errorCount += 1
            tally.lastError = frame.code
            retry(frame, by: client)
        default: break
        }
    }

    func closed(_ client: LiveClient, because reason: String) {
        guard places[client.number] != nil else { return }
        failure = failure ?? "client \(client.number): \(reason)"
    }

    private func acknowledged(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        guard let place = places[client.number], let number = MessageTemplate.number(cid: frame.cid)
        else { return }
        guard case .acknowledged(let due, let isDone) = chats[place].pair.acknowledge(number) else {
            return
        }
        tally.acknowledged.add(from: due, to: now)
        if isDone { done(in: place, at: now) }
    }

    private func seen(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        guard let place = places[client.number], client === chats[place].agent else { return }
        for entry in frame.entries {
            guard let step = chats[place].pair.see(entry) else { return askForGap(in: place) }
            guard case .seen(let due, let isDone) = step else { continue }
            tally.seen.add(from: due, to: now)
            if isDone { done(in: place, at: now) }
        }
        if frame.more { resume(in: place) }
    }

    private func askForGap(in place: Int) {
        tally.gapCount += 1
        resume(in: place)
    }

    private func resume(in place: Int) {
        let chat = chats[place]
        let have = Frames.Have(chat: chat.id, seq: chat.pair.seenSeq, id: chat.pair.seenID)
        chat.agent.send(Frames.resume(chat: chat.id, have: have.seq > 0 ? have : nil))
    }

    private func done(in place: Int, at now: NIODeadline) {
        tally.doneCount += 1
        if case .closed = pace { send(in: place, due: now) }
    }

    /// A refused message is sent again after a pause, as a browser would.
    private func retry(_ frame: ServerFrame, by client: LiveClient) {
        guard let place = places[client.number],
            let number = MessageTemplate.number(cid: frame.cid),
            chats[place].pair.underWay[number] != nil
        else { return }
        loop.scheduleTask(in: .milliseconds(50)) { [self] in
            client.send(chats[place].template.frame(number: number))
        }
    }
}
