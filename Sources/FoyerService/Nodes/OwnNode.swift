import FoyerCore
import Storage
import Synchronization

/// Under which id this process holds its connections now; `nil` before it joined.
///
/// The id changes when the lease lapsed and was taken anew: what was connected under the old one is
/// no more.
final class OwnNode: Sendable {
    private let id = Mutex<ID<Node>?>(nil)

    var current: ID<Node>? {
        get { id.withLock { $0 } }
        set { id.withLock { $0 = newValue } }
    }
}

extension Service {
    /// Under which id this process holds connections now. A session asks before and after it
    /// connects: where the two differ, its connection may be gone already.
    package var currentNode: ID<Node>? { ownNode.current }

    /// A name that all nodes of this database know and no others: of the bus between them.
    package func busName() async throws -> String {
        let secret: String? = try await database.read { transaction in
            try transaction.first("SELECT value FROM server_secret WHERE name = 'puzzle'")?.get(
                "value")
        }
        return "foyer:" + Identity.hash("bus:\(secret ?? "")").prefix(32)
    }
}
