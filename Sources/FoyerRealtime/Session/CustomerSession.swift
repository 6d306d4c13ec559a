import FoyerAPI
import FoyerCore
import FoyerService
import NIOCore

/// A customer's screen: one chat of one room.
package final class CustomerSession: Session {
    private enum State {
        case awaitingHello
        case connecting
        case open(CustomerConnection, ChatStream)
        case closed
    }

    private let context: SessionContext
    private var state = State.awaitingHello
    private var inbox = Inbox()
    /// What the screen was last told of the chat.
    private var shown: CustomerChat?
    private var isLooking = false
    private var looksAgain = false
    private var isResting = false

    package init(context: SessionContext) { self.context = context }

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
        case (.open(let connection, let stream), let frame):
            handle(frame, numbered.n, connection, stream)
        case (.connecting, _): context.door.send(Frames.error(.helloFirst, n: numbered.n))
        case (.closed, _): break
        }
    }

    package func closed() {
        guard case .open(let connection, let stream) = state else {
            state = .closed
            return
        }
        state = .closed
        inbox.clear()
        stream.close()
        context.hub.unsubscribe(context.receiver, from: .room(connection.room))
        disconnect(connection)
    }

    // MARK: From the hub

    package func receive(_ delivery: Delivery) {
        guard case .open(_, let stream) = state else { return }
        switch delivery {
        case .entry(let entry, let frame): stream.receive(entry, frame)
        case .chatChanged: look()
        case .roomChanged: if shown?.life.isWaiting != false { lookSoon() }
        case .marks(_, let frame): context.door.send(frame)
        case .peer(_, let side, let frame): stream.receivePeer(of: side, frame)
        case .typing(_, let side, let frame): stream.receiveTyping(from: side, frame)
        case .agentChanged, .logOnEnded: break
        }
    }

    // MARK: Hello

    private func connect(_ hello: ClientFrame.Hello) {
        guard let room = hello.room, let token = hello.token else {
            let field = hello.room == nil ? "room" : "token"
            context.door.send(Frames.error(APIError(FieldError(field: field, problem: .missing))))
            return context.door.close(.protocolError)
        }
        state = .connecting
        let service = context.service
        context.door.perform({ try await service.connectCustomer(roomToken: room, token: token) }) {
            [weak self] result in
            guard let self else { return }
            switch result {
            case .success(let connection): self.connected(connection, hello.have.first)
            case .failure(let error): self.refused(error)
            }
        }
    }

    private func connected(_ connection: CustomerConnection, _ have: ClientFrame.Have?) {
        guard case .connecting = state else { return disconnect(connection) }
        context.door.acceptLongMessages()
        let asker = Asker.customer(connection.customer)
        let stream = ChatStream(
            chat: connection.chat, asker: asker, preview: false, context: context)
        state = .open(connection, stream)
        context.door.send(
            Frames.welcome(now: context.door.nowMilliseconds, version: context.version))
        context.hub.subscribe(context.receiver, to: .room(connection.room))
        let isOfThisChat = have?.chat == nil || have?.chat == connection.chat
        stream.open(have: isOfThisChat ? have.map { HaveEntry(seq: $0.seq, id: $0.id) } : nil)
        look()
    }

    private func refused(_ error: any Error) {
        guard case .connecting = state else { return }
        let refusal = error as? Refusal
        context.door.send(Frames.error(context.apiError(error)))
        context.door.close(refusal == nil ? .tryAgainLater : .invalidToken)
    }

    private func disconnect(_ connection: CustomerConnection) {
        let service = context.service
        context.door.perform({ try await service.disconnectCustomer(connection) }) {
            [context] result in
            if case .failure(let error) = result { _ = context.apiError(error) }
        }
    }

    // MARK: Frames

    private func handle(
        _ frame: ClientFrame, _ n: Int64?, _ connection: CustomerConnection, _ stream: ChatStream
    ) {
        guard frame.chat == connection.chat else {
            return context.door.send(
                Frames.error(frame.chat == nil ? .unknownFrame : .notFound, n: n, cid: frame.cid))
        }
        let (service, chat, customer) = (context.service, connection.chat, connection.customer)
        switch frame {
        case .message(_, let cid, let body):
            enqueue { [weak self] in stream.send(body, cid: cid, n: n) { self?.commandEnded() } }
        case .typing(_, let text): stream.type(text)
        case .mark(_, let delivered, let read): stream.mark(delivered: delivered, read: read)
        case .resume(_, let have):
            stream.resume(have: have.map { HaveEntry(seq: $0.seq, id: $0.id) })
        case .end: command(n) { try await service.endChat(chat, by: .customer(customer)) }
        case .cancel: command(n) { try await service.cancelChat(chat, by: customer) }
        case .answer, .reject, .close, .status, .desk, .hello, .ping:
            context.door.send(Frames.error(.unknownFrame, n: n))
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

    // MARK: The chat as the screen shows it

    /// Reads the chat and tells the screen if anything of it changed.
    private func look() {
        guard case .open(let connection, let stream) = state else { return }
        guard !isLooking else { return looksAgain = true }
        isLooking = true
        let service = context.service
        context.door.perform({
            try await service.customerChat(connection.chat, for: connection.customer)
        }) { [weak self, context] result in
            guard let self else { return }
            self.isLooking = false
            switch result {
            case .success(let chat): self.show(chat, stream)
            case .failure(let error):
                _ = context.apiError(error)
                return context.door.close(.tryAgainLater)
            }
            guard self.looksAgain else { return }
            self.looksAgain = false
            self.look()
        }
    }

    private func show(_ chat: CustomerChat, _ stream: ChatStream) {
        stream.preview = chat.preview && chat.life.isOpen
        guard chat != shown else { return }
        shown = chat
        context.door.send(Frames.chat(chat))
    }

    /// The queue moved: the place is told at most once a second.
    private func lookSoon() {
        guard !isResting else { return }
        isResting = true
        context.door.after(.seconds(1)) { [weak self] in
            guard let self else { return }
            self.isResting = false
            self.look()
        }
    }
}

extension ClientFrame {
    /// The chat that the frame is about.
    var chat: ID<Chat>? {
        switch self {
        case .message(let chat, _, _), .typing(let chat, _), .mark(let chat, _, _),
            .resume(let chat, _),
            .end(let chat), .cancel(let chat), .answer(let chat, _), .reject(let chat, _),
            .close(let chat):
            chat
        case .hello, .status, .desk, .ping: nil
        }
    }

    var cid: String? {
        if case .message(_, let cid, _) = self { cid } else { nil }
    }
}
