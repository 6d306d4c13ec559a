import CSQLite

/// One prepared statement, with what a run needs and need not ask for again.
final class SQLiteStatement {
    let handle: OpaquePointer
    let isReadOnly: Bool
    let parameterCount: Int
    /// Where `$1`, `$2`, … stand: SQLite takes them for names, in the order of their first mention.
    private let parameterPositions: [Int32]
    private(set) var columnNames: [String]

    init(_ handle: OpaquePointer) {
        self.handle = handle
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        parameterPositions = Self.parameterPositions(of: handle)
        parameterCount = parameterPositions.count
        columnNames = Self.columnNames(of: handle)
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds `values`, whose texts live in `arena` until `reset`.
    func bind(_ values: [Value], arena: ParameterArena) throws(DatabaseError) {
        guard values.count == parameterCount else {
            let message = "the text has \(parameterCount) parameters, not \(values.count)"
            throw DatabaseError(kind: .syntax, message: message)
        }
        guard !values.isEmpty else { return }
        try arena.makeRoom(for: values)
        for (value, position) in zip(values, parameterPositions) {
            switch value {
            case .null: sqlite3_bind_null(handle, position)
            case .int(let integer): sqlite3_bind_int64(handle, position, integer)
            case .text(let text):
                let stored = try arena.append(text)
                // No destructor: the bytes are the arena's, and outlive the run.
                sqlite3_bind_text(handle, position, stored.baseAddress, Int32(stored.count), nil)
            }
        }
    }

    func reset() {
        sqlite3_reset(handle)
        if parameterCount > 0 { sqlite3_clear_bindings(handle) }
    }

    /// Reads the names again if SQLite prepared the statement anew because the schema had changed.
    func refreshColumnNames() {
        guard sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 1) > 0 else { return }
        columnNames = Self.columnNames(of: handle)
    }

    /// The current row. Fractions come as text, since money and times are integers.
    func row() throws(DatabaseError) -> Row {
        var values: [Value] = []
        values.reserveCapacity(columnNames.count)
        for column in 0..<Int32(columnNames.count) {
            switch sqlite3_column_type(handle, column) {
            case SQLITE_INTEGER: values.append(.int(sqlite3_column_int64(handle, column)))
            case SQLITE_TEXT: values.append(.text(text(in: column)))
            case SQLITE_FLOAT: values.append(fraction(in: column))
            case SQLITE_NULL: values.append(.null)
            default:
                throw DatabaseError(
                    kind: .decoding, message: "column \(columnNames[Int(column)]) holds a blob")
            }
        }
        return Row(names: columnNames, values: values)
    }

    private func text(in column: Int32) -> String {
        let bytes = UnsafeBufferPointer(
            start: sqlite3_column_text(handle, column),
            count: Int(sqlite3_column_bytes(handle, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    private func fraction(in column: Int32) -> Value {
        let double = sqlite3_column_double(handle, column)
        return Int64(exactly: double).map(Value.int) ?? .text(String(double))
    }

    private static func columnNames(of handle: OpaquePointer) -> [String] {
        (0..<sqlite3_column_count(handle)).map { column in
            sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
        }
    }

    private static func parameterPositions(of handle: OpaquePointer) -> [Int32] {
        let count = sqlite3_bind_parameter_count(handle)
        guard count > 0 else { return [] }
        // Fewer numbers than parameters, or a name without a number, leaves a 0: `bind` will
        // refuse.
        var positions = [Int32](repeating: 0, count: Int(count))
        for position in 1...count {
            guard let name = sqlite3_bind_parameter_name(handle, position),
                let number = Int(String(cString: name).dropFirst()),
                positions.indices.contains(number - 1)
            else { continue }
            positions[number - 1] = position
        }
        return positions
    }
}
