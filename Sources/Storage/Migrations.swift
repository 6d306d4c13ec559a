/// One step of the schema: a portable file of SQL, never changed once released.
package struct Migration: Sendable, Equatable {
    package let name: String
    package let sql: String

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// FNV-1a of the text: it finds an edited file, not a forged one.
    package var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Why the schema was left as it is.
package enum MigrationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is not what it was when it was applied.
    case changed(name: String)
    /// The database holds a step that this program does not know: it is older than the database.
    case unknown(name: String)
    case failed(name: String, statement: Int, DatabaseError)

    package var description: String {
        switch self {
        case .changed(let name):
            "migration \(name) was changed after it had been applied"
        case .unknown(let name):
            "the database has migration \(name), which this program does not know: it is too old"
        case .failed(let name, let statement, let error):
            "migration \(name), statement \(statement): \(error)"
        }
    }
}

/// Brings a database to the schema that this program expects.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    package init(_ migrations: [Migration]) { self.migrations = migrations }

    /// Applies what is missing, each migration in its own transaction. Several processes may do so
    /// at once: the row of a migration is inserted first, and the others wait for it.
    package func apply(to database: any Database) async throws {
        try await createTable(in: database)
        let missing = try await database.read { transaction in try unapplied(in: transaction) }
        for migration in missing {
            try await database.write { transaction in try apply(migration, in: transaction) }
        }
    }

    /// Throws unless the database has exactly this program's schema or an older one.
    package func check(_ database: any Database) async throws {
        _ = try await database.read { transaction in try unapplied(in: transaction) }
    }

    static let table = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            name TEXT NOT NULL PRIMARY KEY,
            applied_at_ms BIGINT NOT NULL,
            checksum TEXT NOT NULL
        )
        """

    /// The migrations that the database has. Throws as `check` does.
    package func applied(to database: any Database) async throws -> [Migration] {
        let missing = try await database.read { transaction in try unapplied(in: transaction) }
        return migrations.filter { migration in !missing.contains(migration) }
    }

    private func createTable(in database: any Database) async throws {
        let sql = SQL(stringLiteral: Self.table)
        do {
            try await database.write { transaction in _ = try transaction.run(sql) }
        } catch let error as DatabaseError where [.unique, .syntax].contains(error.kind) {
            // PostgreSQL's IF NOT EXISTS loses to another process that creates the table just now.
            try await database.write { transaction in _ = try transaction.run(sql) }
        }
    }

    private func unapplied(in transaction: any Transaction) throws -> [Migration] {
        let rows = try transaction.run("SELECT name, checksum FROM schema_migration ORDER BY name")
        var checksums: [String: String] = [:]
        for row in rows { checksums[try row.get("name")] = try row.get("checksum") as String }
        for migration in migrations {
            guard let applied = checksums.removeValue(forKey: migration.name) else { continue }
            guard applied == migration.checksum else {
                throw MigrationError.changed(name: migration.name)
            }
        }
        if let unknown = checksums.keys.min() { throw MigrationError.unknown(name: unknown) }
        let applied = Set(try rows.map { row in try row.get("name") as String })
        return migrations.filter { !applied.contains($0.name) }
    }

    private func apply(_ migration: Migration, in transaction: any Transaction) throws {
        try transaction.liftTimeLimits()
        let inserted = try transaction.run(
            """
            INSERT INTO schema_migration (name, applied_at_ms, checksum)
            VALUES (\(migration.name), \(transaction.nowMilliseconds), \(migration.checksum))
            ON CONFLICT (name) DO NOTHING RETURNING name
            """)
        guard !inserted.isEmpty else {
            // Another process was faster. What it applied must be the same.
            _ = try unapplied(in: transaction)
            return
        }
        for (position, text) in SQLSplitter.statements(in: migration.sql).enumerated() {
            do {
                try transaction.run(SQL(stringLiteral: text))
            } catch {
                throw MigrationError.failed(
                    name: migration.name, statement: position + 1, error)
            }
        }
    }
}
