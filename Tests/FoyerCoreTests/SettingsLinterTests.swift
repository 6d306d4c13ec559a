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
        Case(.maxChatsUnused, "phones.maxChats") { $0.phones.maxChats = 5 },
        Case(.colourCorrected, "contactForm.colour") {
            ($0.contactForm.theme, $0.contactForm.colour) = (.fir, .white)
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
        #expect(rules.allSatisfy { rule in Self.cases.contains { $0.rule == rule } })
        #expect(Set(rules.map(\.sentence)).count == rules.count)
        let names = RoomSettings.fields.map(\.name)
        #expect(Self.cases.allSatisfy { $0.field.isEmpty || names.contains($0.field) })
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
