import NIOCore

/// Who hears what a live client receives, on its event loop.
protocol LiveObserver: AnyObject, Sendable {
    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline)
    func closed(_ client: LiveClient, because reason: String)
}

/// One customer's or agent's socket from `hello` to its end; agents answer what rings.
final class LiveClient: SocketOwner, @unchecked Sendable {  // confined to its event loop
    enum Role: Sendable {
        case customer(room: String, token: String)
        case agent(token: String)

        var path: String {
            switch self {
            case .customer: "/ws/customer"
            case .agent: "/ws/agent"
            }
        }

        func hello(_ have: Frames.Have?) -> [UInt8] {
            switch self {
            case .customer(let room, let token):
                Frames.customerHello(room: room, token: token, have: have)
            case .agent(let token): Frames.agentHello(token: token, have: have.map { [$0] } ?? [])
            }
        }

        var isAgent: Bool { if case .agent = self { true } else { false } }

        /// The frame that says that `hello` was taken.
        var firstFrame: String {
            switch self {
            case .customer: "chat"
            case .agent: "desk"
            }
        }
    }

    struct Closed: Error, CustomStringConvertible {
        let description: String
    }

    let number: Int
    /// For whoever drives it: whether it may answer.
    var isFree = true
    private let role: Role
    private let loop: any EventLoop
    private let observer: (any LiveObserver)?
    private let live: EventLoopPromise<Void>
    /// What is known of the chat already.
    private let have: Frames.Have?
    /// Whether it is to be a client that never reads once it is live.
    private let reading: ClientSocket.Reading
    private var socket: ClientSocket?
    private var isLive = false
    /// How many chats this agent takes.
    private let chatsMax: Int
    private var served: Set<String> = []
    private var requestCount: Int64 = 0

    init(
        _ number: Int, _ role: Role, on loop: any EventLoop, answering: Int = 0,
        have: Frames.Have? = nil, reading: ClientSocket.Reading = .always,
        observer: (any LiveObserver)? = nil
    ) {
        self.number = number
        self.role = role
        self.loop = loop
        self.observer = observer
        chatsMax = answering
        self.have = have
        self.reading = reading
        live = loop.makePromise()
    }

    var isAgent: Bool { role.isAgent }

    /// Opens the socket and waits until the server took the `hello`.
    func open(_ server: Address) async throws {
        begin(server)
        try await live.futureResult.get()
    }

    /// Opens the socket; the observer hears what comes of it.
    func begin(_ server: Address) {
        ClientSocket.open(role.path, on: server, loop, reading: reading, owner: self)
    }

    /// From now on nothing is taken from the kernel any more.
    func stopReading() { socket?.stopReading() }

    func send(_ text: [UInt8]) { socket?.send(text) }

    /// Sends a whole frame.
    func send(_ frame: ByteBuffer) { socket?.send(frame) }

    func cut() { socket?.cut() }

    // MARK: SocketOwner

    func opened(_ socket: ClientSocket) {
        self.socket = socket
        socket.send(role.hello(have))
    }

    func received(_ text: ByteBuffer, on socket: ClientSocket) {
        let now = NIODeadline.now()
        do {
            let frame = try ServerFrame(text)
            if !isLive, frame.type == role.firstFrame {
                isLive = true
                live.succeed()
            }
            if served.count < chatsMax { answer(frame) }
            observer?.received(frame, by: self, at: now)
        } catch {
            live.fail(Closed(description: "a frame that is not understood: \(error)"))
            socket.cut()
        }
    }

    func closed(_ socket: ClientSocket, code: UInt16?, because problem: String?) {
        self.socket = nil
        let reason = problem ?? code.map { "closed with \($0)" } ?? "closed without a code"
        if !isLive { live.fail(Closed(description: reason)) }
        observer?.closed(self, because: reason)
    }

    /// Answers what rings until all wanted chats are served.
    private func answer(_ frame: ServerFrame) {
        served.formUnion(frame.servedChats)
        guard served.count < chatsMax else { return }
        for card in frame.cards {
            guard let offer = card.offer else { continue }
            requestCount += 1
            send(Frames.answer(chat: card.chat, offer: offer, number: requestCount))
        }
    }
}
