import FoyerCore
import Storage

extension Service {
    /// Whether the database takes writes now: one small write, committed, that changes nothing.
    package func probe() async throws {
        try await database.write { transaction in
            try transaction.run("UPDATE server_secret SET value = value WHERE name = 'puzzle'")
        }
    }
}
