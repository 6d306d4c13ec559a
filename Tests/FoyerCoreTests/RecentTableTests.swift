import FoyerCore
import Testing

@Suite("what is kept of whoever came lately")
struct RecentTableTests {
    /// The table, or a planted one: emptied when it is full, as a simple one would be.
    private struct Kept {
        var table = RecentTable<Int, Int>(countMax: 20)
        var planted: [Int: Int]?

        mutating func come(_ key: Int) -> Int {
            guard planted != nil else {
                return table.update(key, default: 0) { count in
                    count += 1
                    return count
                }
            }
            if planted?.count == 20 { planted = [:] }
            planted?[key, default: 0] += 1
            return planted?[key] ?? 0
        }
    }

    /// Whether one who comes with every ninth stranger was ever forgotten.
    private func isForgotten(_ kept: inout Kept) -> Bool {
        var visits = 0
        for stranger in 1...1_000 {
            _ = kept.come(stranger)
            guard stranger % 9 == 0 else { continue }
            visits += 1
            if kept.come(0) != visits { return true }
        }
        return false
    }

    @Test("who comes again and again is not forgotten for a crowd; a table that empties is caught")
    func crowd() {
        var kept = Kept()
        #expect(!isForgotten(&kept))
        var planted = Kept(planted: [:])
        #expect(isForgotten(&planted))
    }

    @Test("it never holds more than it may, and at least the latest half")
    func bounded() {
        var table = RecentTable<Int, Int>(countMax: 20)
        for key in 0..<1_000 {
            table.update(key, default: key) { _ in }
            #expect(table.count <= 20)
            for late in max(0, key - 9)...key {
                var copy = table
                #expect(copy.update(late, default: -1) { $0 } == late)
            }
        }
        table.removeAll()
        #expect(table.count == 0)
    }

    @Test("the smallest table keeps one of each half")
    func smallest() {
        var table = RecentTable<Int, Int>(countMax: 1)
        for key in [1, 2, 3] { table.update(key, default: key) { $0 += 10 } }
        #expect(table.count == 2)
        #expect(table.update(3, default: 0) { $0 } == 13)
        #expect(table.update(1, default: 0) { $0 } == 0)
    }
}
