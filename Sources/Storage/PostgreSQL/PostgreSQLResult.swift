import CPostgres

/// The types that are not simply text.
private enum TypeID {
    static let bool: Oid = 16
    static let bytes: Oid = 17
    /// Integers, and what sums (`numeric`) and divisions make of them.
    static let numbers: [Oid] = [20, 21, 23, 700, 701, 1_700]
}

/// One answer of the server, freed with it.
final class PostgreSQLResult {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }

    var hasFailed: Bool {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: false
        default: true
        }
    }

    /// `COMMIT`, `ROLLBACK`, `INSERT 0 1`, …
    var commandTag: String { PQcmdStatus(handle).map { String(cString: $0) } ?? "" }

    /// Five letters; empty when the failure is libpq's own.
    var sqlState: String {
        // PG_DIAG_SQLSTATE, a macro of a character.
        PQresultErrorField(handle, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
    }

    var message: String {
        PQresultErrorField(handle, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
            ?? PQresultErrorMessage(handle).map { String(cString: $0) } ?? ""
    }

    /// All rows; `names` are those of an earlier run of the same statement, if there was one.
    func rows(names: inout [String]?) throws(DatabaseError) -> [Row] {
        let columnCount = PQnfields(handle)
        guard columnCount > 0 else { return [] }
        let columnNames =
            names
            ?? (0..<columnCount).map { PQfname(handle, $0).map { String(cString: $0) } ?? "" }
        names = columnNames
        var rows: [Row] = []
        rows.reserveCapacity(Int(PQntuples(handle)))
        for row in 0..<PQntuples(handle) {
            var values: [Value] = []
            values.reserveCapacity(Int(columnCount))
            for column in 0..<columnCount { values.append(try value(row: row, column: column)) }
            rows.append(Row(names: columnNames, values: values))
        }
        return rows
    }

    /// The first column of the first row, if it is an integer.
    var singleInteger: Int64? {
        guard PQntuples(handle) > 0, PQnfields(handle) > 0 else { return nil }
        return PQgetvalue(handle, 0, 0).flatMap { Int64(String(cString: $0)) }
    }

    private func value(row: Int32, column: Int32) throws(DatabaseError) -> Value {
        guard PQgetisnull(handle, row, column) == 0, let bytes = PQgetvalue(handle, row, column)
        else {
            return .null
        }
        let text = String(
            decoding: UnsafeRawBufferPointer(
                start: bytes, count: Int(PQgetlength(handle, row, column))), as: UTF8.self)
        switch PQftype(handle, column) {
        case TypeID.bool: return .int(text == "t" ? 1 : 0)
        case let type where TypeID.numbers.contains(type): return Self.number(text)
        case TypeID.bytes:
            throw DatabaseError(kind: .decoding, message: "column \(column + 1) holds bytes")
        default: return .text(text)
        }
    }

    /// An integer if the number is whole (`2`, `2.000`), else its text: as on SQLite.
    private static func number(_ text: String) -> Value {
        if let integer = Int64(text) { return .int(integer) }
        guard let point = text.firstIndex(of: "."),
            text[point...].dropFirst().allSatisfy({ $0 == "0" })
        else { return .text(text) }
        return Int64(text[..<point]).map(Value.int) ?? .text(text)
    }
}
