import NIOCore

/// Sockets that lose their connection all at once and come back at once, as after a proxy's
/// restart. Lives on one event loop.
final class Returning: LiveObserver, @unchecked Sendable {  // confined to its event loop
    private struct Screen {
        let role: LiveClient.Role
        var client: LiveClient?
        var last: Frames.Have?
        /// Since the cut: the connection took its hello and told what was missed.
        var isBack = false
    }

    private let loop: any EventLoop
    private let server: Address
    private var screens: [Screen] = []
    private var cutAt: NIODeadline?
    private(set) var times = Latencies()
    private(set) var retryCount = 0
    private(set) var backCount = 0
    private(set) var lastReason = ""

    init(on loop: any EventLoop, _ server: Address) {
        self.loop = loop
        self.server = server
    }

    var isComplete: Bool { backCount == screens.count }
    var count: Int { screens.count }

    /// Takes over who is connected.
    func add(_ role: LiveClient.Role) -> LiveClient {
        let client = LiveClient(screens.count, role, on: loop, observer: self)
        screens.append(Screen(role: role, client: client))
        return client
    }

    /// All are cut and all come back at once.
    func cutAll() {
        cutAt = .now()
        backCount = 0
        for place in screens.indices {
            screens[place].isBack = false
            let client = screens[place].client
            screens[place].client = nil
            client?.cut()
        }
        for place in screens.indices { connect(place) }
    }

    /// Lets all go for good.
    func end() {
        cutAt = nil
        for screen in screens { screen.client?.cut() }
    }

    private func connect(_ place: Int) {
        let client = LiveClient(
            place, screens[place].role, on: loop, have: screens[place].last, observer: self)
        screens[place].client = client
        client.begin(server)
    }

    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        let place = client.number
        guard screens[place].client === client else { return }
        if let entry = frame.entries.last {
            let chat = frame.chat
            screens[place].last = .init(chat: chat, seq: entry.seq, id: entry.id)
        }
        // A customer has resumed with the transcript, an agent with the desk.
        let isResumed = frame.type == (client.isAgent ? "desk" : "transcript")
        guard let cutAt, isResumed, !screens[place].isBack else { return }
        screens[place].isBack = true
        backCount += 1
        times.add(from: cutAt, to: now)
    }

    func closed(_ client: LiveClient, because reason: String) {
        let place = client.number
        guard cutAt != nil, screens[place].client === client else { return }
        retryCount += 1
        lastReason = reason
        screens[place].client = nil
        loop.scheduleTask(in: .milliseconds(Int64.random(in: 100...500))) {
            guard self.cutAt != nil else { return }
            self.connect(place)
        }
    }
}
