import FoyerCore
import FoyerService
import Synchronization

/// Hands hints to this node's sessions: by topic, encoded once (decision 0005).
package final class Hub: Announcer {
    private struct Subscriptions {
        var receivers: [Topic: [ObjectIdentifier: any Receiver]] = [:]
        var deadline: (@Sendable (Instant) -> Void)?
        var bus: (any Bus)?
        var endings = 0
    }

    private let subscriptions = Mutex(Subscriptions())
    /// Held while a room's change is handed on, so that it reaches the numbers and the desks in one
    /// order. Taken before `subscriptions`.
    private let ringCounts = Mutex(RingCounts())

    package init() {}

    package func subscribe(_ receiver: any Receiver, to topic: Topic) {
        subscriptions.withLock {
            $0.receivers[topic, default: [:]][ObjectIdentifier(receiver)] = receiver
        }
    }

    package func unsubscribe(_ receiver: any Receiver, from topic: Topic) {
        subscriptions.withLock { subscriptions in
            subscriptions.receivers[topic]?[ObjectIdentifier(receiver)] = nil
            if subscriptions.receivers[topic]?.isEmpty == true {
                subscriptions.receivers[topic] = nil
            }
        }
    }

    /// Ends every session, because the rows are replaced by those of a backup: their clients come
    /// back and are told what is true. What was counted here is forgotten.
    package func endSessions() {
        ringCounts.withLock { $0 = RingCounts() }
        subscriptions.withLock { $0.endings += 1 }
        cutOff()
    }

    /// How often `endSessions` was called.
    package var endings: Int { subscriptions.withLock { $0.endings } }

    /// How many topics are followed by anybody.
    package var topicCount: Int { subscriptions.withLock { $0.receivers.count } }

    /// Who is told that a deadline was set: the runner of deadlines.
    package func onDeadline(_ body: @escaping @Sendable (Instant) -> Void) {
        subscriptions.withLock { $0.deadline = body }
    }

    /// Tells other nodes, too, what this one announces from here on.
    package func relay(over bus: any Bus) { subscriptions.withLock { $0.bus = bus } }

    package func announce(_ hints: [Hint]) {
        for hint in hints { deliver(hint) }
        guard let bus = subscriptions.withLock({ $0.bus }) else { return }
        let notes = hints.compactMap(BusNote.init)
        if !notes.isEmpty { bus.publish(notes) }
    }

    /// Hands on what another node announced.
    package func take(_ notes: [BusNote]) {
        for note in notes {
            switch note {
            case .hint(let hint): deliver(hint)
            case .roomStands(let room, let revision): stands(room, at: revision)
            case .typing(let chat, let side, let text): type(text, in: chat, from: side)
            }
        }
    }

    /// Whoever follows the chat reads what is missing.
    package func stands(_ chat: ID<Chat>, at lastSeq: Int64) {
        publish(.chatStands(chat, lastSeq: lastSeq), to: .chat(chat))
    }

    package func stands(_ room: ID<Room>, at revision: Int64) {
        publish(.roomStands(room, revision: revision), to: .room(room))
    }

    /// Hangs up on everybody: they are served by another node.
    package func cutOff() {
        let receivers = subscriptions.withLock { subscriptions in
            subscriptions.receivers.values.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
        for receiver in receivers.values { receiver.receive(.cutOff) }
    }

    /// What is followed by anybody here.
    package var followed: Set<Topic> { subscriptions.withLock { Set($0.receivers.keys) } }

    /// How many agents ring for each of the room's chats where that changed since `revision`.
    func ringCounts(in room: ID<Room>, since revision: Int64) -> [RingCounts.Count] {
        ringCounts.withLock { $0.counts(in: room, since: revision) }
    }

    /// Hands on what is typed now; live-only.
    package func publishTyping(_ text: String, in chat: ID<Chat>, from side: Side) {
        type(text, in: chat, from: side)
        subscriptions.withLock { $0.bus }?.publish([.typing(chat, from: side, text: text)])
    }

    private func type(_ text: String, in chat: ID<Chat>, from side: Side) {
        publish(
            .typing(chat, from: side, frame: Frames.typing(text, in: chat, from: side)),
            to: .chat(chat))
    }

    private func deliver(_ hint: Hint) {
        switch hint {
        case .entry(let entry):
            publish(.entry(entry, frame: Frames.message(entry)), to: .chat(entry.chat))
        case .chatChanged(let chat): publish(.chatChanged(chat), to: .chat(chat))
        case .roomChanged(let change):
            ringCounts.withLock { counts in
                counts.take(change)
                publish(.roomChanged(change), to: .room(change.room))
            }
        case .agentChanged(let agent, let reason):
            publish(.agentChanged(because: reason), to: .agent(agent))
        case .marks(let chat, let marks):
            publish(.marks(chat, marks, frame: Frames.marks(marks, of: chat)), to: .chat(chat))
        case .peer(let chat, let side, let connected, let seconds):
            let frame = Frames.peer(side, of: chat, connected: connected, graceSeconds: seconds)
            publish(.peer(chat, of: side, frame: frame), to: .chat(chat))
        case .logOnEnded(let logOn): publish(.logOnEnded, to: .logOn(logOn))
        case .settingsPublished(let room, let version):
            publish(.settingsPublished(version: version), to: .form(room))
        case .linkChanged(let room): publish(.linkChanged, to: .form(room))
        case .deadlineSet(let due): subscriptions.withLock { $0.deadline }?(due)
        }
    }

    private func publish(_ delivery: @autoclosure () -> Delivery, to topic: Topic) {
        // Nothing is encoded where nobody listens.
        let receivers = subscriptions.withLock { $0.receivers[topic].map { Array($0.values) } }
        guard let receivers else { return }
        let delivery = delivery()
        for receiver in receivers { receiver.receive(delivery) }
    }
}
