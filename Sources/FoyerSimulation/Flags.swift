/// A set of numbers below 64, such as agents: cheap enough to be looked at after every event.
struct Flags: Equatable {
    private(set) var bits: UInt64 = 0

    init() {}

    init(only number: Int) { insert(number) }

    private init(bits: UInt64) { self.bits = bits }

    var count: Int { bits.nonzeroBitCount }
    var isEmpty: Bool { bits == 0 }
    /// The smallest number in it.
    var first: Int? { bits == 0 ? nil : bits.trailingZeroBitCount }

    func contains(_ number: Int) -> Bool { bits >> UInt64(number) & 1 == 1 }
    mutating func insert(_ number: Int) { bits |= 1 << UInt64(number) }
    mutating func remove(_ number: Int) { bits &= ~(1 << UInt64(number)) }
    func without(_ other: Flags) -> Flags { Flags(bits: bits & ~other.bits) }
    func within(_ other: Flags) -> Flags { Flags(bits: bits & other.bits) }
}
