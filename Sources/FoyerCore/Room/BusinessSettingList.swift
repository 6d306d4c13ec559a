// What waits for WhatsApp, charges, mail and the website.

extension RoomSettings {
    static let whatsAppFields: [SettingField] = [
        .flag("whatsApp.onlineAgents", \.whatsApp.onlineAgents).waiting(for: "WA-3"),
        .flag("whatsApp.offlineAgents", \.whatsApp.offlineAgents).waiting(for: "WA-3"),
    ]

    static let chargingFields: [SettingField] = waiting(
        for: "CHG-1",
        [
            .choice("charging.method", \.charging.method),
            .flag("charging.agentsOwnScheme", \.charging.agentsOwnScheme),
            .choice("charging.currency", \.charging.currency),
            .number("charging.firstMinutes", 0...1_440, \.charging.firstMinutes),
            .number("charging.firstFee", 0...100_000_000, \.charging.firstFee),
            .number("charging.everyMinutes", 1...1_440, \.charging.everyMinutes),
            .number("charging.everyFee", 0...100_000_000, \.charging.everyFee),
            .number("charging.cap", 0...100_000_000, \.charging.cap),
        ])

    static let publicProfileFields: [SettingField] = waiting(
        for: "MAIL-3",
        [
            .line("publicProfile.companyName", charactersMax: 80, \.publicProfile.companyName),
            .email("publicProfile.contactEmail", \.publicProfile.contactEmail),
        ])

    static let websiteFields: [SettingField] = iconFields + whisperFields

    private static let iconFields: [SettingField] = waiting(
        for: "WEB-1",
        [
            .choice("website.position", \.website.position),
            .choice("website.icon", \.website.icon),
            .choice("website.iconSize", \.website.iconSize),
            .colour("website.iconColour", \.website.iconColour),
            .number("website.hideBelowWidth", 0...10_000, \.website.hideBelowWidth),
            .choice("website.openOn", \.website.openOn),
        ])

    private static let whisperFields: [SettingField] = waiting(
        for: "WEB-2",
        [
            .line("website.whisperText", charactersMax: 120, \.website.whisperText),
            .number("website.whisperAfterSeconds", 1...3_600, \.website.whisperAfterSeconds),
            .colour("website.whisperColour", \.website.whisperColour),
            .colour("website.whisperTextColour", \.website.whisperTextColour),
        ])

    private static func waiting(for rule: String, _ fields: [SettingField]) -> [SettingField] {
        fields.map { $0.waiting(for: rule) }
    }
}
