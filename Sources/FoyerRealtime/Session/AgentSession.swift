import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// An agent's desk: the agent's rooms, and the chats on the desk.
package final class AgentSession: Session {
    private enum State {
        case awaitingHello
        case authenticating
        /// The end of the log-on is listened for from here on.
        case connecting(LoggedOn)
        case open(LoggedOn, ID<Connection>)
        case closed
    }

    let context: SessionContext
    /// Known from the cookie; `nil` when `hello` brings a token.
    private let known: LoggedOn?
    private var state = State.awaitingHello
    private var inbox = Inbox()
    private var wrongFrames = 0
    private var have: [ClientFrame.Have] = []
    let deskFollower: DeskFollower
    private(set) var streams: [ID<Chat>: ChatStream] = [:]

    package init(context: SessionContext, known: LoggedOn?) {
        self.context = context
        self.known = known
        deskFollower = DeskFollower(context: context)
    }

    // MARK: From the socket

    package func received(_ bytes: [UInt8]) {
        let numbered: NumberedFrame
        do {
            numbered = try NumberedFrame(parsing: bytes)
        } catch {
            context.door.send(Frames.error(error))
            wrongFrames += 1
            let isFirst = if case .awaitingHello = state { true } else { false }
            if isFirst || wrongFrames == WireLimit.wrongFramesMax {
                context.door.close(.protocolError)
            }
            return
        }
        switch (state, numbered.frame) {
        case (.awaitingHello, .hello(let hello)): authenticate(hello, numbered)
        case (.awaitingHello, _), (_, .hello): refuse(.helloFirst, numbered)
        case (_, .ping): context.door.send(Frames.pong)
        case (.open(let agent, _), _): handle(numbered, agent)
        case (.authenticating, _), (.connecting, _):
            context.door.send(Frames.error(.helloFirst, to: numbered))
        case (.closed, _): break
        }
    }

    package func closed() {
        switch state {
        case .awaitingHello, .authenticating, .closed: break
        case .connecting(let agent): unsubscribe(agent)
        case .open(let agent, let connection):
            inbox.clear()
            for stream in streams.values { stream.close() }
            streams = [:]
            deskFollower.close()
            context.hub.unsubscribe(context.receiver, from: .agent(agent.agent))
            unsubscribe(agent)
            disconnect(agent, connection)
        }
        state = .closed
    }

    private func unsubscribe(_ agent: LoggedOn) {
        context.hub.unsubscribe(context.receiver, from: .logOn(agent.logOn))
    }

    private func refuse(_ error: APIError, _ numbered: NumberedFrame) {
        context.door.send(Frames.error(error, to: numbered))
        context.door.close(.protocolError)
    }

    // MARK: From the hub

    package func receive(_ delivery: Delivery) {
        switch delivery {
        case .logOnEnded: return context.door.close(.loggedOff)
        case .cutOff: return context.door.close(.tryAgainLater)
        default: break
        }
        guard case .open = state else { return }
        switch delivery {
        case .entry(let entry, let frame): streams[entry.chat]?.receive(entry, frame)
        case .chatChanged(let chat): deskFollower.lookAt(chat)
        case .roomChanged(let change): deskFollower.receive(change)
        case .agentChanged(let reason): deskFollower.look(because: reason)
        case .marks(let chat, let marks, let frame): streams[chat]?.receiveMarks(marks, frame)
        case .peer(let chat, let side, let frame):
            guard streams[chat]?.receivePeer(of: side, frame) == true else { return }
            // Told at once, then read: the hint may be older than what the screen was told.
            deskFollower.tellAgain(chat)
        case .typing(let chat, let side, let frame): streams[chat]?.receiveTyping(from: side, frame)
        case .chatStands(let chat, let seq): streams[chat]?.stands(at: seq)
        case .roomStands(let room, let revision): deskFollower.stands(room, at: revision)
        case .logOnEnded, .cutOff, .settingsPublished, .linkChanged: break
        }
    }

    // MARK: Hello

    private func authenticate(_ hello: ClientFrame.Hello, _ numbered: NumberedFrame) {
        guard hello.room == nil else {
            let error = FieldError(field: "room", problem: .unknownField)
            return refuse(APIError(error), numbered)
        }
        have = hello.have
        if let known { return connect(known) }
        guard let token = hello.token else {
            context.door.send(Frames.error(.notLoggedOn, to: numbered))
            return context.door.close(.invalidToken)
        }
        state = .authenticating
        let service = context.service
        context.door.perform({ try await service.authenticate(token: token) }) { [self] result in
            guard case .authenticating = state else { return }
            switch result {
            case .success(let agent): connect(agent)
            case .failure(let error): refused(error)
            }
        }
    }

    /// Listens for the end of the log-on first and connects second: a log-on that ended before is
    /// refused by the command, one that ends after closes this socket.
    private func connect(_ agent: LoggedOn) {
        state = .connecting(agent)
        context.hub.subscribe(context.receiver, to: .logOn(agent.logOn))
        let service = context.service
        let node = service.currentNode
        // The session is kept until the answer is there: a connection made for a socket that is
        // gone must be taken back.
        context.door.perform({ try await service.connectAgent(agent) }) { [self] result in
            switch result {
            case .success(let connection):
                connected(agent, connection)
                // The node lost its lease meanwhile, and the connection with it.
                if service.currentNode != node { context.door.close(.tryAgainLater) }
            case .failure(let error): refused(error)
            }
        }
    }

    private func connected(_ agent: LoggedOn, _ connection: ID<Connection>) {
        guard case .connecting = state else { return disconnect(agent, connection) }
        state = .open(agent, connection)
        context.door.acceptLongMessages()
        context.door.send(Frames.welcome(context))
        context.hub.subscribe(context.receiver, to: .agent(agent.agent))
        guard !context.isEnded else { return context.door.close(.tryAgainLater) }
        deskFollower.open(agent) { [weak self] chats in self?.follow(chats, as: agent) }
    }

    private func refused(_ error: any Error) {
        if case .closed = state { return }
        let refusal = error as? Refusal
        context.door.send(Frames.error(context.apiError(error)))
        context.door.close(refusal == nil ? .tryAgainLater : .invalidToken)
    }

    private func disconnect(_ agent: LoggedOn, _ connection: ID<Connection>) {
        let service = context.service
        context.door.perform({ try await service.disconnectAgent(agent, connection: connection) }) {
            [context] result in
            if case .failure(let error) = result { _ = context.apiError(error) }
        }
    }

    /// Opens a stream for each chat on the desk, closes those of chats that left it.
    private func follow(_ chats: [AgentChat], as agent: LoggedOn) {
        let there = Set(chats.map(\.chat.id))
        for (id, stream) in streams where !there.contains(id) {
            stream.close()
            streams[id] = nil
        }
        for chat in chats {
            let preview = chat.preview && chat.chat.life.isOpen
            if let stream = streams[chat.chat.id] {
                stream.preview = preview
                continue
            }
            let stream = ChatStream(
                chat: chat.chat.id, asker: .agent(agent), preview: preview, context: context)
            streams[chat.chat.id] = stream
            let last = have.first { $0.chat == chat.chat.id }
            stream.follow()
            stream.open(have: last.map { HaveEntry(seq: $0.seq, id: $0.id) })
            // What changed between the reading of the desk and this was told to nobody.
            deskFollower.lookAt(chat.chat.id)
        }
        have = []
    }

    // MARK: Frames

    private func handle(_ numbered: NumberedFrame, _ agent: LoggedOn) {
        let (service, n) = (context.service, numbered.n)
        switch numbered.frame {
        case .message(let chat, let cid, let body): send(body, cid, to: chat, n, agent)
        case .typing(let chat, let text): streams[chat]?.type(text)
        case .mark(let chat, let delivered, let read):
            streams[chat]?.mark(delivered: delivered, read: read)
        case .resume(let chat, let have):
            guard let stream = streams[chat] else {
                return context.door.send(Frames.error(.notFound, to: numbered))
            }
            stream.resume(have: have.map { HaveEntry(seq: $0.seq, id: $0.id) })
        case .end(let chat): command(n) { try await service.endChat(chat, by: .agent(agent)) }
        case .answer(let chat, let offer):
            command(n) { try await service.answerOffer(offer, of: chat, by: agent) }
        case .reject(let chat, let offer):
            command(n) { try await service.rejectOffer(offer, of: chat, by: agent) }
        case .status(let choice): command(n) { try await service.choose(choice, by: agent) }
        case .close(let chat): command(n) { try await service.putChatAway(chat, by: agent) }
        case .desk: deskFollower.showWhole(n: n)
        case .askAll, .cancel, .hello, .ping:
            context.door.send(Frames.error(.unknownFrame, to: numbered))
        }
    }

    private func send(
        _ body: String, _ cid: String, to chat: ID<Chat>, _ n: Int64?, _ agent: LoggedOn
    ) {
        // A chat that left the desk is still asked for: the retry of a stored text gets its number.
        let stream =
            streams[chat]
            ?? ChatStream(chat: chat, asker: .agent(agent), preview: false, context: context)
        enqueue { [weak self] in
            stream.send(body, cid: cid, n: n) {
                _ = stream  // kept until the answer is out
                self?.commandEnded()
            }
        }
    }

    private func command(_ n: Int64?, _ work: @escaping @Sendable () async throws -> Void) {
        enqueue { [weak self, context] in
            context.door.perform(work) { result in
                switch result {
                case .success: if let n { context.door.send(Frames.ok(n)) }
                case .failure(let error):
                    context.door.send(Frames.error(context.apiError(error), n: n))
                }
                self?.commandEnded()
            }
        }
    }

    private func enqueue(_ command: @escaping () -> Void) {
        switch inbox.admit(command) {
        case .start: command()
        case .wait: break
        case .tooMany: context.door.close(.tooManyPending)
        }
    }

    private func commandEnded() { inbox.ended()?() }
}
