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
    private var wrongFrames = 0
    /// What the client has of the chat, until its transcript is sent.
    private var have: HaveEntry?
    /// What the screen was last told of the chat; `nil` when it must be told again.
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
            context.door.send(Frames.error(error))
            wrongFrames += 1
            let isFirst = if case .awaitingHello = state { true } else { false }
            if isFirst || wrongFrames == WireLimit.wrongFramesMax {
                context.door.close(.protocolError)
            }
            return
        }
        switch (state, numbered.frame) {
        case (.awaitingHello, .hello(let hello)): connect(hello, numbered)
        case (.awaitingHello, _), (_, .hello): refuse(numbered)
        case (_, .ping): context.door.send(Frames.pong)
        case (.open(let connection, let stream), let frame):
            handle(frame, numbered, connection, stream)
        case (.connecting, _): context.door.send(Frames.error(.helloFirst, to: numbered))
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

    private func refuse(_ numbered: NumberedFrame) {
        context.door.send(Frames.error(.helloFirst, to: numbered))
        context.door.close(.protocolError)
    }

    // MARK: From the hub

    package func receive(_ delivery: Delivery) {
        guard case .open(_, let stream) = state else { return }
        switch delivery {
        case .entry(let entry, let frame): stream.receive(entry, frame)
        case .chatChanged: look()
        case .roomChanged: if shown?.life.isWaiting != false { lookSoon() }
        case .marks(_, let marks, let frame): stream.receiveMarks(marks, frame)
        case .peer(_, let side, let frame):
            guard stream.receivePeer(of: side, frame) else { return }
            // Told at once, then read: the hint may be older than what the screen was told.
            shown = nil
            look()
        case .typing(_, let side, let frame): stream.receiveTyping(from: side, frame)
        case .chatStands(_, let seq): stream.stands(at: seq)
        case .roomStands: if shown?.life.isWaiting != false { lookSoon() }
        case .cutOff: context.door.close(.tryAgainLater)
        case .agentChanged, .logOnEnded, .settingsPublished, .linkChanged: break
        }
    }

    // MARK: Hello

    private func connect(_ hello: ClientFrame.Hello, _ numbered: NumberedFrame) {
        guard let room = hello.room, let token = hello.token, hello.have.count <= 1 else {
            let error =
                if hello.room == nil {
                    FieldError(field: "room", problem: .missing)
                } else if hello.token == nil {
                    FieldError(field: "token", problem: .missing)
                } else {
                    FieldError(field: "have", problem: .tooMany(countMax: 1))
                }
            context.door.send(Frames.error(APIError(error), to: numbered))
            return context.door.close(.protocolError)
        }
        state = .connecting
        let service = context.service
        let node = service.currentNode
        // The session is kept until the answer is there: a connection made for a socket that is
        // gone must be taken back.
        context.door.perform({ try await service.connectCustomer(roomToken: room, token: token) }) {
            [self] result in
            switch result {
            case .success(let connection):
                connected(connection, hello.have.first)
                // The node lost its lease meanwhile, and the connection with it.
                if service.currentNode != node { context.door.close(.tryAgainLater) }
            case .failure(let error): refused(error)
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
        if let have, have.chat == nil || have.chat == connection.chat {
            self.have = HaveEntry(seq: have.seq, id: have.id)
        }
        context.door.send(Frames.welcome(context))
        context.hub.subscribe(context.receiver, to: .room(connection.room))
        stream.follow()
        guard !context.isEnded else { return context.door.close(.tryAgainLater) }
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
        _ frame: ClientFrame, _ numbered: NumberedFrame, _ connection: CustomerConnection,
        _ stream: ChatStream
    ) {
        guard frame.chat == connection.chat else {
            let error: APIError = frame.chat == nil ? .unknownFrame : .notFound
            return context.door.send(Frames.error(error, to: numbered))
        }
        let (service, chat, customer) = (context.service, connection.chat, connection.customer)
        let n = numbered.n
        switch frame {
        case .message(_, let cid, let body):
            enqueue { [weak self] in stream.send(body, cid: cid, n: n) { self?.commandEnded() } }
        case .typing(_, let text): stream.type(text)
        case .mark(_, let delivered, let read): stream.mark(delivered: delivered, read: read)
        case .resume(_, let have):
            stream.resume(have: have.map { HaveEntry(seq: $0.seq, id: $0.id) })
        case .end: command(n) { try await service.endChat(chat, by: .customer(customer)) }
        case .askAll: command(n) { try await service.askAllAgents(chat, by: customer) }
        case .cancel: command(n) { try await service.cancelChat(chat, by: customer) }
        case .answer, .reject, .close, .status, .desk, .hello, .ping:
            context.door.send(Frames.error(.unknownFrame, to: numbered))
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
            guard let self, case .open = self.state else { return }
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

    /// The chat comes before its transcript, which needs a place on the screen.
    private func show(_ chat: CustomerChat, _ stream: ChatStream) {
        stream.preview = chat.preview && chat.life.isOpen
        if chat != shown {
            shown = chat
            context.door.send(Frames.chat(chat))
        }
        stream.open(have: have)
        have = nil
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
