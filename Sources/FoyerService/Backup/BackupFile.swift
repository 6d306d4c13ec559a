import Crypto
import FoyerCore
import Storage

/// What a backup holds, and of which moment.
package struct BackupSummary: Equatable, Sendable {
    package struct Line: Equatable, Sendable {
        package let table: String
        package let rowCount: Int
        package let digest: String
    }

    package let madeAt: Instant
    /// In the order of the schema.
    package let tables: [Line]

    package func rowCount(of table: String) -> Int {
        tables.first { $0.table == table }?.rowCount ?? 0
    }

    /// Tells a changed manifest from the one that was written.
    var seal: String {
        let lines =
            ["\(madeAt.milliseconds)"]
            + tables.map {
                "\($0.table) \($0.rowCount) \($0.digest)"
            }
        return Identity.hash(lines.joined(separator: "\n"))
    }
}

/// The file of a backup: a SQLite database with the product's own tables and a manifest, whatever
/// engine it was made on (docs/decisions/0014).
package enum BackupFile {
    static let format = "1"

    static func pages(
        of table: BackupTable, _ run: (SQL) throws -> [Row], _ body: ([Row]) throws -> Void
    ) throws {
        var last: Row?
        repeat {
            let rows = try run(table.page(after: last))
            if !rows.isEmpty { try body(rows) }
            last = rows.count == StorageLimit.backupPageRowsMax ? rows.last : nil
        } while last != nil
    }

    // MARK: Checking

    /// Looks at every row of a copy that is to be restored, and brings an older one up to date.
    /// The copy is no backup any more then: its seal is that of the file as it was made.
    ///
    /// Throws `BackupProblem`. A copy that passed may be restored.
    package static func prepare(_ path: String, migrations: [Migration]) throws -> BackupSummary {
        let summary = try check(path, migrations: migrations)
        do {
            try SQLiteFile(.file(path)).migrate(migrations)
            return summary
        } catch {
            throw BackupProblem.damaged(error.message)
        }
    }

    /// Looks at every row of the file and changes nothing. Takes as long as reading it does: not
    /// for a thread that others wait for. What the file holds is asked for only once its schema is
    /// known to be ours: nothing in it runs, and nothing in it takes for ever.
    ///
    /// Throws `BackupProblem`.
    package static func check(_ path: String, migrations: [Migration]) throws -> BackupSummary {
        do {
            let head = try SQLiteFileHead(of: path, tailBytes: BackupSeal.byteCount)
            guard head != .another else { throw BackupProblem.notABackup }
            guard try BackupSeal.isWhole(path) else {
                throw BackupProblem.damaged("it is not what was written, or not all of it")
            }
            guard head == .sound else {
                throw BackupProblem.damaged("its head does not fit what follows")
            }
            let file = try SQLiteFile(brought: path)
            guard try file.hasMigrationTable() else { throw BackupProblem.notABackup }
            let own = try knownMigrations(of: file, among: migrations)
            let schema = try BackupSchema(own)
            guard try file.hasSchema(schema) else { throw BackupProblem.notABackup }
            file.trust()
            if let fault = try file.fault() { throw BackupProblem.damaged(fault) }
            let summary = try readSummary(of: file)
            for (table, line) in zip(schema.tables, summary.tables) {
                try check(table, against: line, in: file)
            }
            guard schema.tables.count == summary.tables.count else {
                throw BackupProblem.damaged("its list of tables is not whole")
            }
            guard summary.rowCount(of: "company") > 0 else { throw BackupProblem.holdsNoCompany }
            return summary
        } catch let error as DatabaseError {
            throw BackupProblem.damaged(error.message)
        }
    }

    private static func knownMigrations(
        of file: SQLiteFile, among migrations: [Migration]
    ) throws -> [Migration] {
        try file.migrations().map { applied in
            guard let known = migrations.first(where: { $0.name == applied.name }) else {
                throw BackupProblem.newer(migration: applied.name)
            }
            guard known.checksum == applied.checksum else {
                throw BackupProblem.damaged("its migration \(applied.name) is another one")
            }
            return known
        }
    }

    private static func readSummary(of file: SQLiteFile) throws -> BackupSummary {
        var facts: [String: String] = [:]
        for row in try file.run("SELECT name, value FROM backup_manifest") {
            facts[try row.get("name")] = try row.get("value") as String
        }
        guard facts["format"] == format, let madeAt = facts["madeAt"].flatMap({ Int64($0) }) else {
            throw BackupProblem.damaged("its manifest is not whole")
        }
        let lines = try file.run("SELECT name, row_count, digest FROM backup_table ORDER BY rowid")
            .map { row in
                BackupSummary.Line(
                    table: try row.get("name"), rowCount: try row.get("row_count"),
                    digest: try row.get("digest"))
            }
        let summary = BackupSummary(madeAt: Instant(milliseconds: madeAt), tables: lines)
        guard facts["seal"] == summary.seal else {
            throw BackupProblem.damaged("its manifest was changed")
        }
        return summary
    }

    private static func check(
        _ table: BackupTable, against line: BackupSummary.Line, in file: SQLiteFile
    ) throws {
        var digest = RowDigest()
        try pages(of: table, { try file.run($0) }) { rows in
            for row in rows { digest.add(row) }
        }
        guard table.name == line.table, digest.count == line.rowCount, digest.text == line.digest
        else {
            throw BackupProblem.damaged("the rows of \(line.table) are not those it was made of")
        }
    }
}
