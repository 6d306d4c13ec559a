import NIOCore

/// W3: for each start, when the first and when the last agent rang. Lives on one event loop.
final class RingRun: LiveObserver, @unchecked Sendable {  // confined to its event loop
    struct Tally: Sendable {
        var first = Latencies()
        var last = Latencies()
        var startCount = 0
        /// Starts that did not ring at every agent.
        var incompleteCount = 0
    }

    private struct Start {
        let pressed: NIODeadline
        var chat: String?
        var first: NIODeadline?
        var last: NIODeadline
        var rungCount = 0
    }

    private let agentCount: Int
    private var starts: [Start] = []
    /// Rings that came before the answer to the press, by chat.
    private var rings: [String: [NIODeadline]] = [:]
    private var placeOfChat: [String: Int] = [:]
    private var hasRung: [String: Set<Int>] = [:]
    private(set) var failure: String?

    init(agentCount: Int) { self.agentCount = agentCount }

    /// The press; its place is to be handed in with the chat.
    func pressed() -> Int {
        let now = NIODeadline.now()
        starts.append(Start(pressed: now, last: now))
        return starts.count - 1
    }

    func asked(_ chat: String, at place: Int) {
        starts[place].chat = chat
        placeOfChat[chat] = place
        for time in rings.removeValue(forKey: chat) ?? [] { ring(at: place, time) }
    }

    /// Whether every agent rang for the start.
    func isComplete(_ place: Int) -> Bool { starts[place].rungCount >= agentCount }

    var tally: Tally {
        var tally = Tally()
        for start in starts {
            tally.startCount += 1
            if start.rungCount < agentCount { tally.incompleteCount += 1 }
            guard let first = start.first else { continue }
            tally.first.add(from: start.pressed, to: first)
            tally.last.add(from: start.pressed, to: start.last)
        }
        return tally
    }

    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        for card in frame.cards where card.offer != nil && client.isAgent {
            guard hasRung[card.chat, default: []].insert(client.number).inserted else { continue }
            if let place = placeOfChat[card.chat] {
                ring(at: place, now)
            } else {
                rings[card.chat, default: []].append(now)
            }
        }
    }

    func closed(_ client: LiveClient, because reason: String) {
        if client.isAgent { failure = failure ?? "agent \(client.number): \(reason)" }
    }

    private func ring(at place: Int, _ time: NIODeadline) {
        starts[place].first = min(starts[place].first ?? time, time)
        starts[place].last = max(starts[place].last, time)
        starts[place].rungCount += 1
    }
}
