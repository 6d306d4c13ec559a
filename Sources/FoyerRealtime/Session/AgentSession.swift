import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// An agent's desk: the agent's rooms, and the chats on the desk.
package final class AgentSession: Session {
    private enum State {
        case awaitingHello
        case connecting
        case open(LoggedOn, ID<Connection>)
        case closed
    }

    let context: SessionContext
    /// Known from the cookie; `nil` when `hello` brings a token.
    private let known: LoggedOn?
    private var state = State.awaitingHello
    private var inbox = Inbox()
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
            context.door.send(Frames.error(APIError(error)))
            if case .awaitingHello = state { context.door.close(.protocolError) }
            return
        }
        switch (state, numbered.frame) {
        case (.awaitingHello, .hello(let hello)): connect(hello)
        case (_, .ping): context.door.send(Frames.pong)
        case (.awaitingHello, _), (_, .hello):
            context.door.send(Frames.error(.helloFirst, n: numbered.n))
            context.door.close(.protocolError)
        case (.open(let agent, _), let frame): handle(frame, numbered.n, agent)
        case (.connecting, _): context.door.send(Frames.error(.helloFirst, n: numbered.n))
        case (.closed, _): break
        }
    }

    package func closed() {
        guard case .open(let agent, let connection) = state else {
            state = .closed
            return
        }
        state = .closed
        inbox.clear()
        for stream in streams.values { stream.close() }
        streams = [:]
        deskFollower.close()
        context.hub.unsubscribe(context.receiver, from: .agent(agent.agent))
        context.hub.unsubscribe(context.receiver, from: .logOn(agent.logOn))
        disconnect(agent, connection)
    }

    // MARK: From the hub

    package func receive(_ delivery: Delivery) {
        guard case .open(let agent, _) = state else { return }
        switch delivery {
        case .entry(let entry, let frame): streams[entry.chat]?.receive(entry, frame)
        case .chatChanged(let chat): deskFollower.lookAt(chat, for: agent)
        case .roomChanged(let change): deskFollower.receive(change)
        case .agentChanged(let reason): deskFollower.look(because: reason)
        case .marks(_, let frame): context.door.send(frame)
        case .peer(let chat, let side, let frame): streams[chat]?.receivePeer(of: side, frame)
        case .typing(let chat, let side, let frame): streams[chat]?.receiveTyping(from: side, frame)
        case .logOnEnded: context.door.close(.loggedOff)
        }
    }

    // MARK: Hello

    private func connect(_ hello: ClientFrame.Hello) {
        state = .connecting
        have = hello.have
        let (service, known) = (context.service, known)
        context.door.perform({ () -> (LoggedOn, ID<Connection>) in
            let agent: LoggedOn
            if let known {
                agent = known
            } else {
                guard let token = hello.token else { throw Refusal.notLoggedOn }
                agent = try await service.authenticate(token: token)
            }
            return (agent, try await service.connectAgent(agent))
        }) { [weak self] result in
            guard let self else { return }
            switch result {
            case .success((let agent, let connection)): self.connected(agent, connection)
            case .failure(let error): self.refused(error)
            }
        }
    }

    private func connected(_ agent: LoggedOn, _ connection: ID<Connection>) {
        guard case .connecting = state else { return disconnect(agent, connection) }
        state = .open(agent, connection)
        context.door.acceptLongMessages()
        context.door.send(
            Frames.welcome(now: context.door.nowMilliseconds, version: context.version))
        context.hub.subscribe(context.receiver, to: .agent(agent.agent))
        context.hub.subscribe(context.receiver, to: .logOn(agent.logOn))
        deskFollower.open(agent) { [weak self] chats in self?.follow(chats, as: agent) }
    }

    private func refused(_ error: any Error) {
        guard case .connecting = state else { return }
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
            stream.open(have: last.map { HaveEntry(seq: $0.seq, id: $0.id) })
        }
        have = []
    }

    // MARK: Frames

    private func handle(_ frame: ClientFrame, _ n: Int64?, _ agent: LoggedOn) {
        let service = context.service
        switch frame {
        case .message(let chat, let cid, let body): send(body, cid, to: chat, n, agent)
        case .typing(let chat, let text): streams[chat]?.type(text)
        case .mark(let chat, let delivered, let read):
            streams[chat]?.mark(delivered: delivered, read: read)
        case .resume(let chat, let have):
            guard let stream = streams[chat] else {
                return context.door.send(Frames.error(.notFound, n: n, chat: chat))
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
        case .cancel, .hello, .ping: context.door.send(Frames.error(.unknownFrame, n: n))
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
