import NIOHTTP1

/// A handshake on a connection that has served HTTP before, followed through Hummingbird's answer.
struct LaterHandshake {
    /// What becomes of a part of an answer.
    enum Verdict {
        /// `isLast`: it ends the answer that refuses the handshake.
        case send(HTTPServerResponsePart, isLast: Bool)
        case hold
        case accept(HTTPResponseHead, WebSocketMaker)
        case close
    }

    private enum State {
        case none
        case asked
        case accepted(HTTPResponseHead, WebSocketMaker)
        case refused
    }

    /// Where the route that is asked leaves its answer.
    let handshake = WebSocketHandshake(isAsked: false)
    private var state = State.none
    private var requestsUnanswered = 0
    private var hasEnded = false

    /// Nothing is under way: of several requests at once none can be the last.
    var isIdle: Bool { requestsUnanswered == 0 }

    /// A handshake is under way.
    var isAsked: Bool { if case .none = state { false } else { true } }

    /// The handshake is whole; false when it was before.
    mutating func ended() -> Bool {
        defer { hasEnded = true }
        return !hasEnded
    }

    mutating func requested() { requestsUnanswered += 1 }

    mutating func asked() {
        requested()
        state = .asked
        handshake.isAsked = true
    }

    mutating func answer(_ part: HTTPServerResponsePart) -> Verdict {
        switch (state, part) {
        case (.none, .end):
            requestsUnanswered -= 1
            return .send(part, isLast: false)
        case (.asked, .head(var head)):
            if head.status == .switchingProtocols, let make = handshake.maker {
                state = .accepted(head, make)
                return .hold
            }
            state = .refused
            head.headers.replaceOrAdd(name: "connection", value: "close")
            return .send(.head(head), isLast: false)
        case (.accepted(let head, let make), .end):
            return hasEnded ? .accept(head, make) : .close
        case (.accepted, _): return .hold
        case (.refused, .end): return .send(part, isLast: true)
        case (.none, _), (.asked, _), (.refused, _): return .send(part, isLast: false)
        }
    }
}
