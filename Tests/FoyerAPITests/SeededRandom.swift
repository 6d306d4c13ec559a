/// A repeatable random source (SplitMix64) for tests that print their seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A new seed each run, printed so that a failure can be repeated with `init(seed:)`.
    static func announced(_ test: String) -> SeededRandom {
        let seed = UInt64.random(in: 0 ... .max)
        print("\(test): seed \(seed)")
        return SeededRandom(seed: seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// Changes up to four places: a byte replaced, dropped, doubled, or a piece repeated.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !bytes.isEmpty else { return [UInt8.random(in: 0 ... .max, using: &self)] }
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[index] = UInt8.random(in: 0 ... .max, using: &self)
            case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(UInt8.random(in: 0 ... .max, using: &self), at: index)
            case 4: bytes.removeSubrange(index...)
            default: bytes.insert(contentsOf: bytes[index...].prefix(16), at: index)
            }
        }
        return bytes
    }

    /// Cuts bytes into pieces of random lengths, empty ones among them.
    mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 0...min(rest.count, 24), using: &self)
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
