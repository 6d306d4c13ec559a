// Arrays in a fixed order stand for sets here: their order is the same in every process.

extension Array {
    /// The first index from which on `isBefore` is false. Elements are in the order it implies.
    func lowerBound(_ isBefore: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Array where Element: Comparable {
    /// Whether a sorted array holds `element`.
    func holds(_ element: Element) -> Bool {
        guard !isEmpty else { return false }
        let index = lowerBound { $0 < element }
        return index < endIndex && self[index] == element
    }

    /// Adds `element` to a sorted array, unless it is there.
    mutating func add(_ element: Element) {
        let index = lowerBound { $0 < element }
        guard index == endIndex || self[index] != element else { return }
        insert(element, at: index)
    }

    /// Adds sorted elements to a sorted array in one pass.
    mutating func add(sorted others: [Element]) {
        guard let last, let first = others.first else {
            if isEmpty { self = others }
            return
        }
        if last < first { append(contentsOf: others) } else { self = (self + others).sortedOnce() }
    }

    /// Whether `element` was there.
    mutating func takeOut(_ element: Element) -> Bool {
        let index = lowerBound { $0 < element }
        guard index < endIndex, self[index] == element else { return false }
        remove(at: index)
        return true
    }

    /// The elements in order, each once.
    func sortedOnce() -> [Element] {
        guard count > 1 else { return self }
        var result: [Element] = []
        for element in sorted() where result.last != element { result.append(element) }
        return result
    }
}
