/// Prepared statements by their text, bounded: the least recently used one leaves first.
struct StatementCache<Statement> {
    private struct Entry {
        let statement: Statement
        var lastUse: UInt64
    }

    private let countMax: Int
    private var entries: [String: Entry] = [:]
    private var uses: UInt64 = 0

    init(countMax: Int) { self.countMax = max(1, countMax) }

    var count: Int { entries.count }

    mutating func statement(for text: String) -> Statement? {
        uses &+= 1
        guard let position = entries.index(forKey: text) else { return nil }
        entries.values[position].lastUse = uses
        return entries.values[position].statement
    }

    /// Keeps `statement`; returns the one that had to leave, for the caller to end.
    mutating func insert(_ statement: Statement, for text: String) -> Statement? {
        var evicted: Statement?
        if entries.count >= countMax,
            // A scan of the bounded table, only when a text is new, is cheaper than a list kept in
            // order.
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            evicted = entries.removeValue(forKey: oldest.key)?.statement
        }
        entries[text] = Entry(statement: statement, lastUse: uses)
        return evicted
    }

    /// Empties the cache; the caller ends what it held.
    mutating func removeAll() -> [Statement] {
        defer { entries = [:] }
        return entries.values.map(\.statement)
    }
}
