/// Every limit of the domain, with its unit. Those of the wire stand in `WireLimit`.
package enum Limit {
    package static let nameCharactersMax = 200
    package static let emailCharactersMax = 254
    package static let phoneCharactersMax = 40
    package static let customFieldsMax = 20
    package static let customLabelCharactersMax = 120
    package static let customChoicesMin = 2
    package static let customChoicesMax = 50
    package static let customChoiceCharactersMax = 80
    /// All texts of a room's own fields together: each customer loads them, nodes keep them.
    package static let customFieldsBytesMax = 32 * 1024
    /// One answer on one line, and on several.
    package static let customTextCharactersMax = 200
    package static let customLinesCharactersMax = 1_000
    package static let questionCharactersMax = 4_000
    package static let pageCharactersMax = 2_000
    package static let languageCharactersMax = 35
    package static let greetingCharactersMax = 1_000
    package static let messageBodyBytesMax = 16 * 1024
    package static let typingCharactersMax = 1_000
    package static let passwordCharactersMin = 10
    package static let passwordCharactersMax = 200
    package static let roomsPerCompanyMax = 10_000
    /// Agents of a room, or rooms of an agent, that one request names; more of them are edited from
    /// the other side.
    package static let agentsPerEditMax = 5_000
    package static let roomsPerEditMax = 5_000
    /// Chats on a desk: the served ones, and the last of those that ended and were not closed.
    package static let deskChatsMax = 50
    package static let transcriptPageEntriesMax = 200
    package static let transcriptPageBytesMax = 128 * 1024
    /// With less room than this the server says that its disk is full: the next long text would
    /// not fit.
    package static let diskFreeBytesMin: Int64 = 1024 * 1024
    /// A backup or restore leaves this much for the messages that come meanwhile.
    package static let backupFreeBytesMin: Int64 = 16 * 1024 * 1024
    /// A backup that is restored.
    package static let restoreFileBytesMax: Int64 = 256 << 30
    /// How often a database that did not answer a restore's commit is asked what became of it, a
    /// second apart.
    package static let restoreFateAttemptsMax = 30
    package static let listRowsMax = 500
    package static let roomPageRoomsMax = 200
    package static let letterPageLettersMax = 200
    package static let letterPageBytesMax = 128 * 1024
    /// More than a browser keeps as read, and as its screen counts beyond them.
    package static let lettersCountedMax = 600
    /// Past chats that a browser may look at (CF-8).
    package static let pastChatsMax = 50
    package static let cardQuestionCharactersMax = 300
    package static let deskCardsBytesMax = 96 * 1024
    package static let maxChatsMax = 20
    package static let imageBytesMax = 512 * 1024
    package static let imageSidePixelsMax = 4_096
    /// A browser needs four bytes for each, however small the file is.
    package static let imagePixelsMax = 4_000_000
    /// All pictures of a company together.
    package static let companyImageBytesMax = 64 * 1024 * 1024
    /// How long a picture that no settings name is kept when others need its place.
    package static let unnamedImageHours = 24
    package static let missedRingsMax = 3
    /// Chats that ring at one agent at the same time, the oldest of all that wait. Nobody chooses
    /// among more; without it every ready agent would be offered all of a long queue, and each
    /// offer is a row, a reason and a frame.
    package static let ringsPerAgentMax = 100
    /// Agents logged on nowhere whom an explanation names; of more it tells how many.
    package static let explainedAwayAgentsMax = 100
    /// How far ahead settings can be scheduled.
    package static let scheduleDaysMax = 366
    package static let versionsPageMax = 20
    package static let setUpLinkHoursMax = 72
    package static let passwordLinkHoursMax = 72
    package static let logOnDaysMax = 14
    package static let puzzleMinutesMax = 30
    /// Nobody fills a form in faster; robots do.
    package static let plainFormSecondsMin = 3
    package static let plainFormHoursMax = 6
    /// How long a node's connections outlive its last sign of life. It renews each second.
    package static let nodeLeaseMilliseconds: Int64 = 3_000
    /// Chats of a lapsed node whose graces begin in one transaction: others wait no longer.
    package static let sweptChatsPerTransactionMax = 100
}
