import FoyerCore
import FoyerService
import FoyerTestSupport
import Foundation
import Storage
import Testing

@Suite("The file of a backup")
struct BackupFileTests {
    /// Makes a backup, lets `spoil` do its worst, and says why the file is refused.
    private func problem(after spoil: (String) throws -> Void) async throws -> BackupProblem? {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            try await Engine.sqliteMemory.withService { house, administrator in
                try await house.fill(administrator)
                _ = try await house.makeBackup(at: path)
            }
            try spoil(path)
            do {
                _ = try BackupFile.check(path, migrations: Migrator.ofThisCheckout().migrations)
                return nil
            } catch let problem as BackupProblem {
                return problem
            }
        }
    }

    /// With a seal that fits: what is behind it is looked at, too.
    private func problem(afterRunning sql: SQL) async throws -> BackupProblem? {
        try await problem { path in
            try unseal(path)
            try SQLiteFile(.file(path)).run(sql)
            try BackupSeal.close(path)
        }
    }

    @Test("looking at an older one changes nothing, so that it can be looked at again")
    func olderTwice() async throws {
        try await withFolder { folder in
            let path = "\(folder)/older"
            let migrations = try Migrator.ofThisCheckout().migrations
            let older = Array(migrations.prefix(migrations.count - 1))
            try await Engine.sqliteMemory.withDatabase { database in
                try await Migrator(older).apply(to: database)
                let fixture = ServiceFixture(database: database, clock: ManualClock())
                try await database.write { transaction in
                    try transaction.run(
                        """
                        INSERT INTO company (id, name, plan, created_at_ms)
                        VALUES ('c', 'Acme', 'free', 1)
                        """)
                }
                _ = try await fixture.service.makeBackup(at: path, migrations: older)
            }
            for _ in 1...2 { _ = try BackupFile.check(path, migrations: migrations) }
            _ = try BackupFile.prepare(path, migrations: migrations)
        }
    }

    @Test("a whole one passes")
    func whole() async throws { #expect(try await problem { _ in } == nil) }

    @Test(
        "a row that is another, missing or too much is found, in whatever table",
        arguments: [
            "UPDATE message SET body = 'forged' WHERE seq = 7", "DELETE FROM mark",
            "UPDATE chat SET last_seq = last_seq + 1", "DELETE FROM log_on",
            "UPDATE room_settings SET settings = '{}'", "UPDATE server_secret SET value = 'x'",
            "INSERT INTO room_token_replaced SELECT 'x', id, 1 FROM room",
            "UPDATE backup_table SET row_count = 0 WHERE name = 'offer'",
            "UPDATE backup_manifest SET value = '1' WHERE name = 'madeAt'",
            "DELETE FROM backup_manifest", "DELETE FROM backup_table WHERE name = 'agent'",
            "UPDATE schema_migration SET checksum = '0'",
        ] as [SQL])
    func changed(_ sql: SQL) async throws {
        guard case .damaged = try await problem(afterRunning: sql) else {
            Issue.record("\(sql.text) was not found")
            return
        }
    }

    @Test(
        "what is another schema is no backup: nothing in it runs",
        arguments: [
            "CREATE TRIGGER evil AFTER INSERT ON message BEGIN DELETE FROM agent; END",
            "CREATE TABLE more (id TEXT)", "DROP INDEX letter_room", "DROP TABLE backup_manifest",
            "CREATE VIEW other AS SELECT 1", "ALTER TABLE letter ADD COLUMN more BIGINT",
        ] as [SQL])
    func otherSchema(_ sql: SQL) async throws {
        #expect(try await problem(afterRunning: sql) == .notABackup)
    }

    @Test("one of a newer version is refused by the name of what is not known")
    func newer() async throws {
        let found = try await problem(
            afterRunning: "INSERT INTO schema_migration VALUES ('9999-future.sql', 1, '0')")
        #expect(found == .newer(migration: "9999-future.sql"))
    }

    @Test(
        "what is no database, or a part of one, is refused",
        arguments: [0, 10, 100, 4_096, 50_000, 200_000])
    func truncated(_ byteCount: Int) async throws {
        let found = try await problem { path in
            let handle = try FileHandle(forUpdating: URL(filePath: path))
            try handle.truncate(atOffset: UInt64(byteCount))
            try handle.close()
        }
        #expect(found != nil)
    }

    @Test("one bit that is turned is found, wherever it is", arguments: [false, true])
    func flipped(isSealedAgain: Bool) async throws {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            let migrations = try Migrator.ofThisCheckout().migrations
            let made = try await Engine.sqliteMemory.withService { house, administrator in
                try await house.fill(administrator)
                return try await house.makeBackup(at: path)
            }
            let whole = try Data(contentsOf: URL(filePath: path))
            var refusedCount = 0
            for seed in 0..<100 {
                var bytes = whole
                bytes[(seed &* 2_654_435_761) % bytes.count] ^= 1 << (seed % 8)
                let flipped = "\(folder)/flipped-\(seed)"
                try bytes.write(to: URL(filePath: flipped))
                if isSealedAgain { try BackupSeal.close(flipped) }
                do {
                    let summary = try BackupFile.check(flipped, migrations: migrations)
                    // A page's unused bytes: the rows are those that were backed up.
                    #expect(isSealedAgain && summary == made, "seed \(seed)")
                } catch is BackupProblem {
                    refusedCount += 1
                }
            }
            #expect(isSealedAgain ? refusedCount > 10 : refusedCount == 100)
        }
    }

    @Test("one of an older version is brought up to date", arguments: Engine.allCases)
    func older(_ engine: Engine) async throws {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            let migrations = try Migrator.ofThisCheckout().migrations
            let old = Array(migrations.prefix(2))
            try await Engine.sqliteMemory.withDatabase { database in
                try await Migrator(old).apply(to: database)
                try await database.write { transaction in
                    try transaction.run(
                        """
                        INSERT INTO company (id, name, plan, created_at_ms)
                        VALUES ('0190a000-0000-7000-8000-000000000001', 'Old', 'FREE', 1)
                        """)
                }
                let service = Service(database: database, announcer: RecordingAnnouncer())
                _ = try await service.makeBackup(at: path, migrations: old)
            }
            try await engine.withEmptyService { house in
                try await house.restoreBackup(at: path)
                try await house.service.restart()
                let names: [String] = try await house.database.read { transaction in
                    try transaction.run("SELECT name FROM company").map { try $0.get("name") }
                }
                #expect(names == ["Old"])
                #expect(try await house.digests().contains { $0.table == "log_on" })
            }
        }
    }

    @Test("one that holds no company is refused")
    func empty() async throws {
        try await withFolder { folder in
            let path = "\(folder)/backup"
            try await Engine.sqliteMemory.withEmptyService { house in
                _ = try await house.makeBackup(at: path)
                await #expect(throws: BackupProblem.holdsNoCompany) {
                    try await house.restoreBackup(at: path)
                }
            }
        }
    }
}
