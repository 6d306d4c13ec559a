/// A value as both engines store it.
package enum Value: Sendable, Equatable {
    case null
    case int(Int64)
    case text(String)
}

/// A type that stands in one column.
package protocol SQLValue: Sendable {
    var sqlValue: Value { get }
    /// `nil` when the stored value is of another type.
    init?(sqlValue: Value)
}

/// One statement with bound values: `"SELECT name FROM agent WHERE id = \(id)"` binds `$1`.
///
/// The text serves both engines; the rules that keep it portable stand in docs/storage.md.
package struct SQL: Sendable, Equatable, ExpressibleByStringInterpolation {
    package let text: String
    package let values: [Value]

    package init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    package init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    private init(text: String, values: [Value]) {
        self.text = text
        self.values = values
    }

    /// The same statement, with the same values, where `part` of its text reads otherwise.
    package func replacing(_ part: Fragment, with other: Fragment) -> SQL {
        SQL(text: text.replacing(part.text, with: other.text), values: values)
    }

    /// A piece of SQL text. Made from a literal only, so that no outside value can become SQL.
    package struct Fragment: Sendable, ExpressibleByStringLiteral {
        let text: String

        package init(stringLiteral text: StaticString) { self.text = text.description }
    }

    package struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var values: [Value] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// A piece of SQL text written in the source, such as a list of columns.
        package mutating func appendInterpolation(_ fragment: Fragment) { text += fragment.text }

        package mutating func appendInterpolation(_ value: some SQLValue) {
            values.append(value.sqlValue)
            text += "$\(values.count)"
        }

        /// The same for an optional: without it the compiler warns of a debug description.
        package mutating func appendInterpolation(_ value: (some SQLValue)?) {
            values.append(value.sqlValue)
            text += "$\(values.count)"
        }

        /// `IN \(list: ids)` becomes `IN ($1, $2)`; an empty list becomes `(NULL)`, which matches
        /// nothing.
        ///
        /// The last value is repeated up to a power of two, or to a whole number of thousands, so
        /// that lists of all lengths make few texts: a text that is known already is not prepared
        /// again.
        package mutating func appendInterpolation(list: [some SQLValue]) {
            guard let last = list.last else { return text += "(NULL)" }
            var tuple = list.map(\.sqlValue)
            func isRound(_ count: Int) -> Bool {
                count > 1_024 ? count % 1_024 == 0 : count & (count - 1) == 0
            }
            while !isRound(tuple.count) { tuple.append(last.sqlValue) }
            appendTuple(tuple)
        }

        /// `VALUES \(rows: rows)` becomes `VALUES ($1, $2), ($3, $4)`. The rows are not empty.
        package mutating func appendInterpolation(rows: [[any SQLValue]]) {
            for (position, row) in rows.enumerated() {
                if position > 0 { text += ", " }
                appendTuple(row.map(\.sqlValue))
            }
        }

        private mutating func appendTuple(_ tuple: [Value]) {
            text += "("
            for (position, value) in tuple.enumerated() {
                values.append(value)
                text += position == 0 ? "$\(values.count)" : ", $\(values.count)"
            }
            text += ")"
        }
    }
}

/// One row of an answer.
package struct Row: Sendable {
    let names: [String]
    package let values: [Value]

    package init(names: [String], values: [Value]) {
        self.names = names
        self.values = values
    }

    /// All columns but one in one text, to tell whether any of them changed.
    package func fingerprint(without name: String? = nil) -> String {
        zip(names, values).filter { $0.0 != name }.map { "\($0.1)" }.joined(separator: "\u{1f}")
    }

    /// The column `name` as the type the caller wants; throws `.decoding` if it is absent or
    /// another.
    package func get<Column: SQLValue>(_ name: String) throws(DatabaseError) -> Column {
        guard let position = names.firstIndex(of: name) else {
            throw DatabaseError(kind: .decoding, message: "no column \(name)")
        }
        guard let column = Column(sqlValue: values[position]) else {
            throw DatabaseError(kind: .decoding, message: "column \(name) is not a \(Column.self)")
        }
        return column
    }
}

extension String: SQLValue {
    package var sqlValue: Value { .text(self) }
    package init?(sqlValue: Value) {
        guard case .text(let text) = sqlValue else { return nil }
        self = text
    }
}

extension Int64: SQLValue {
    package var sqlValue: Value { .int(self) }
    package init?(sqlValue: Value) {
        guard case .int(let integer) = sqlValue else { return nil }
        self = integer
    }
}

extension Int: SQLValue {
    package var sqlValue: Value { .int(Int64(self)) }
    package init?(sqlValue: Value) {
        guard case .int(let integer) = sqlValue else { return nil }
        self = Int(integer)
    }
}

/// Stored as 0 or 1 in a `BIGINT` column, since SQLite has no other.
extension Bool: SQLValue {
    package var sqlValue: Value { .int(self ? 1 : 0) }
    package init?(sqlValue: Value) {
        guard case .int(let integer) = sqlValue else { return nil }
        self = integer != 0
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    package var sqlValue: Value { self?.sqlValue ?? .null }
    package init?(sqlValue: Value) {
        if case .null = sqlValue {
            self = .none
        } else if let wrapped = Wrapped(sqlValue: sqlValue) {
            self = .some(wrapped)
        } else {
            return nil
        }
    }
}
