/// Whom customers are assigned to, and what they may do instead of waiting.
package struct AssignmentSettings: Equatable, Sendable {
    /// Who comes back is offered to the agent who served them last, before anybody else (DIST-4).
    package var sameAgent = false
    /// Whether the waiting screen offers to leave a letter; the form has a switch of its own
    /// (CF-3).
    package var allowLetter = true
    /// Whether it offers to be told when an agent is free (MAIL-2).
    package var allowAlert = true

    package init() {}
}
