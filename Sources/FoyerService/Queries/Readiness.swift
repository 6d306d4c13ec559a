import FoyerCore
import Storage

extension Service {
    /// Whether the database takes writes now: one small write, committed.
    package func probe() async throws {
        let now = identity.stamp()
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO server_secret (name, value) VALUES ('probe', \(String(now)))
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """)
        }
    }
}
