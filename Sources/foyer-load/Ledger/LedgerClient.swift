import FoyerTestSupport
import NIOCore

/// One socket of the ledger run, with one chat of a customer or several of an agent.
///
/// It comes back after every cut and resumes by what it has; only then its senders go on.
final class LedgerClient: SocketOwner, @unchecked Sendable {  // confined to its event loop
    enum Role: Sendable {
        case customer(room: String, token: String)
        case agent(token: String)
    }

    struct Counts: Sendable {
        var cuts = 0
        var connections = 0
        var gaps = 0
        var resyncs = 0
        /// Answers that took longer than the patience.
        var stalls = 0
        var refusals: [String: Int] = [:]
    }

    private static let patience = TimeAmount.seconds(10)
    /// Of 100 sides that come back, how many resume from an older entry than they have seen.
    private static let olderPercent = 30
    private static let olderEntriesMax: UInt64 = 8

    private let role: Role
    private let server: Address
    private let loop: any EventLoop
    private(set) var sides: [LedgerSide]
    private(set) var counts = Counts()
    /// Why this client cannot go on: the run itself is spoilt.
    private(set) var failure: String?
    private var random: LedgerRandom
    private var socket: ClientSocket?
    private var isEnded = false
    private var heardAt = NIODeadline.now()

    init(
        _ role: Role, _ sides: [LedgerSide], on loop: any EventLoop, server: Address,
        random: LedgerRandom
    ) {
        self.role = role
        self.sides = sides
        self.loop = loop
        self.server = server
        self.random = random
    }

    func start() {
        connect()
        watch()
    }

    /// From now on nothing new is begun.
    func stopSenders() {
        for index in sides.indices { sides[index].sender.stop() }
    }

    /// Cuts the socket so that everything is resumed once more.
    func reconnect() { socket?.cut() }

    func end() {
        isEnded = true
        socket?.cut()
    }

    /// The gaps that no answer closed.
    var breaches: [LedgerVerdict.Breach] {
        sides.filter(\.isGivenUp).map { .incomplete(observer: $0.name, after: $0.view.seq) }
    }

    /// Nothing is under way and nothing is missing.
    var isSettled: Bool {
        socket != nil && sides.allSatisfy { $0.isCaughtUp && !$0.isResuming && $0.sender.isIdle }
    }

    /// What is still missing, for whoever looks for the reason; `nil` when nothing is.
    var lack: String? {
        guard let side = sides.first(where: { !$0.isCaughtUp || !$0.sender.isIdle }) else {
            return socket == nil ? "\(sides[0].name) has no socket" : nil
        }
        if socket == nil { return "\(side.name) has no socket" }
        if !side.isCaughtUp { return "\(side.name) has not caught up" }
        return "\(side.name) waits for an acknowledgement"
    }

    // MARK: Connection

    private func connect() {
        guard !isEnded, failure == nil else { return }
        let path =
            switch role {
            case .customer: "/ws/customer"
            case .agent: "/ws/agent"
            }
        ClientSocket.open(path, on: server, loop, owner: self)
    }

    func opened(_ socket: ClientSocket) {
        self.socket = socket
        counts.connections += 1
        heardAt = .now()
        for index in sides.indices where random.percent(Self.olderPercent) {
            sides[index].view.goBack(by: 1 + Int(random.next() % Self.olderEntriesMax))
        }
        switch role {
        case .customer(let room, let token):
            socket.send(Frames.customerHello(room: room, token: token, have: sides[0].have))
        case .agent(let token):
            socket.send(Frames.agentHello(token: token, have: sides.compactMap(\.have)))
        }
    }

    func closed(_ socket: ClientSocket, code: UInt16?, because problem: String?) {
        self.socket = nil
        for index in sides.indices {
            sides[index].isCaughtUp = false
            sides[index].isResuming = false
            sides[index].sender.disconnected()
        }
        if let code, code >= 4500 { failure = "closed with \(code)" }
        let pause = TimeAmount.milliseconds(Int64(random.next() % 80) + 5)
        loop.scheduleTask(in: pause) { self.connect() }
    }

    /// Silence while something is due is a breach of its own: counted, and ended by a new socket.
    private func watch() {
        loop.scheduleTask(in: .seconds(1)) { [self] in
            guard !isEnded else { return }
            if socket != nil, !isSettled, NIODeadline.now() - heardAt > Self.patience {
                counts.stalls += 1
                socket?.cut()
            }
            watch()
        }
    }

    // MARK: Frames

