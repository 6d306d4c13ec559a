/// What a waiting customer may do instead of waiting.
package struct AssignmentSettings: Equatable, Sendable {
    /// Whether the waiting screen offers to leave a letter; the form has a switch of its own
    /// (CF-3).
    package var allowLetter = true
    /// Whether it offers to be told when an agent is free (MAIL-2).
    package var allowAlert = true

    package init() {}
}
