/// The files of `Sources/FoyerService/Commands`, and how the oracle of screens meets each:
/// every world counts what it did of them. A file without a row here fails a test.
package enum CommandFile: String, CaseIterable, Sendable {
    /// Agents answer and reject what rings on their desks.
    case answerOffer = "AnswerOffer.swift"
    /// Customers who wait, for one agent or for any, ask all.
    case askAllAgents = "AskAllAgents.swift"
    /// Customers ask, and ask again when their chat is over.
    case askForAgent = "AskForAgent.swift"
    /// The company gets another plan: screens show nothing of it.
    case changePlan = "ChangePlan.swift"
    /// Agents choose ready and break.
    case chooseStatus = "ChooseStatus.swift"
    /// Screens and desks open, are cut, and come back.
    case connect = "Connect.swift"
    /// Agents are made, get other rooms and another number of chats.
    case createAgent = "CreateAgent.swift"
    /// Rooms' drafts are edited: no screen of R-12 shows one, and none may change by it.
    case editDraft = "EditDraft.swift"
    /// Agents change their names and greetings.
    case editProfile = "EditProfile.swift"
    /// Rooms are made, deleted, and get other agents.
    case editRoom = "EditRoom.swift"
    /// Both sides end chats, customers cancel, agents put ended ones away.
    case endChat = "EndChat.swift"
    /// Every start joins the nodes.
    case joinNodes = "JoinNodes.swift"
    /// Administrators upload pictures, which rooms may show: no screen of R-12 does.
    case keepImage = "KeepImage.swift"
    /// Customers leave letters: no screen of R-12 shows one, and none may change by it.
    case leaveLetter = "LeaveLetter.swift"
    case logOff = "LogOff.swift"
    case logOn = "LogOn.swift"
    /// Agents get private links of rooms, and customers ask through them.
    case makePrivateLink = "MakePrivateLink.swift"
    /// Both sides mark what they have and what they read.
    case markEntries = "MarkEntries.swift"
    /// Up to 70 seconds pass: offers, graces and wait limits run out.
    case passTime = "PassTime.swift"
    /// Rooms' drafts become live.
    case publishDraft = "PublishDraft.swift"
    /// Rooms get other settings.
    case publishSettings = "PublishSettings.swift"
    /// The node that lost its lease holds another one.
    case renewLease = "RenewLease.swift"
    /// The server stops with all sockets, and starts.
    case restart = "Restart.swift"
    /// Both sides write.
    case sendMessage = "SendMessage.swift"
    /// An agent's password is set by a link, which ends the log-ons.
    case setPassword = "SetPassword.swift"
    /// Every world begins with it, before there is a screen.
    case setUp = "SetUp.swift"
    /// A node loses its lease, and with it all connections; its screens come back.
    case sweepNodes = "SweepNodes.swift"
}
