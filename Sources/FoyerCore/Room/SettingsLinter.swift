/// Names settings that cannot work, or not as one would think, before they are published (ROOM-6).
///
/// One rule, one look at the settings and at what they meet; nothing is refused because of it.
package struct SettingsLinter: Sendable {
    /// What the settings meet in their room.
    package struct Circumstances: Sendable {
        /// Agents who serve the room and can log on.
        package var agentCount: Int
        /// What the company's plan has.
        package var features: [Plan.Feature]

        package init(agentCount: Int, features: [Plan.Feature] = Plan.Feature.allCases) {
            self.agentCount = agentCount
            self.features = features
        }
    }

    package enum Rule: String, CaseIterable, Sendable {
        case nobodyServes, nothingToPress, chatWithoutWriting, letterWithoutAddress
        case hiddenAndMandatory, waitShorterThanRing, maxChatsUnused, colourCorrected
        case keyUnused, notConnected
        case conditionNeverMet, consentNeverShown
        case brandNeedsPlan
    }

    package static func findings(
        in settings: RoomSettings, _ circumstances: Circumstances
    ) -> [SettingsFinding] {
        Rule.allCases.flatMap { rule in
            rule.fields(in: settings, circumstances).map { SettingsFinding(rule: rule, field: $0) }
        }
    }
}

/// One thing that a room's administrator should know of its settings.
package struct SettingsFinding: Equatable, Sendable {
    package let rule: SettingsLinter.Rule
    /// The setting that it is about; empty when it is none of them.
    package let field: String
}

extension SettingsLinter.Rule {
    fileprivate func fields(
        in settings: RoomSettings, _ circumstances: SettingsLinter.Circumstances
    ) -> [String] {
        let (form, phones) = (settings.contactForm, settings.phones)
        switch self {
        case .nobodyServes: return circumstances.agentCount == 0 ? [""] : []
        case .nothingToPress:
            return form.chatButton || form.letterButton ? [] : ["contactForm.chatButton"]
        case .chatWithoutWriting:
            guard form.chatButton else { return [] }
            return [
                (phones.textButton.customer, "phones.textButton.customer"),
                (phones.textButton.agent, "phones.textButton.agent"),
            ].filter { !$0.0 }.map(\.1)
        case .letterWithoutAddress:
            let isReachable = !form.email.hidden || !form.phone.hidden
            return form.letterButton && !isReachable ? ["contactForm.letterButton"] : []
        case .hiddenAndMandatory:
            return [
                (form.name, "name"), (form.email, "email"), (form.phone, "phone"),
                (form.question, "question"),
            ].filter { $0.0.hidden && $0.0.mandatory }.map { "contactForm.\($0.1).mandatory" }
        case .waitShorterThanRing:
            let limit = settings.distribution.waitLimitSeconds
            // With the same agent first, nobody else may be asked at all.
            let first =
                settings.assignment.sameAgent ? settings.distribution.lastAgentRingSeconds : 0
            let isShort = limit < settings.distribution.desktopRingSeconds || limit <= first
            return limit > 0 && isShort ? ["distribution.waitLimitSeconds"] : []
        case .maxChatsUnused:
            let isUsual = phones.maxChats == PhoneSettings().maxChats
            return isUsual || phones.simultaneousChats ? [] : ["phones.maxChats"]
        case .brandNeedsPlan:
            let isShown = form.brand.isEmpty || circumstances.features.contains(.whiteLabel)
            return isShown ? [] : ["contactForm.brand"]
        case .colourCorrected:
            // Of a theme it is known.
            guard let colour = form.colour else { return [] }
            return RoomPalette(colour).isCorrected ? ["contactForm.colour"] : []
        case .keyUnused:
            let statistics = settings.statistics
            return !statistics.key.isEmpty && !statistics.details ? ["statistics.key"] : []
        case .notConnected:
            return RoomSettings().changes(to: settings).map(\.name).filter { name in
                RoomSettings.fields.contains { $0.name == name && $0.waitsFor != nil }
            }
        case .conditionNeverMet:
            return positions(in: form.customFields) { $0.hasHopelessCondition($1) }
                .map { "contactForm.customFields.\($0).showWhen" }
        case .consentNeverShown:
            return positions(in: form.customFields) { fields, field in
                field.kind == .consent && fields.isNeverSent(field)
            }.map { "contactForm.customFields.\($0)" }
        }
    }

    private func positions(
        in fields: [CustomField], where isFound: ([CustomField], CustomField) -> Bool
    ) -> [Int] {
        fields.indices.filter { isFound(fields, fields[$0]) }
    }

    /// What an administrator is told, in English; screens have it in their reader's language.
    package var sentence: String {
        switch self {
        case .nobodyServes: "No agent serves this room: nobody can answer."
        case .nothingToPress: "Chat and letter are both hidden: customers can do nothing here."
        case .chatWithoutWriting: "Chats can be asked for, but not everybody may write in them."
        case .letterWithoutAddress:
            "Letters can be left, but neither an e-mail address nor a phone number to answer them."
        case .hiddenAndMandatory:
            "A hidden field is never asked for: that it is mandatory is unused."
        case .waitShorterThanRing: "Waiting ends before the first ring does."
        case .maxChatsUnused: "Without simultaneous chats an agent has one: this number is unused."
        case .keyUnused: "The details are switched off: their key is unused."
        case .notConnected: "This is kept, but nothing obeys it yet."
        case .brandNeedsPlan:
            "The company's plan has no brand of one's own: \"powered by Foyer\" is shown instead."
        case .colourCorrected: "This colour is hard to read: a darker one of its kind is shown."
        case .conditionNeverMet:
            "This is shown only while a box that must be ticked is not: nobody can send it."
        case .consentNeverShown: "Nobody is ever asked for this consent."
        }
    }
}

extension [CustomField] {
    /// Whether the field hangs on a box that must be ticked before anything is sent, and on its not
    /// being ticked.
    fileprivate func hasHopelessCondition(_ field: CustomField) -> Bool {
        guard let condition = field.showWhen,
            let asked = first(where: { $0.key == condition.field })
        else { return false }
        return asked.kind.isTicked && asked.isNeeded && condition.value == CustomField.no
    }

    /// Whether no form with this field can be sent: by its own condition or one on the way to it.
    fileprivate func isNeverSent(_ field: CustomField) -> Bool {
        guard !hasHopelessCondition(field) else { return true }
        guard let condition = field.showWhen,
            let position = firstIndex(where: { $0.key == condition.field })
        else { return false }
        // A condition asks for an earlier field, so this ends.
        return Array(self[...position]).isNeverSent(self[position])
    }
}
