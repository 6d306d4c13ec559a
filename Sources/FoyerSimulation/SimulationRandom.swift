/// The simulator's own chance: the same seed gives the same numbers in every process and version.
///
/// SplitMix64 (Steele, Lea, Flood 2014): one addition and three mixing steps a number.
struct SimulationRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count - 1`; 0 where there is nothing to draw from.
    mutating func below(_ count: Int) -> Int {
        count > 0 ? Int(truncatingIfNeeded: next() >> 1) % count : 0
    }

    mutating func percent(_ likely: Int) -> Bool { below(100) < likely }

    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}
