import FoyerCore
import Storage

/// What a node that has just joined knows.
struct Joined: Sendable {
    let id: ID<Node>
    /// All that hold a lease, this one among them.
    let nodes: Set<ID<Node>>

    /// No other node runs: then time stood still (CHAT-10).
    var isAlone: Bool { nodes.count == 1 }
}

extension Service {
    /// Joins the nodes that share this database, under a new id and with a lease.
    ///
    /// `name` tells one place from another, as host and port do. At a start a former node of this
    /// name has ended, since its address was free; not so where a lease is only taken anew, for
    /// two machines may have one name. With `alone` nobody else can have the database open.
    func joinNodes(as name: String, alone: Bool, atStart: Bool = true) async throws -> Joined {
        // All in one transaction: a node that has joined knows the others, or has not joined.
        let join: @Sendable (any Transaction) throws -> Joined = { transaction in
            // Starts come one after another: two at once would each take itself for the first.
            try lockNodes(transaction)
            let id: ID<Node> = identity.id(at: transaction.now)
            try transaction.run(
                """
                UPDATE node SET lapsed = 1
                WHERE (name = \(name) AND 1 = \(atStart)) OR 1 = \(alone)
                    OR leased_until_ms < \(transaction.now)
                """)
            try transaction.run(
                """
                INSERT INTO node (id, name, leased_until_ms, joined_at_ms)
                VALUES (\(id), \(name), \(leaseEnd(transaction)), \(transaction.now))
                """)
            return Joined(id: id, nodes: try liveNodes(transaction))
        }
        // A start has time; a lease that is taken anew must not wait behind the load.
        let joined =
            atStart
            ? try await database.write(join) : try await database.writeAtOnce(join)
        ownNode.current = joined.id
        return joined
    }

    func lockNodes(_ transaction: any Transaction) throws {
        try transaction.run("UPDATE server_secret SET value = value WHERE name = 'puzzle'")
    }

    func leaseEnd(_ transaction: any Transaction) -> Instant {
        transaction.now.adding(milliseconds: Limit.nodeLeaseMilliseconds)
    }
}
