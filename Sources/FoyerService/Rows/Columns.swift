import FoyerCore
import Storage

extension ID: SQLValue {
    package var sqlValue: Value { .text(rawValue) }
    package init?(sqlValue: Value) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

extension Instant: SQLValue {
    package var sqlValue: Value { .int(milliseconds) }
    package init?(sqlValue: Value) {
        guard case .int(let milliseconds) = sqlValue else { return nil }
        self.init(milliseconds: milliseconds)
    }
}

extension Row {
    /// A column that holds a closed set of words.
    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(DatabaseError) -> Choice {
        let word: String = try get(name)
        guard let choice = Choice(rawValue: word) else {
            throw DatabaseError(kind: .decoding, message: "column \(name) holds an unknown word")
        }
        return choice
    }
}

extension Transaction {
    var now: Instant { Instant(milliseconds: nowMilliseconds) }

    func first(_ sql: SQL) throws(DatabaseError) -> Row? { try run(sql).first }
}
