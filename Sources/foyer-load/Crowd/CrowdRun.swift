import NIOCore

/// A room full of agents who answer, end and are ready again. Lives on one event loop.
final class CrowdRun: LiveObserver, @unchecked Sendable {  // confined to its event loop
    struct Tally: Sendable {
        var first = Latencies()
        var last = Latencies()
        /// Starts that rang nowhere when they were to be answered, or of which more than one in a
        /// hundred was never told of those whom they were offered to.
        var incompleteCount = 0
        var askedCount = 0
        var answeredCount = 0
        var endedCount = 0
        /// Answers that came too late because somebody else was asked in between; tried again.
        var refusedCount = 0
        var ringCount = 0
    }

    private struct Start {
        var pressed: NIODeadline
        var first: NIODeadline?
        /// When the last of those rang who were free at the press.
        var last: NIODeadline?
        /// How many of them there were, by the first card that told it, and have not rung yet. The
        /// card may count one who was ready a moment later.
        var offeredCount: Int64 = 0
        var missingCount: Int64 = 0
        /// The end of their offers, which tells them from agents who are ready later.
        var expiresAt = Int64.max
        var rings: [(agent: LiveClient, offer: Int64)] = []
        var isAnswering = false
    }

    struct Plan: Sendable {
        var answerAfter = TimeAmount.seconds(2)
        var endAfter = TimeAmount.seconds(20)
    }

    private let loop: any EventLoop
    private let plan: Plan
    private var starts: [String: Start] = [:]
    private var requestCount: Int64 = 0
    private(set) var tally = Tally()
    private(set) var failure: String?

    init(on loop: any EventLoop, _ plan: Plan) {
        self.loop = loop
        self.plan = plan
    }

    /// A chat was asked for; `pressed` is when.
    func asked(_ chat: String, pressed: NIODeadline) {
        tally.askedCount += 1
        starts[chat, default: Start(pressed: pressed)].pressed = pressed
        loop.scheduleTask(deadline: pressed + plan.answerAfter) { self.answer(chat) }
    }

    func received(_ frame: ServerFrame, by client: LiveClient, at now: NIODeadline) {
        for card in frame.cards { ring(card, client, now) }
        if frame.type == "chat", frame.state == "served" { served(frame.chat, by: client) }
        if frame.type == "error" { tally.refusedCount += 1 }
    }

    func closed(_ client: LiveClient, because reason: String) {
        failure = failure ?? "agent \(client.number): \(reason)"
    }

    private func ring(_ card: WireCard, _ client: LiveClient, _ now: NIODeadline) {
        guard let offer = card.offer else { return }
        var start = starts[card.chat] ?? Start(pressed: now)
        if let known = start.rings.firstIndex(where: { $0.agent === client }) {
            // Ready again after another chat: an offer anew.
            starts[card.chat]?.rings[known].offer = offer
            return
        }
        tally.ringCount += 1
        start.first = start.first ?? now
        // Of two event loops one may be ahead, with the ring of who was ready a moment later.
        if card.expiresAt < start.expiresAt {
            start.offeredCount = card.agentsRinging
            start.missingCount = card.agentsRinging
            start.expiresAt = card.expiresAt
        }
        // Who is ready only later rings later: that is no delay.
        if card.expiresAt == start.expiresAt {
            start.last = now
            start.missingCount -= 1
        }
        start.rings.append((client, offer))
        starts[card.chat] = start
    }

    /// A random agent answers, and the next one where that one has another chat by now.
    private func answer(_ chat: String) {
        guard var start = starts[chat], failure == nil else { return }
        if !start.isAnswering {
            start.isAnswering = true
            judge(start)
        }
        start.rings.removeAll { !$0.agent.isFree }
        if let ring = start.rings.randomElement() {
            requestCount += 1
            ring.agent.send(
                Frames.answer(chat: chat, offer: ring.offer, number: requestCount))
            start.rings.removeAll { $0.agent === ring.agent }
        }
        starts[chat] = start
        loop.scheduleTask(in: .milliseconds(500)) { self.answer(chat) }
    }

    private func judge(_ start: Start) {
        guard let first = start.first, let last = start.last else {
            return tally.incompleteCount += 1
        }
        tally.first.add(from: start.pressed, to: first)
        tally.last.add(from: start.pressed, to: last)
        if start.missingCount * 100 > start.offeredCount { tally.incompleteCount += 1 }
    }

    private func served(_ chat: String, by agent: LiveClient) {
        guard starts.removeValue(forKey: chat) != nil else { return }
        tally.answeredCount += 1
        agent.isFree = false
        loop.scheduleTask(in: plan.endAfter) {
            self.requestCount += 3
            agent.send(Frames.end(chat: chat, number: self.requestCount))
            agent.send(Frames.close(chat: chat, number: self.requestCount + 1))
            agent.send(Frames.ready(number: self.requestCount + 2))
            agent.isFree = true
            self.tally.endedCount += 1
        }
    }
}
