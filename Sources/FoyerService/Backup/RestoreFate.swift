import FoyerCore
import Storage

/// What became of a restore whose commit was not answered.
enum RestoreFate {
    case restored, unchanged, unknown
}

/// A row that only the restore's own transaction writes. It stands among the nodes, as one that has
/// ended: no backup holds those, and the next start removes it.
struct RestoreMark: Sendable {
    let id: String

    func write(in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO node (id, name, leased_until_ms, lapsed, joined_at_ms)
            VALUES (\(id), 'restore', 0, 1, \(transaction.now))
            """)
    }
}

extension Service {
    /// Looks for the mark, and for this node's own row, which a restore takes out.
    func fate(of mark: RestoreMark) async -> RestoreFate {
        let own = ownNode.current?.rawValue
        for _ in 1...Limit.restoreFateAttemptsMax {
            do {
                // Not `read`: the lost transaction may still be at work, its locks are waited for,
                // and a snapshot would be older than they are.
                let found: Set<String> = try await database.write { transaction in
                    try transaction.liftTimeLimits()
                    return try Set(
                        transaction.run("SELECT id FROM node").map { try $0.get("id") })
                }
                if found.contains(mark.id) { return .restored }
                guard let own, found.contains(own) else { return .unknown }
                return .unchanged
            } catch {
                // A database that comes back is asked again; a shutdown does not wait for it.
                do { try await Task.sleep(for: .seconds(1)) } catch { return .unknown }
            }
        }
        return .unknown
    }
}
