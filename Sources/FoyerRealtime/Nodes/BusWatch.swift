import FoyerCore

/// Whether this node hears everything that the others tell.
///
/// Each node numbers its packets and sends one at least every `beatMilliseconds`, also to itself. A
/// node that holds a lease and is not heard, or a number that is missing, means that hints were
/// lost, whichever link it was that broke; then the database is read until all is heard again.
package struct BusWatch: Sendable {
    /// Between two packets of a node that has nothing to tell.
    package static let beatMilliseconds: Int64 = 300
    /// A node that is silent for longer is not heard.
    package static let silenceMillisecondsMax: Int64 = 1_000

    /// How long a commit may still happen whose answer was lost: for 10 s the system goes on to
    /// send what the server did not confirm (`tcp_user_timeout`), and then it takes its time.
    package static let doubtMilliseconds: Int64 = 15_000

    private struct Heard {
        var number: Int64
        var at: Int64
    }

    private var heard: [ID<Node>: Heard] = [:]
    /// Since when each node holds a lease, as far as this one knows.
    private var live: [ID<Node>: Int64] = [:]
    /// A packet was missed since the last look.
    private var hasGap = false
    private var wasWhole = true
    /// Until when this node's own commits may happen without its hints.
    private var doubtUntil = Int64.min

    package init() {}

    /// A packet arrived at `now`, in milliseconds of any clock that only goes forward.
    package mutating func take(from node: ID<Node>, number: Int64, at now: Int64) {
        if let known = heard[node] {
            // What comes doubled or late is no gap.
            if number > known.number, number - known.number > 1 { hasGap = true }
            heard[node] = Heard(number: max(number, known.number), at: now)
        } else {
            // What it told before this node listened, or knew of it, may matter here.
            if number > 1 { hasGap = true }
            heard[node] = Heard(number: number, at: now)
        }
    }

    /// These nodes hold a lease now.
    package mutating func lives(_ nodes: Set<ID<Node>>, at now: Int64) {
        // Its last word may have come to nobody.
        if live.keys.contains(where: { !nodes.contains($0) }) { hasGap = true }
        live = Dictionary(uniqueKeysWithValues: nodes.map { ($0, live[$0] ?? now) })
        heard = heard.filter { nodes.contains($0.key) || now - $0.value.at < 60_000 }
    }

    /// What was missed could not be read: it is missed still.
    package mutating func missed() { hasGap = true }

    /// The answer to a commit of this node was lost: nobody was told of it, and it may happen
    /// later.
    package mutating func doubt(at now: Int64) { doubtUntil = now + Self.doubtMilliseconds }

    /// The database takes no writes: what is in doubt stays so until it does.
    package mutating func writesFail(at now: Int64) { if isInDoubt(at: now) { doubt(at: now) } }

    /// Whether all nodes shall read, since this one cannot tell what it changed.
    package func isInDoubt(at now: Int64) -> Bool { now < doubtUntil }

    /// Whether something may have been missed since the last call; what is known now makes that
    /// good if the database is read after it.
    package mutating func hasMissed(at now: Int64) -> Bool {
        // A node that is alone tells itself everything.
        let isWhole =
            live.count <= 1
            || live.allSatisfy { node, since in
                now - (heard[node]?.at ?? since) <= Self.silenceMillisecondsMax
            }
        defer { (hasGap, wasWhole) = (false, isWhole) }
        // Once more after it is whole again: what was told between the last reading and the first
        // packet heard is in no packet.
        return hasGap || !isWhole || !wasWhole || isInDoubt(at: now)
    }
}
