import FoyerTestSupport
import Testing

@testable import Storage

@Suite("Migrations")
struct MigrationTests {
    private let first = Migration(
        name: "0001-first",
        sql: """
            -- The people; all of them.
            CREATE TABLE person (
                id TEXT PRIMARY KEY, -- made by the program;
                note TEXT NOT NULL DEFAULT 'a; b'
            );
            CREATE INDEX person_note ON person (note);
            INSERT INTO person (id) VALUES ('it''s; me');

            """)
    private let second = Migration(
        name: "0002-second", sql: "ALTER TABLE person ADD COLUMN age BIGINT")

    @Test("apply what is missing, once", arguments: Engine.allCases)
    func idempotent(_ engine: Engine) async throws {
        try await engine.withDatabase(clock: { 42 }) { database in
            try await Migrator([first]).apply(to: database)
            try await Migrator([first, second]).apply(to: database)
            try await Migrator([first, second]).apply(to: database)
            let rows = try await database.read { transaction in
                try transaction.run("SELECT id, note, age FROM person")
            }
            #expect(rows.count == 1)
            #expect(try rows[0].get("id") == "it's; me")
            #expect(try rows[0].get("note") == "a; b")
            let applied = try await database.read { transaction in
                try transaction.run(
                    "SELECT name, applied_at_ms FROM schema_migration ORDER BY name")
            }
            #expect(try applied.map { try $0.get("name") as String } == [first.name, second.name])
            #expect(try applied.map { try $0.get("applied_at_ms") as Int } == [42, 42])
        }
    }

    @Test("refuse a file that changed after it was applied", arguments: Engine.allCases)
    func changed(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await Migrator([first]).apply(to: database)
            let edited = Migration(name: first.name, sql: first.sql + " ")
            await #expect(throws: MigrationError.changed(name: first.name)) {
                try await Migrator([edited, second]).apply(to: database)
            }
            try await Migrator([first]).check(database)
        }
    }

    @Test("refuse a database that is newer than the program", arguments: Engine.allCases)
    func unknown(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await Migrator([first, second]).apply(to: database)
            await #expect(throws: MigrationError.unknown(name: second.name)) {
                try await Migrator([first]).apply(to: database)
            }
        }
    }

    @Test("leave nothing of a file that fails", arguments: Engine.allCases)
    func failed(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let broken = Migration(
                name: "0002-broken", sql: "CREATE TABLE other (id TEXT);\nSELEKT 1;\n")
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator([first, broken]).apply(to: database)
            }
            guard case .failed("0002-broken", 2, let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.kind == .syntax)
            try await Migrator([first]).check(database)
            await #expect(throws: DatabaseError.self) {
                try await database.read { try $0.run("SELECT id FROM other").count }
            }
        }
    }

    @Test("are applied once when several processes start together", arguments: Engine.allCases)
    func concurrent(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            let migrations = [first, second]
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<4 {
                    tasks.addTask { try await Migrator(migrations).apply(to: database) }
                }
                try await tasks.waitForAll()
            }
            let rows = try await database.read { try $0.run("SELECT id FROM person") }
            #expect(rows.count == 1)
        }
    }

    @Test("are cut into statements at the semicolons that end lines")
    func splitter() {
        let statements = SQLSplitter.statements(
            in: """
                -- only a comment;
                SELECT 'a;
                b', "c;
                d" /* e;
                f */;  -- g
                SELECT 1; SELECT 2;\r
                  ;
                /* left; */
                SELECT 3
                """)
        #expect(
            statements.map { $0.trimmingPrefix { $0.isWhitespace } } == [
                "-- only a comment;\nSELECT 'a;\nb', \"c;\nd\" /* e;\nf */",
                "-- g\nSELECT 1; SELECT 2",
                "/* left; */\nSELECT 3",
            ])
    }

    @Test("have a checksum of their text alone")
    func checksum() {
        #expect(Migration(name: "a", sql: "").checksum == "cbf29ce484222325")
        #expect(Migration(name: "b", sql: "foobar").checksum == "85944171f73967e8")
    }
}
