/// One table as a backup reads and writes it: page by page, by its key.
///
/// Its names come from our own migrations and never from a file that somebody brings.
package struct BackupTable: Sendable, Equatable {
    package let name: String
    package let columns: [String]
    /// The columns of the primary key, in its order.
    let key: [String]

    /// The rows after `last`, or the first ones: at most `backupPageRowsMax`, in the order that the
    /// engine gives the key.
    package func page(after last: Row?) -> SQL {
        let order = Self.list(key)
        guard let last else {
            return SQL(
                text: "SELECT \(Self.list(columns)) FROM \"\(name)\" ORDER BY \(order)"
                    + Self.limit,
                values: [])
        }
        let values = key.compactMap { column in
            columns.firstIndex(of: column).map { last.values[$0] }
        }
        let places = values.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        return SQL(
            text: "SELECT \(Self.list(columns)) FROM \"\(name)\" WHERE (\(order)) > (\(places))"
                + " ORDER BY \(order)" + Self.limit,
            values: values)
    }

    /// Puts rows in that `page` gave. They are not empty.
    package func insert(_ rows: [Row]) -> SQL {
        var text = "INSERT INTO \"\(name)\" (\(Self.list(columns))) VALUES "
        var values: [Value] = []
        values.reserveCapacity(rows.count * columns.count)
        for row in rows {
            let places = row.values.indices.map { "$\(values.count + $0 + 1)" }
            text += (values.isEmpty ? "(" : ", (") + places.joined(separator: ", ") + ")"
            values += row.values
        }
        return SQL(text: text, values: values)
    }

    package var deleteAll: SQL { SQL(text: "DELETE FROM \"\(name)\"", values: []) }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private static let limit = " LIMIT \(StorageLimit.backupPageRowsMax)"
}

extension SQL {
    /// Text made in this folder, of names out of our own migrations.
    fileprivate init(text: String, values: [Value]) {
        self.text = text
        self.values = values
    }
}

/// The schema that migrations make, as a backup needs it.
package struct BackupSchema: Sendable {
    /// All tables that hold what people did; each stands after those that it refers to.
    package let tables: [BackupTable]
    /// What SQLite itself says of the schema, to compare a file with.
    let description: [String]

    /// Runs the migrations in memory, and looks.
    package init(_ migrations: [Migration]) throws(DatabaseError) {
        let file = try SQLiteFile(.memory)
        try file.make(migrations)
        description = try file.describe()
        tables = try file.tables()
    }
}
