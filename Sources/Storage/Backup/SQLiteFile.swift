#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A SQLite file that nobody else uses: a backup that is being made, or looked at.
///
/// It has no log and is never synced: whoever keeps it syncs it as a whole. One thread uses it.
package final class SQLiteFile {
    /// What tells a backup from a data folder's own file.
    private static let manifest = """
        CREATE TABLE backup_manifest (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE backup_table (
            name TEXT NOT NULL PRIMARY KEY, row_count BIGINT NOT NULL, digest TEXT NOT NULL);
        """
    /// Tables that are of the file and not of the product.
    private static let ownTables = ["schema_migration", "backup_manifest", "backup_table"]

    private let connection: SQLiteConnection
    private let linesMax = StorageLimit.broughtSchemaLinesMax

    package init(_ location: SQLiteLocation) throws(DatabaseError) {
        connection = try SQLiteConnection(.file, location: location, options: SQLiteOptions())
    }

    /// A file that somebody brings. It is only read; until `trust` no statement takes long.
    package init(brought path: String) throws(DatabaseError) {
        connection = try SQLiteConnection(
            .brought, location: .file(path), options: SQLiteOptions())
        connection.bound(steps: StorageLimit.broughtSchemaStepsMax)
    }

    /// The schema was found to be ours: from here on statements may take as long as they need.
    package func trust() { connection.bound(steps: nil) }

    /// Makes the tables of a backup in an empty file.
    package func make(_ migrations: [Migration]) throws(DatabaseError) {
        try connection.claimFile()
        try connection.execute(Migrator.table)
        try connection.execute(Self.manifest)
        try migrate(migrations)
    }

    /// Applies what the file lacks; says whether there was anything.
    @discardableResult
    package func migrate(_ migrations: [Migration]) throws(DatabaseError) -> Bool {
        let applied = try Set(self.migrations().map(\.name))
        let missing = migrations.filter { !applied.contains($0.name) }
        for migration in missing {
            for text in SQLSplitter.statements(in: migration.sql) { try connection.execute(text) }
            try run(
                """
                INSERT INTO schema_migration (name, applied_at_ms, checksum)
                VALUES (\(migration.name), 0, \(migration.checksum))
                """)
        }
        return !missing.isEmpty
    }

    /// The names and checksums of the migrations that the file has.
    package func migrations() throws(DatabaseError) -> [(name: String, checksum: String)] {
        var found: [(name: String, checksum: String)] = []
        // Sorted here: of a file that somebody brings, the table is read and nothing else.
        for row in try run(
            "SELECT name, checksum FROM schema_migration NOT INDEXED LIMIT \(linesMax)")
        {
            found.append((try row.get("name"), try row.get("checksum")))
        }
        return found.sorted { $0.name < $1.name }
    }

    @discardableResult
    package func run(_ sql: SQL) throws(DatabaseError) -> [Row] {
        try connection.run(sql, access: .write)
    }

    /// Everything until `commit` is one transaction, for speed: a file that is not whole is thrown
    /// away.
    package func begin() throws(DatabaseError) { try connection.execute("BEGIN") }

    package func commit() throws(DatabaseError) { try connection.execute("COMMIT") }

    /// Whether the list of migrations is kept in the table that Foyer makes for it, so that it may
    /// be read before the rest of the schema is known: no view, and with no index of its own.
    package func hasMigrationTable() throws(DatabaseError) -> Bool {
        let empty = try SQLiteFile(.memory)
        try empty.connection.execute(Migrator.table)
        return try describe(table: "schema_migration") == empty.describe()
    }

    /// What is wrong with the file's pages, indexes and references; `nil` when nothing is.
    package func fault() throws(DatabaseError) -> String? {
        let found = try run("PRAGMA integrity_check(1)").first
        let text: String = try found?.get("integrity_check") ?? ""
        guard text == "ok" else { return "a page or an index of it is not sound" }
        guard let row = try run("PRAGMA foreign_key_check").first else { return nil }
        let table: String = try row.get("table")
        return "a row of \(table) refers to one that is not there"
    }

    /// Whether the file has exactly the schema, to the letter.
    package func hasSchema(_ schema: BackupSchema) throws(DatabaseError) -> Bool {
        try describe() == schema.description
    }

    /// The lines of the schema; with `table` only those about it, in whatever case they name it.
    func describe(table: String? = nil) throws(DatabaseError) -> [String] {
        var lines: [String] = []
        let rows = try run(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema LIMIT \(linesMax)")
        for row in rows {
            let (name, about): (String, String) = (try row.get("name"), try row.get("tbl_name"))
            guard table.map({ [name.lowercased(), about.lowercased()].contains($0) }) ?? true
            else { continue }
            lines.append("\(row.values)")
        }
        return lines.sorted()
    }

    /// The product's tables, each after those that it refers to.
    func tables() throws(DatabaseError) -> [BackupTable] {
        var waiting: [(table: BackupTable, parents: Set<String>)] = []
        let names = try run(
            """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
            ORDER BY name
            """)
        for row in names {
            let name: String = try row.get("name")
            guard !Self.ownTables.contains(name) else { continue }
            waiting.append((try table(name), try parents(of: name)))
        }
        var ordered: [BackupTable] = []
        while !waiting.isEmpty {
            let known = Set(ordered.map(\.name))
            let free = waiting.filter { $0.parents.isSubset(of: known) }
            guard !free.isEmpty else {
                throw DatabaseError(kind: .other, message: "tables refer to each other in a ring")
            }
            ordered += free.map(\.table)
            waiting.removeAll { $0.parents.isSubset(of: known) }
        }
        return ordered
    }

    private func table(_ name: String) throws(DatabaseError) -> BackupTable {
        var columns: [String] = []
        var key: [(position: Int, column: String)] = []
        for row in try run("SELECT name, pk FROM pragma_table_info(\(name)) ORDER BY cid") {
            let (column, position): (String, Int) = (try row.get("name"), try row.get("pk"))
            columns.append(column)
            if position > 0 { key.append((position, column)) }
        }
        guard !key.isEmpty else {
            throw DatabaseError(kind: .other, message: "the table \(name) has no primary key")
        }
        return BackupTable(
            name: name, columns: columns,
            key: key.sorted { $0.position < $1.position }.map(\.column))
    }

    /// The other tables that this one refers to.
    private func parents(of name: String) throws(DatabaseError) -> Set<String> {
        var parents: Set<String> = []
        for row in try run(
            "SELECT \"table\" AS parent FROM pragma_foreign_key_list(\(name))")
        {
            parents.insert(try row.get("parent"))
        }
        return parents.subtracting([name])
    }
}
