/// Whole numbers as texts from outside.
package enum DecimalText {
    /// The number that a text of decimal digits stands for, if it fits; `nil` for signs, spaces
    /// and leading zeros, so that a number has one text.
    package static func number(_ text: some StringProtocol) -> Int64? {
        guard isDigits(text), text.utf8.first != 0x30 || text.utf8.count == 1 else { return nil }
        return Int64(text)
    }

    /// One decimal digit or more, and nothing else.
    package static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
