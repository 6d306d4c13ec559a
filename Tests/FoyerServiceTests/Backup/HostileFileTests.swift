import FoyerCore
import FoyerService
import FoyerTestSupport
import Foundation
import Storage
import Testing

/// Files that somebody made to harm whoever restores them: sealed, and right but for one thing.
@Suite("A hostile backup")
struct HostileFileTests {
    private func problem(
        planting texts: [SQL], _ spoil: (String) throws -> Void = { _ in }
    ) async throws -> BackupProblem? {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            try await Engine.sqliteMemory.withService { house, _ in
                _ = try await house.makeBackup(at: path)
            }
            try unseal(path)
            do {
                let file = try SQLiteFile(.file(path))
                for text in texts { try file.run(text) }
            }
            try spoil(path)
            try BackupSeal.close(path)
            do {
                _ = try BackupFile.check(path, migrations: Migrator.ofThisCheckout().migrations)
                return nil
            } catch let problem as BackupProblem {
                return problem
            }
        }
    }

    @Test(
        "is no backup, and nothing in it runs",
        arguments: [
            ["CREATE TRIGGER evil AFTER INSERT ON message BEGIN DELETE FROM agent; END"],
            ["CREATE VIEW evil AS SELECT randomblob(1000000000)"],
            // What is read first, before the schema is known.
            [
                "ALTER TABLE schema_migration RENAME TO moved",
                "CREATE VIEW schema_migration AS \(Fragments.endless) x AS name, x AS checksum",
            ],
            [
                "CREATE INDEX evil ON schema_migration (length(hex(zeroblob(length(name) * 9))))"
            ],
            [
                "CREATE INDEX evil ON Schema_Migration (name, checksum) WHERE applied_at_ms > 0"
            ],
            // What a check of the pages would compute, row by row.
            [
                "CREATE TABLE evil (x TEXT, y TEXT AS (hex(zeroblob(length(x) * 9))) VIRTUAL)",
                "CREATE INDEX evil_y ON evil (y)", "INSERT INTO evil (x) VALUES ('x')",
            ],
            ["CREATE TABLE evil (x TEXT CHECK (length(hex(zeroblob(length(x)))) > 0))"],
            // Looked into before the schema is known, its broken reference would be told instead.
            [
                "CREATE TABLE evil (x TEXT REFERENCES company (id))",
                "INSERT INTO evil (x) VALUES ('none')",
            ],
            ["CREATE VIRTUAL TABLE evil USING fts5 (x)"],
        ] as [[SQL]])
    func objects(_ texts: [SQL]) async throws {
        #expect(try await problem(planting: texts) == .notABackup)
    }

    @Test(
        "whose head says what is not so is damaged",
        arguments: [
            (28, [0xFF, 0xFF, 0xFF, 0xFE]),  // four billion pages
            (28, [0, 0, 0, 1]),  // a single one: what is behind it would be free
            (18, [2, 2]),  // a log, which may stand beside it
            (56, [0, 0, 0, 2]),  // UTF-16
            (92, [0, 0, 0, 0]),  // a page count that does not count
            (16, [0, 0]),
        ] as [(Int, [UInt8])])
    func head(_ place: Int, _ bytes: [UInt8]) async throws {
        let found = try await problem(planting: []) { path in
            let handle = try FileHandle(forUpdating: URL(filePath: path))
            try handle.seek(toOffset: UInt64(place))
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        }
        #expect(found == .damaged("its head does not fit what follows"))
    }

    @Test("cannot be kept busy, written to, or asked for what a view says")
    func brought() async throws {
        try await withFolder { folder in
            let path = "\(folder)/50% of a backup?.#1"
            do {
                let file = try SQLiteFile(.file(path))
                try file.run("CREATE TABLE t (x TEXT)")
                try file.run("CREATE VIEW v AS SELECT 1 AS x")
            }
            let before = try Data(contentsOf: URL(filePath: path))
            // A journal beside it is of somebody else, and is not played into it.
            try Data(repeating: 7, count: 512).write(to: URL(filePath: "\(path)-journal"))
            let file = try SQLiteFile(brought: path)
            #expect(try file.run("SELECT x FROM t").isEmpty)
            for text: SQL in [
                "\(Fragments.endless) COUNT(*) AS x FROM n", "SELECT x FROM v",
                "INSERT INTO t (x) VALUES ('y')", "SELECT hex(zeroblob(10000000)) AS x",
                "ATTACH 'other' AS other",
            ] {
                #expect(throws: DatabaseError.self, "\(text.text)") { try file.run(text) }
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }
}

private enum Fragments {
    /// Rows without end, for whoever asks for them.
    static let endless: SQL.Fragment = """
        WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT
        """
}
