/// Chance that a seed repeats (SplitMix64).
package struct LedgerRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// Whether something happens that happens `percent` times of 100.
    package mutating func percent(_ percent: Int) -> Bool {
        Int(next() % 100) < percent
    }

    /// A generator of its own for part `number` of the same run.
    package func part(_ number: Int) -> LedgerRandom {
        var mixed = LedgerRandom(seed: state &+ UInt64(number) &* 0xd134_2543_de82_ef95)
        return LedgerRandom(seed: mixed.next())
    }

    /// 32 hexadecimal digits.
    package mutating func hexadecimal() -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = ""
        for _ in 0..<2 {
            var word = next()
            for _ in 0..<16 {
                text.unicodeScalars.append(digits[Int(word & 0xf)])
                word >>= 4
            }
        }
        return text
    }

    /// One to forty words, some of which JSON must escape or UTF-8 spell in several bytes.
    package mutating func words() -> String {
        let vocabulary = [
            "hello", "the", "parcel", "\"quoted\"", "back\\slash", "naïve", "日本", "👋🏽",
            "line\nbreak",
            "a", "ещё", "tab\there", "thanks",
        ]
        let count = Int(next() % 40) + 1
        return (0..<count).map { _ in vocabulary[Int(next() % UInt64(vocabulary.count))] }
            .joined(separator: " ")
    }
}
