import FoyerCore
import Storage

extension Service {
    /// Puts the rows of a checked backup into the place of all that the database holds, in one
    /// transaction: whoever looks sees all of the old or all of the new, also after a crash.
    ///
    /// Log-ons and one-time links that ended since the backup was made stay ended, unless the
    /// database holds no company yet: then nobody could have ended them here. Begins no graces:
    /// `restart` does. `alone` says that no other process can have the database open. Throws
    /// `BackupProblem`.
    package func restoreBackup(
        at path: String, migrations: [Migration], alone: Bool = true
    ) async throws {
        do {
            try await replaceRows(from: path, BackupSchema(migrations), alone: alone)
        } catch let error as DatabaseError where error.kind == .replacing {
            throw BackupProblem.anotherUsesDatabase
        } catch let error as DatabaseError where error.kind == .diskFull {
            throw BackupProblem.noSpace(
                bytesNeeded: Limit.backupFreeBytesMin, place: "the database")
        }
    }

    private func replaceRows(from path: String, _ schema: BackupSchema, alone: Bool) async throws {
        let mark = RestoreMark(id: identity.token())
        do {
            try await database.write { transaction in
                try transaction.liftTimeLimits()
                if !alone { try refuseOtherNodes(transaction) }
                let living = try LivingSecrets(transaction)
                try transaction.empty(schema.tables)
                let file = try SQLiteFile(brought: path)
                file.trust()
                for table in schema.tables {
                    try BackupFile.pages(of: table, { try file.run($0) }) { rows in
                        let rows = try rows.filter { try living.keeps($0, of: table.name) }
                        if !rows.isEmpty { try transaction.run(table.insert(rows)) }
                    }
                }
                try mark.write(in: transaction)
                // Jobs that share the commit must not take up what was.
                forgetRows()
                transaction.afterCommit { forgetAll() }
            }
        } catch let error as DatabaseError where error.kind == .unknownOutcome {
            switch await fate(of: mark) {
            case .restored: forgetAll()
            case .unchanged:
                throw DatabaseError(kind: .connection, message: "its connection was lost")
            case .unknown: throw BackupProblem.outcomeUnknown
            }
        }
    }

    private func forgetAll() {
        forgetRows()
        // Not before the commit: should it fail, whoever is gone still has to be told off.
        _ = lostScreens.takeAll()
    }

    /// Throws `BackupProblem` while another process uses the database: asked before anybody is
    /// disturbed. The restore asks again. `alone` as there.
    package func refuseOtherNodes(alone: Bool) async throws {
        do {
            try await database.read { transaction in
                try transaction.refuseOtherProcesses()
                if !alone { try refuseOtherNodes(transaction) }
            }
        } catch let error as DatabaseError where error.kind == .replacing {
            throw BackupProblem.anotherUsesDatabase
        }
    }

    /// Who holds a lease may be back at any moment with what it remembers. Without one a node has
    /// forgotten: it gives itself up by its own clock, which began before the lease did.
    private func refuseOtherNodes(_ transaction: any Transaction) throws {
        guard try liveNodes(transaction).allSatisfy({ $0 == ownNode.current }) else {
            throw BackupProblem.anotherUsesDatabase
        }
    }

    /// Everything that this process remembers of rows: they may be others by now.
    package func forgetRows() {
        settings.forget()
        distributions.forget()
        formNumbers.forget()
        messageRates.forget()
    }
}

/// The log-ons and links that are good in the database that is replaced.
private struct LivingSecrets {
    /// `nil`: this database has known nobody, and takes what the backup says.
    private var logOns: Set<String>?
    private var links: Set<String> = []

    init(_ transaction: any Transaction) throws {
        guard try transaction.first("SELECT id FROM company LIMIT 1") != nil else { return }
        logOns = Set(try transaction.run("SELECT id FROM log_on").map { try $0.get("id") })
        links = Set(
            try transaction.run("SELECT token_hash FROM one_time_link WHERE used_at_ms IS NULL")
                .map { try $0.get("token_hash") })
    }

    func keeps(_ row: Row, of table: String) throws -> Bool {
        guard let logOns else { return true }
        switch table {
        case "log_on": return logOns.contains(try row.get("id"))
        case "one_time_link":
            let usedAt: Instant? = try row.get("used_at_ms")
            return try usedAt != nil || links.contains(row.get("token_hash"))
        default: return true
        }
    }
}
