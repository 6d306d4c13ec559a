import FoyerCore

// Everything in a simulated world has a number; its id is that number as a short text.

extension ID {
    /// The number within an id such as `a07`: a letter and two digits.
    var number: Int {
        var bytes = rawValue.utf8.makeIterator()
        guard bytes.next() != nil, let tens = bytes.next(), let ones = bytes.next() else {
            return 0
        }
        return Int(tens) &* 10 &+ Int(ones) &- 528
    }
}

enum Name {
    /// Numbers from here on are drawn for nobody: events that name them must be refused.
    static let nobody = 90

    static let agents: [ID<Agent>] = ids("a")
    static let rooms: [ID<Room>] = ids("r")
    static let chats: [ID<Chat>] = ids("c")

    private static func ids<Subject>(_ letter: String) -> [ID<Subject>] {
        (0..<100).map { ID(known: "\(letter)\($0 / 10)\($0 % 10)") }
    }
}
