import FoyerCore
import Testing

@Suite("The linter of a room's settings") struct SettingsLinterTests {
    struct Case: Sendable, CustomStringConvertible {
        let rule: SettingsLinter.Rule
        let field: String
        let agents: Int
        let change: @Sendable (inout RoomSettings) -> Void

        init(
            _ rule: SettingsLinter.Rule, _ field: String, agents: Int = 1,
            _ change: @escaping @Sendable (inout RoomSettings) -> Void = { _ in }
        ) {
            (self.rule, self.field, self.agents, self.change) = (rule, field, agents, change)
        }

        var description: String { "\(rule) \(field)" }
    }

    private static let cases: [Case] = [
        Case(.nobodyServes, "", agents: 0),
        Case(.nothingToPress, "contactForm.chatButton") {
            ($0.contactForm.chatButton, $0.contactForm.letterButton) = (false, false)
        },
        Case(.chatWithoutWriting, "phones.textButton.customer") {
            $0.phones.textButton.customer = false
        },
        Case(.chatWithoutWriting, "phones.textButton.agent") { $0.phones.textButton.agent = false },
        Case(.letterWithoutAddress, "contactForm.letterButton") {
            ($0.contactForm.email.hidden, $0.contactForm.phone.hidden) = (true, true)
        },
        Case(.hiddenAndMandatory, "contactForm.phone.mandatory") {
            $0.contactForm.phone = FieldSettings(hidden: true, mandatory: true)
        },
        Case(.waitShorterThanRing, "distribution.waitLimitSeconds") {
            $0.distribution.waitLimitSeconds = 29
        },
        Case(.waitShorterThanRing, "distribution.waitLimitSeconds") {
            $0.assignment.sameAgent = true
            ($0.distribution.waitLimitSeconds, $0.distribution.lastAgentRingSeconds) = (60, 60)
        },
        Case(.maxChatsUnused, "phones.maxChats") { $0.phones.maxChats = 5 },
        Case(.colourCorrected, "contactForm.colour") {
            ($0.contactForm.theme, $0.contactForm.colour) = (.fir, .white)
        },
        Case(.keyUnused, "statistics.key") {
            ($0.statistics.details, $0.statistics.key) = (false, "k")
        },
        Case(.notConnected, "contactForm.voiceButton") { $0.contactForm.voiceButton = true },
        Case(.conditionNeverMet, "contactForm.customFields.1.showWhen") {
            $0.contactForm.customFields = [
                CustomField(key: "a", kind: .consent, label: "A"),
                CustomField(
                    key: "b", kind: .text, label: "B",
                    showWhen: .init(field: "a", value: CustomField.no)),
            ]
        },
        Case(.brandNeedsPlan, "contactForm.brand") { $0.contactForm.brand = "Acme" },
    ]

    @Test("each rule names its setting, and no other rule speaks", arguments: cases)
    func finds(_ each: Case) {
        var settings = RoomSettings()
        each.change(&settings)
        let found = SettingsLinter.findings(
            in: settings, .init(agentCount: each.agents, features: []))
        #expect(found.map(\.rule) == [each.rule])
        #expect(found.map(\.field) == [each.field])
    }

    @Test("every rule has its case, and a sentence of its own")
    func complete() {
        let rules = SettingsLinter.Rule.allCases
        // A consent is never shown only where another rule speaks, too: it has a test of its own.
        let alone = rules.filter { $0 != .consentNeverShown }
        #expect(alone.allSatisfy { rule in Self.cases.contains { $0.rule == rule } })
        #expect(Set(rules.map(\.sentence)).count == rules.count)
        let names = RoomSettings.fields.map(\.name)
        #expect(
            Self.cases.allSatisfy { each in
                each.field.isEmpty || names.contains { each.field.hasPrefix($0) }
            })
    }

    @Test("a consent that hangs on what cannot be sent is named, however far away that is")
    func consentNeverShown() {
        var settings = RoomSettings()
        settings.contactForm.customFields = [
            CustomField(key: "a", kind: .checkBox, label: "A", mandatory: true),
            CustomField(
                key: "b", kind: .checkBox, label: "B",
                showWhen: .init(field: "a", value: CustomField.no)),
            CustomField(
                key: "c", kind: .consent, label: "C",
                showWhen: .init(field: "b", value: CustomField.yes)),
        ]
        func found() -> [SettingsFinding] {
            SettingsLinter.findings(in: settings, .init(agentCount: 1))
        }
        #expect(found().map(\.rule) == [.conditionNeverMet, .consentNeverShown])
        #expect(
            found().map(\.field) == [
                "contactForm.customFields.1.showWhen", "contactForm.customFields.2",
            ])
        settings.contactForm.customFields[0].mandatory = false
        #expect(found().isEmpty)
    }

    @Test("the usual settings, and what only looks like a fault, are passed over")
    func silent() {
        let usual = SettingsLinter.Circumstances(agentCount: 1)
        #expect(SettingsLinter.findings(in: RoomSettings(), usual).isEmpty)
        var settings = RoomSettings()
        settings.contactForm.chatButton = false
        settings.phones.textButton.agent = false
        settings.contactForm.email.hidden = true
        settings.distribution.waitLimitSeconds = 30
        settings.phones.simultaneousChats = true
        settings.phones.maxChats = 5
        settings.contactForm.theme = .mango
        settings.contactForm.colour = RoomTheme.fir.colour
        #expect(SettingsLinter.findings(in: settings, usual).isEmpty)
    }
}
