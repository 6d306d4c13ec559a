import FoyerCore
import Synchronization

/// What one command costs beside the database, charged once: its body may run again
/// (`Database.write`), after a deadlock or beside another that shared its commit and failed.
final class Toll: Sendable {
    private let isPaid = Mutex(false)

    /// Charges unless that is done. What `charge` refuses stays unpaid.
    func payOnce(_ charge: () throws(Refusal) -> Void) throws(Refusal) {
        try isPaid.withLock { isPaid throws(Refusal) in
            guard !isPaid else { return }
            try charge()
            isPaid = true
        }
    }
}
