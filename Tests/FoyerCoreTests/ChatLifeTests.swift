import FoyerCore
import Testing

@Suite("A chat's life")
struct ChatLifeTests {
    private static let bert = ID<Agent>(known: "bert")
    private static let cleo = ID<Agent>(known: "cleo")

    /// Every life, with every value that decides anything.
    static let lives: [ChatLife] =
        [
            .waiting(turn: 1), .waiting(turn: 7), .served(turn: 1, by: bert),
            .served(turn: 3, by: cleo),
        ]
        + Ender.allCases.map { .ended($0) } + Abandonment.allCases.map { .abandoned($0) }
        + [.unanswered]

    static let events: [ChatEvent] =
        [.answered(by: bert), .agentLost, .waitLimitReached]
        + Ender.allCases.map { .end($0) } + Abandonment.allCases.map { .abandon($0) }

    /// The table written a second time, by kind: the life after the event, or the refusal.
    static func expected(_ life: ChatLife, _ event: ChatEvent) -> Result<ChatLife, Refusal> {
        switch life {
        case .waiting(let turn):
            switch event {
            case .answered(let agent): .success(.served(turn: turn, by: agent))
            case .end: .failure(.chatNotServed)
            case .abandon(let abandonment): .success(.abandoned(abandonment))
            case .agentLost: .failure(.chatNotServed)
            case .waitLimitReached: .success(.unanswered)
            }
        case .served(let turn, _):
            switch event {
            case .answered: .failure(.offerTaken)
            case .end(let ender): .success(.ended(ender))
            case .abandon: .failure(.chatNotWaiting)
            case .agentLost: .success(.waiting(turn: turn + 1))
            case .waitLimitReached: .failure(.chatNotWaiting)
            }
        case .ended, .abandoned, .unanswered:
            switch event {
            case .answered: .failure(.offerGone)
            case .end, .abandon, .agentLost, .waitLimitReached: .failure(.chatEnded)
            }
        }
    }

    @Test("every event in every state does what the table says", arguments: lives, events)
    func table(_ life: ChatLife, _ event: ChatEvent) {
        let after = Result { () throws(Refusal) in try life.after(event) }
        #expect(after == Self.expected(life, event))
    }

    @Test("what has ended stays ended", arguments: lives, events)
    func endIsFinal(_ life: ChatLife, _ event: ChatEvent) {
        guard !life.isOpen else { return }
        #expect(throws: Refusal.self) { try life.after(event) }
    }

    @Test("who may write", arguments: lives)
    func accepts(_ life: ChatLife) {
        func refusal(_ sender: Sender) -> Refusal? {
            do throws(Refusal) {
                try life.accepts(textFrom: sender)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal(.system) == nil)
        switch life {
        case .waiting:
            #expect(refusal(.customer) == nil)
            #expect(refusal(.agent(Self.bert)) == .chatNotServed)
        case .served(_, let agent):
            #expect(refusal(.customer) == nil)
            for writer in [Self.bert, Self.cleo] {
                #expect(refusal(.agent(writer)) == (writer == agent ? nil : .notFound))
            }
        case .ended, .abandoned, .unanswered:
            #expect(refusal(.customer) == .chatEnded)
            #expect(refusal(.agent(Self.bert)) == .chatEnded)
        }
    }

    @Test("waiting and served are open, the rest is not")
    func isOpen() {
        #expect(
            Self.lives.map(\.isOpen) == [true, true, true, true] + Array(repeating: false, count: 6)
        )
    }
}
