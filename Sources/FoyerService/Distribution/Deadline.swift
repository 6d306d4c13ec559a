import FoyerCore
import Storage

/// What a deadline is for. Deadlines are rows: a node that dies takes none with it.
enum DeadlineKind: String {
    /// A company's next expiry of an offer or wait limit; the subject is the company.
    case distribution
    /// How long a lost customer is waited for; the subject is the chat.
    case customerGrace
    /// How long a lost agent is waited for; the subject is the agent and channel.
    case agentGrace
    /// When a room's scheduled settings are published (ROOM-5); the subject is the room.
    case publication
}

extension Transaction {
    func setDeadline(_ kind: DeadlineKind, of subject: String, at due: Instant)
        throws(DatabaseError)
    {
        try run(
            """
            INSERT INTO deadline (kind, subject_id, due_at_ms) VALUES (\(kind.rawValue),
            \(subject), \(due))
            ON CONFLICT (kind, subject_id) DO UPDATE SET due_at_ms = excluded.due_at_ms
            """)
    }

    func clearDeadline(_ kind: DeadlineKind, of subject: String) throws(DatabaseError) {
        try run("DELETE FROM deadline WHERE kind = \(kind.rawValue) AND subject_id = \(subject)")
    }

    /// Takes the deadline if it is due; false when it moved, was cleared, or another node took it.
    func claimDeadline(_ kind: DeadlineKind, of subject: String) throws(DatabaseError) -> Bool {
        let claimed = try run(
            """
            DELETE FROM deadline
            WHERE kind = \(kind.rawValue) AND subject_id = \(subject) AND due_at_ms <= \(now)
            RETURNING subject_id
            """)
        return !claimed.isEmpty
    }
}

/// An agent's presence on one channel, as the subject of a deadline.
struct AgentOnChannel {
    let agent: ID<Agent>
    let channel: Channel

    var subject: String { "\(agent):\(channel.rawValue)" }

    init(agent: ID<Agent>, channel: Channel) {
        self.agent = agent
        self.channel = channel
    }

    init?(subject: String) {
        let parts = subject.split(separator: ":")
        guard parts.count == 2, let agent = ID<Agent>(String(parts[0])),
            let channel = Channel(rawValue: String(parts[1]))
        else { return nil }
        self.init(agent: agent, channel: channel)
    }
}
