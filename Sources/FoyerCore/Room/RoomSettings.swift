/// All that a room is told to do: one typed value, every field with a default (ROOM-1).
///
/// The groups stand in the order of the screens. The server obeys all of it but what waits for a
/// part of Foyer that is not there yet (`SettingField.waitsFor`), which screens say.
package struct RoomSettings: Equatable, Sendable {
    package var contactForm = ContactFormSettings()
    package var assignment = AssignmentSettings()
    package var distribution = DistributionSettings()
    package var whatsApp = WhatsAppSettings()
    package var charging = ChargingSettings()
    package var phones = PhoneSettings()
    package var publicProfile = PublicProfileSettings()
    package var website = WebsiteSettings()
    package var statistics = StatisticsSettings()

    package init() {}
}

/// The customer's first page (CF-1 to CF-4, CF-11).
package struct ContactFormSettings: Equatable, Sendable {
    /// What customers call the company; empty: the company's name.
    package var companyName = ""
    /// The form's headline and the line below it; empty: the usual words in the customer's
    /// language.
    package var header = ""
    package var subHeader = ""
    package var name = FieldSettings()
    package var email = FieldSettings()
    package var phone = FieldSettings()
    package var question = FieldSettings()
    /// The room's own fields, below the others.
    package var customFields: [CustomField] = []
    package var chatButton = true
    package var letterButton = true
    package var voiceButton = false
    package var videoButton = false
    package var whatsAppButton = false
    package var theme = RoomTheme.harbour
    /// An own colour instead of the theme's.
    package var colour: Colour?
    package var language = FormLanguage.browser
    /// Inside another site's frame, chats open in a window of their own (CF-9).
    package var googleSites = false
    /// In the bar instead of the company's initial.
    package var logo: RoomImage?
    /// Behind the form.
    package var background: RoomImage?
    /// Stands in the form's foot instead of "powered by Foyer", where the plan has `whiteLabel`.
    package var brand = ""

    package init() {}

    /// The settings that are pictures, by their names.
    package var images: [(field: String, image: RoomImage)] {
        [("contactForm.logo", logo), ("contactForm.background", background)].compactMap {
            field, image in image.map { (field, $0) }
        }
    }

    /// What the room's colour becomes on screens; `nil`: the house's own colours.
    package var palette: RoomPalette? {
        if let colour { return RoomPalette(colour) }
        return theme == .harbour ? nil : RoomPalette(theme.colour)
    }
}

/// The language of a room's customers (CF-11): their browser's, or one for all.
package enum FormLanguage: String, CaseIterable, Sendable {
    case browser
    case english = "en"
    case traditionalChinese = "zh-Hant"
    case arabic = "ar"

    /// The one language of the room's screens, as a BCP 47 tag; `nil`: the browser's.
    package var forced: String? { self == .browser ? nil : rawValue }
}

/// One field of the contact form. Hidden wins over mandatory (CF-2).
package struct FieldSettings: Equatable, Sendable {
    package var hidden = false
    package var mandatory = false

    package init(hidden: Bool = false, mandatory: Bool = false) {
        self.hidden = hidden
        self.mandatory = mandatory
    }
}

/// How chats find an agent (DIST-1 to DIST-8).
package struct DistributionSettings: Equatable, Sendable {
    /// How long a chat rings at the agent who served its customer last, and is kept waiting for
    /// that agent where it is busy (DIST-4).
    package var lastAgentRingSeconds = 30
    /// How long a batch of the desktop stage rings.
    package var desktopRingSeconds = 30
    /// How many candidates of a stage ring at the same time; 0 means all.
    package var agentsAtOnce = 0
    /// Passes through all stages before the customer is told that nobody is free.
    package var maxRounds = 1
    /// How long a chat may wait before it ends as unanswered; 0 means for ever.
    package var waitLimitSeconds = 0
    /// How long after a chat its agent is ready by itself; 0: when the agent says so (ST-2).
    package var wrapUpSeconds = 0
    /// Added to the minutes waited when chats of several rooms compete.
    package var priorityMinutes = 0

    package init() {}
}

/// What strangers may read of a room's agents (STAT-1).
package struct StatisticsSettings: Equatable, Sendable {
    /// The details URL names agents; it can be switched off.
    package var details = true
    /// What the details URL asks for, as `?key=`; empty: nothing.
    package var key = ""

    package init() {}
}
