extension RoomSettings {
    /// Every setting, in the order of the screens.
    package static let fields: [SettingField] =
        contactFormFields + assignmentFields + distributionFields + whatsAppFields + chargingFields
        + phoneFields + publicProfileFields + websiteFields + statisticsFields

    private static let contactFormFields: [SettingField] = [
        .line("contactForm.companyName", charactersMax: 80, \.contactForm.companyName),
        .line("contactForm.header", charactersMax: 120, \.contactForm.header),
        .line("contactForm.subHeader", charactersMax: 300, \.contactForm.subHeader),
        .flag("contactForm.name.hidden", \.contactForm.name.hidden),
        .flag("contactForm.name.mandatory", \.contactForm.name.mandatory),
        .flag("contactForm.email.hidden", \.contactForm.email.hidden),
        .flag("contactForm.email.mandatory", \.contactForm.email.mandatory),
        .flag("contactForm.phone.hidden", \.contactForm.phone.hidden),
        .flag("contactForm.phone.mandatory", \.contactForm.phone.mandatory),
        .flag("contactForm.question.hidden", \.contactForm.question.hidden),
        .flag("contactForm.question.mandatory", \.contactForm.question.mandatory),
        .customFields("contactForm.customFields", \.contactForm.customFields),
        .flag("contactForm.chatButton", \.contactForm.chatButton),
        .flag("contactForm.letterButton", \.contactForm.letterButton),
        .flag("contactForm.voiceButton", \.contactForm.voiceButton).waiting(for: "CALL-1"),
        .flag("contactForm.videoButton", \.contactForm.videoButton).waiting(for: "CALL-1"),
        .flag("contactForm.whatsAppButton", \.contactForm.whatsAppButton).waiting(for: "WA-1"),
        .choice("contactForm.theme", \.contactForm.theme),
        .colour("contactForm.colour", \.contactForm.colour),
        .choice("contactForm.language", \.contactForm.language),
        .flag("contactForm.googleSites", \.contactForm.googleSites),
        .image("contactForm.logo", \.contactForm.logo),
        .image("contactForm.background", \.contactForm.background),
        .line("contactForm.brand", charactersMax: 60, \.contactForm.brand),
    ]

    private static let assignmentFields: [SettingField] = [
        .flag("assignment.sameAgent", \.assignment.sameAgent),
        .flag("assignment.allowLetter", \.assignment.allowLetter),
        .flag("assignment.allowAlert", \.assignment.allowAlert).waiting(for: "MAIL-2"),
    ]

    private static let distributionFields: [SettingField] = [
        .number(
            "distribution.lastAgentRingSeconds", 1...600, \.distribution.lastAgentRingSeconds),
        .number("distribution.desktopRingSeconds", 1...600, \.distribution.desktopRingSeconds),
        .number("distribution.agentsAtOnce", 0...10_000, \.distribution.agentsAtOnce),
        .number("distribution.maxRounds", 1...100, \.distribution.maxRounds),
        .number("distribution.waitLimitSeconds", 0...86_400, \.distribution.waitLimitSeconds),
        .number("distribution.wrapUpSeconds", 0...3_600, \.distribution.wrapUpSeconds),
        .number("distribution.priorityMinutes", -1_440...1_440, \.distribution.priorityMinutes),
    ]

    private static let statisticsFields: [SettingField] = [
        .flag("statistics.details", \.statistics.details),
        .line("statistics.key", charactersMax: 64, \.statistics.key),
    ]

    /// Takes over one value by its name.
    package mutating func set(_ name: String, to value: SettingValue) throws(Refusal) {
        guard let field = RoomSettings.fields.first(where: { $0.name == name }) else {
            throw .fieldInvalid(field: name, rule: .unknown)
        }
        let value = field.trimmed(value)
        try field.check(value)
        field.write(&self, value)
    }

    /// Takes over a value that was published once: it stays what it was, also where today's rules
    /// would refuse it.
    package mutating func restore(_ field: SettingField, to value: SettingValue) {
        field.write(&self, value)
    }

    package func values() -> [(name: String, value: SettingValue)] {
        RoomSettings.fields.map { ($0.name, $0.read(self)) }
    }
}