    func received(_ text: ByteBuffer, on socket: ClientSocket) {
        heardAt = .now()
        do {
            let frame = try ServerFrame(text)
            take(frame, on: socket)
        } catch {
            failure = "a frame that is not understood: \(error)"
            socket.cut()
        }
    }

    private func take(_ frame: ServerFrame, on socket: ClientSocket) {
        switch frame.type {
        case "ack": forSide(of: frame.chat) { acknowledged(frame, at: $0, on: socket) }
        case "message": forSide(of: frame.chat) { take(frame.entries, at: $0, on: socket) }
        case "transcript": forSide(of: frame.chat) { transcript(frame, at: $0, on: socket) }
        case "chat": ended(frame)
        case "desk": lacking(frame)
        case "error": refused(frame, on: socket)
        default: break
        }
    }

    private func forSide(of chat: String, _ body: (Int) -> Void) {
        if let index = sides.firstIndex(where: { $0.chat == chat }) { body(index) }
    }

    /// On the socket that sent it, the acknowledgement stands for the entry.
    private func acknowledged(_ frame: ServerFrame, at index: Int, on socket: ClientSocket) {
        if let body = sides[index].sender.body(of: frame.cid) {
            let entry = WireEntry(seq: frame.seq, id: frame.id, body: body)
            take([entry], at: index, on: socket)
        }
        let actions = sides[index].sender.acknowledged(
            cid: frame.cid, seq: frame.seq, id: frame.id)
        perform(actions, at: index, on: socket)
    }

    private func take(_ entries: [WireEntry], at index: Int, on socket: ClientSocket) {
        let isInTurn = sides[index].take(entries)
        // A gap while a range is under way is closed by that range or found behind it.
        guard !isInTurn, sides[index].isCaughtUp, !sides[index].isResuming,
            !sides[index].isGivenUp
        else { return }
        counts.gaps += 1
        resume(at: index, on: socket)
    }

    private func transcript(_ frame: ServerFrame, at index: Int, on socket: ClientSocket) {
        sides[index].isResuming = false
        if frame.resync {
            counts.resyncs += 1
            sides[index].view.resync()
        }
        let isWhole = sides[index].take(frame.entries)
        if !isWhole { counts.gaps += 1 }
        // Entries that came while the range was under way were passed over: ask until nothing is
        // new.
        let isBehind = !isWhole || frame.more || frame.last > sides[index].view.seq
        if isBehind { sides[index].leftOpen() }
        if isBehind, !sides[index].isGivenUp {
            return resume(at: index, on: socket)
        }
        guard !sides[index].isCaughtUp else { return }
        sides[index].isCaughtUp = true
        perform(sides[index].sender.connected(), at: index, on: socket)
    }

    private func resume(at index: Int, on socket: ClientSocket) {
        sides[index].isResuming = true
        socket.send(Frames.resume(chat: sides[index].chat, have: sides[index].have))
    }

    private func perform(_ actions: [LedgerSender.Action], at index: Int, on socket: ClientSocket) {
        for action in actions {
            switch action {
            case .write(let line): sides[index].senderFile.append(line)
            case .send(let cid, let body):
                socket.send(Frames.message(chat: sides[index].chat, cid: cid, body: body))
            case .cut:
                counts.cuts += 1
                let delay = TimeAmount.microseconds(Int64(random.next() % 2_000))
                loop.scheduleTask(in: delay) { socket.cut() }
            }
        }
    }

    // MARK: What spoils the run

    private func refused(_ frame: ServerFrame, on socket: ClientSocket) {
        counts.refusals[frame.code, default: 0] += 1
        let later = [
            "overloaded", "databaseUnavailable", "notReady", "tooManyRequests", "internal",
        ]
        guard later.contains(frame.code) else {
            failure = failure ?? "refused with \(frame.code)"
            return
        }
        for index in sides.indices {
            let actions = sides[index].sender.refused(cid: frame.cid)
            guard !actions.isEmpty else { continue }
            loop.scheduleTask(in: .milliseconds(50)) { [self] in
                // By then another socket may have sent it.
                guard self.socket === socket else { return }
                perform(actions, at: index, on: socket)
            }
        }
    }

    private func ended(_ frame: ServerFrame) {
        guard !isEnded, sides.contains(where: { $0.chat == frame.chat }) else { return }
        if frame.state == "ended" || frame.state == "waiting" {
            failure = failure ?? "chat \(frame.chat) is \(frame.state): it did not survive"
        }
    }

    private func lacking(_ frame: ServerFrame) {
        for side in sides where !frame.chats.contains(side.chat) {
            failure = failure ?? "the desk lacks chat \(side.chat): it did not survive"
        }
    }
}
