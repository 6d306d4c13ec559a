import FoyerCore
import Storage

/// Fills the file of a backup, table by table.
final class BackupWriter: @unchecked Sendable {  // one job after another uses it
    /// Who is connected to which process: no more true when a backup is restored.
    private static let liveTables = ["connection", "node"]
    let schema: BackupSchema
    private let file: SQLiteFile
    private let path: String
    private var lines: [BackupSummary.Line] = []

    /// `path` is an empty file, or none.
    init(path: String, migrations: [Migration]) throws {
        self.path = path
        schema = try BackupSchema(migrations)
        file = try SQLiteFile(.file(path))
        try file.make(migrations)
        try file.begin()
    }

    /// Copies what `transaction` sees of the table.
    func copy(_ table: BackupTable, from transaction: any Transaction) throws {
        var digest = RowDigest()
        defer {
            lines.append(.init(table: table.name, rowCount: digest.count, digest: digest.text))
        }
        guard !Self.liveTables.contains(table.name) else { return }
        try BackupFile.pages(of: table, { try transaction.run($0) }) { rows in
            try refuseFullDisk()
            for row in rows { digest.add(row) }
            try file.run(table.insert(rows))
        }
    }

    /// Says in the file itself what it holds.
    func finish(at now: Instant) throws -> BackupSummary {
        let summary = BackupSummary(madeAt: now, tables: lines)
        let facts = [
            ("format", BackupFile.format), ("madeAt", "\(now.milliseconds)"),
            ("seal", summary.seal),
        ]
        for (name, value) in facts {
            try file.run("INSERT INTO backup_manifest (name, value) VALUES (\(name), \(value))")
        }
        for line in lines {
            try file.run(
                """
                INSERT INTO backup_table (name, row_count, digest)
                VALUES (\(line.table), \(line.rowCount), \(line.digest))
                """)
        }
        try file.commit()
        try BackupSeal.close(path)
        return summary
    }

    /// A backup never takes the room that the next messages need.
    private func refuseFullDisk() throws {
        guard let free = Disk.freeBytes(at: path), free < Limit.backupFreeBytesMin else { return }
        throw BackupProblem.noSpace(bytesNeeded: Limit.backupFreeBytesMin, place: path)
    }
}
