import FoyerCore
import Storage

/// What a renewal tells of the nodes.
package struct Lease: Sendable {
    /// All that hold a lease, this one among them.
    package let nodes: Set<ID<Node>>
    /// This node's former lease had lapsed: it holds a new one under a new id, and of its
    /// connections none is left.
    package let hadLapsed: Bool
}

extension Service {
    /// Holds this node's connections for another `Limit.nodeLeaseMilliseconds`. Called each second.
    ///
    /// It waits behind nothing: a node with more to do than it can must not be taken for dead.
    package func renewLease(as name: String) async throws -> Lease {
        if let own = ownNode.current, let lease = try await extendLease(of: own) { return lease }
        let joined = try await joinNodes(as: name, alone: false, atStart: false)
        // A backup may have been restored meanwhile: what is remembered may never have been.
        forgetRows()
        return Lease(nodes: joined.nodes, hadLapsed: true)
    }

    /// Ends this node's lease: its sockets are closed, and none will be opened.
    package func leaveNodes() async throws {
        guard let own = ownNode.current else { return }
        try await database.writeAtOnce { transaction in
            try transaction.run("UPDATE node SET lapsed = 1 WHERE id = \(own)")
        }
        try await sweepNodes()
    }

    /// `nil` when the lease has lapsed.
    private func extendLease(of own: ID<Node>) async throws -> Lease? {
        try await database.writeAtOnce { transaction in
            let extended = try transaction.run(
                """
                UPDATE node SET leased_until_ms = \(leaseEnd(transaction))
                WHERE id = \(own) AND lapsed = 0 RETURNING id
                """)
            guard !extended.isEmpty else { return nil }
            return Lease(nodes: try liveNodes(transaction), hadLapsed: false)
        }
    }

    func liveNodes(_ transaction: any Transaction) throws -> Set<ID<Node>> {
        let rows = try transaction.run(
            "SELECT id FROM node WHERE lapsed = 0 AND leased_until_ms >= \(transaction.now)")
        return Set(try rows.map { try $0.get("id") })
    }
}
