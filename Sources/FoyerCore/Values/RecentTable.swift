/// Values of whoever came lately, at most so many: who comes most rarely is forgotten first, and a
/// crowd of strangers cannot make it forget those who are there.
///
/// Two halves: who comes is in the young one. When that is full it becomes the old one, whose
/// values are then forgotten; who comes meanwhile is taken out of it again.
package struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let halfMax: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// At least the latest `countMax / 2` are kept, and never more than `countMax`, but two.
    package init(countMax: Int) { halfMax = max(1, countMax / 2) }

    package var count: Int { young.count + old.count }

    /// Changes the key's value, or that of a new one.
    package mutating func update<Output>(
        _ key: Key, default new: @autoclosure () -> Value, _ body: (inout Value) -> Output
    ) -> Output {
        if young[key] == nil {
            let known = old.removeValue(forKey: key)
            if young.count >= halfMax {
                old = young
                young = [:]
            }
            young[key] = known ?? new()
        }
        return body(&young[key, default: new()])
    }

    package mutating func removeAll() { (young, old) = ([:], [:]) }
}
