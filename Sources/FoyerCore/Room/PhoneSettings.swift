/// The in-chat screens of both sides (PH-1, PH-2).
package struct PhoneSettings: Equatable, Sendable {
    /// The room's word for the agent on the customer's screen (CHAT-2).
    package var agentRole = "Agent"
    /// Who may write (PH-1).
    package var textButton = SideSettings()
    package var voiceButton = SideSettings()
    package var videoButton = SideSettings()
    package var screenSharing = SideSettings()
    package var fullScreenVideo = SideSettings(customer: false, agent: false)
    // The agent's alone.
    package var videoRecording = false
    package var remoteControl = true
    package var conference = false
    package var startTimer = true
    package var stopTimer = true
    /// Turns the typing preview off, both ways (PH-2).
    package var hidePreview = false
    package var simultaneousChats = false
    /// Chats that one agent may serve at once where simultaneous chats are on.
    package var maxChats = 3
    /// How long a lost connection may last before it counts as a hang-up (CHAT-6, CHAT-8).
    package var lostConnectionSeconds = 60

    package init() {}
}

/// A button of the phones, one switch a side (PH-1).
package struct SideSettings: Equatable, Sendable {
    package var customer = true
    package var agent = true

    package init(customer: Bool = true, agent: Bool = true) {
        self.customer = customer
        self.agent = agent
    }
}
