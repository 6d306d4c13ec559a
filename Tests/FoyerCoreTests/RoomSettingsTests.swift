import FoyerCore
import Testing

@Suite("Settings of a room")
struct RoomSettingsTests {
    struct Line: Sendable, CustomStringConvertible {
        let name: String
        let kind: SettingField.Kind
        let standard: SettingValue

        var description: String { name }
    }

    private static func flag(_ name: String, _ standard: Bool) -> Line {
        Line(name: name, kind: .flag, standard: .flag(standard))
    }

    private static func number(_ name: String, _ range: ClosedRange<Int>, _ standard: Int) -> Line {
        Line(name: name, kind: .wholeNumber(range), standard: .wholeNumber(standard))
    }

    private static func line(_ name: String, _ charactersMax: Int) -> Line {
        Line(name: name, kind: .line(charactersMax: charactersMax), standard: .text(""))
    }

    private static func choice(_ name: String, _ values: [String]) -> Line {
        Line(name: name, kind: .choice(values), standard: .text(values[0]))
    }

    /// Name, bounds and default of every setting (CF-1 to CF-4, CF-11, CHAT-2, CHAT-6, DIST-1 to
    /// DIST-8, PH-1, PH-2, STAT-1). A setting without a line here fails the first test.
    static let table: [Line] = [
        line("contactForm.companyName", 80),
        line("contactForm.header", 120),
        line("contactForm.subHeader", 300),
        flag("contactForm.name.hidden", false),
        flag("contactForm.name.mandatory", false),
        flag("contactForm.email.hidden", false),
        flag("contactForm.email.mandatory", false),
        flag("contactForm.phone.hidden", false),
        flag("contactForm.phone.mandatory", false),
        flag("contactForm.question.hidden", false),
        flag("contactForm.question.mandatory", false),
        Line(
            name: "contactForm.customFields", kind: .customFields, standard: .customFields([])),
        flag("contactForm.chatButton", true),
        flag("contactForm.letterButton", true),
        flag("contactForm.voiceButton", false),
        flag("contactForm.videoButton", false),
        flag("contactForm.whatsAppButton", false),
        choice(
            "contactForm.theme",
            [
                "harbour", "lagoon", "fir", "mango", "orange", "sky", "violet", "brick", "orchid",
                "slate", "ink",
            ]),
        Line(name: "contactForm.colour", kind: .colour, standard: .text("")),
        choice("contactForm.language", ["browser", "en", "zh-Hant", "ar"]),
        flag("contactForm.googleSites", false),
        Line(name: "contactForm.logo", kind: .image, standard: .text("")),
        Line(name: "contactForm.background", kind: .image, standard: .text("")),
        line("contactForm.brand", 60),
        flag("assignment.sameAgent", false),
        flag("assignment.allowLetter", true),
        flag("assignment.allowAlert", true),
        number("distribution.lastAgentRingSeconds", 1...600, 30),
        number("distribution.desktopRingSeconds", 1...600, 30),
        number("distribution.agentsAtOnce", 0...10_000, 0),
        number("distribution.maxRounds", 1...100, 1),
        number("distribution.waitLimitSeconds", 0...86_400, 0),
        number("distribution.wrapUpSeconds", 0...3_600, 0),
        number("distribution.priorityMinutes", -1_440...1_440, 0),
        flag("whatsApp.onlineAgents", true),
        flag("whatsApp.offlineAgents", true),
        choice("charging.method", ["none", "manual", "automatic"]),
        flag("charging.agentsOwnScheme", false),
        choice(
            "charging.currency",
            [
                "EUR", "USD", "GBP", "CHF", "HKD", "TWD", "JPY", "SGD", "AUD", "CAD", "AED", "SAR",
                "EGP", "INR", "BRL",
            ]),
        number("charging.firstMinutes", 0...1_440, 10),
        number("charging.firstFee", 0...100_000_000, 0),
        number("charging.everyMinutes", 1...1_440, 1),
        number("charging.everyFee", 0...100_000_000, 0),
        number("charging.cap", 0...100_000_000, 0),
        Line(name: "phones.agentRole", kind: .text(charactersMax: 60), standard: .text("Agent")),
        flag("phones.textButton.customer", true),
        flag("phones.textButton.agent", true),
        flag("phones.voiceButton.customer", true),
        flag("phones.voiceButton.agent", true),
        flag("phones.videoButton.customer", true),
        flag("phones.videoButton.agent", true),
        flag("phones.screenSharing.customer", true),
        flag("phones.screenSharing.agent", true),
        flag("phones.fullScreenVideo.customer", false),
        flag("phones.fullScreenVideo.agent", false),
        flag("phones.videoRecording", false),
        flag("phones.remoteControl", true),
        flag("phones.conference", false),
        flag("phones.startTimer", true),
        flag("phones.stopTimer", true),
        flag("phones.hidePreview", false),
        flag("phones.simultaneousChats", false),
        number("phones.maxChats", 1...20, 3),
        number("phones.lostConnectionSeconds", 1...3_600, 60),
        line("publicProfile.companyName", 80),
        Line(name: "publicProfile.contactEmail", kind: .email, standard: .text("")),
        choice("website.position", ["right", "left", "rightMiddle", "leftMiddle"]),
        choice("website.icon", ["chat", "phone", "video", "mail", "whatsApp"]),
        choice("website.iconSize", ["large", "medium", "small"]),
        Line(name: "website.iconColour", kind: .colour, standard: .text("")),
        number("website.hideBelowWidth", 0...10_000, 0),
        choice("website.openOn", ["click", "hover"]),
        line("website.whisperText", 120),
        number("website.whisperAfterSeconds", 1...3_600, 30),
        Line(name: "website.whisperColour", kind: .colour, standard: .text("")),
        Line(name: "website.whisperTextColour", kind: .colour, standard: .text("")),
        flag("statistics.details", true),
        line("statistics.key", 64),
    ]

    @Test("every setting has its line here, and no other, in the order of the screens")
    func complete() {
        #expect(RoomSettings.fields.map(\.name) == Self.table.map(\.name))
        #expect(RoomSettings.fields.map(\.kind) == Self.table.map(\.kind))
        #expect(Set(Self.table.map(\.name)).count == Self.table.count)
    }

    @Test("every stored property is a setting")
    func everyProperty() {
        var names: [String] = []
        func collect(_ value: Any, _ path: String) {
            for child in Mirror(reflecting: value).children {
                guard let label = child.label else { continue }
                let name = path.isEmpty ? label : "\(path).\(label)"
                if Mirror(reflecting: child.value).displayStyle == .struct,
                    !(child.value is String),
                    !(child.value is Int), !(child.value is Bool)
                {
                    collect(child.value, name)
                } else {
                    names.append(name)
                }
            }
        }
        collect(RoomSettings(), "")
        #expect(Set(names) == Set(Self.table.map(\.name)))
        #expect(names.count == Self.table.count)
    }

    @Test("the default is the specification's", arguments: table)
    func standard(_ line: Line) throws {
        let value = RoomSettings().values().first { $0.name == line.name }?.value
        #expect(value == line.standard)
    }

    @Test("a value within the bounds is taken over, and no other setting with it", arguments: table)
    func takesOver(_ line: Line) throws {
        for value in Self.good(line) {
            var settings = RoomSettings()
            try settings.set(line.name, to: value)
            for (name, found) in settings.values() {
                let expected =
                    name == line.name ? value : Self.table.first { $0.name == name }?.standard
                #expect(found == expected)
            }
        }
    }

    @Test(
        "a value of another kind or out of bounds is refused, and nothing changes", arguments: table
    )
    func refuses(_ line: Line) {
        for (value, refusal) in Self.bad(line) {
            var settings = RoomSettings()
            #expect(throws: refusal) { try settings.set(line.name, to: value) }
            #expect(settings == RoomSettings())
        }
    }

    @Test("blanks around a text are taken off; nothing but blanks is nothing")
    func trimmed() throws {
        var settings = RoomSettings()
        try settings.set("contactForm.header", to: .text(" Ahoy \n"))
        try settings.set("phones.agentRole", to: .text("\tDoctor "))
        #expect(settings.contactForm.header == "Ahoy" && settings.phones.agentRole == "Doctor")
        try settings.set("contactForm.header", to: .text(" \u{3000}"))
        #expect(settings.contactForm.header.isEmpty)
    }

    @Test(
        "an unknown name is refused",
        arguments: [
            "", "phones", "phones.", "Phones.hidePreview", "phones.hidePreview ", "a.b.c.d",
        ])
    func unknown(_ name: String) {
        var settings = RoomSettings()
        #expect(throws: Refusal.fieldInvalid(field: name, rule: .unknown)) {
            try settings.set(name, to: .flag(true))
        }
    }

    static func good(_ line: Line) -> [SettingValue] {
        switch line.kind {
        case .flag: [.flag(true), .flag(false)]
        case .wholeNumber(let range):
            [.wholeNumber(range.lowerBound), .wholeNumber(range.upperBound)]
        case .text(let charactersMax):
            words(charactersMax)
        case .line(let charactersMax): [.text("")] + words(charactersMax)
        case .choice(let values): values.map { .text($0) }
        case .email: [.text(""), .text("ana@example.com"), .text("ä@bücher.example")]
        case .colour: [.text(""), .text("#000000"), .text("#fedcba")]
        case .customFields: [.customFields([]), .customFields(CustomFieldTests.every)]
        case .image: ["", Self.image, "https://img.example.com/a%20b.png?x=1"].map { .text($0) }
        }
    }

    private static let image = "image:" + String(repeating: "0f", count: 32)

    private static func words(_ charactersMax: Int) -> [SettingValue] {
        [
            .text("A"), .text("Büro 7"), .text("مكتب \u{200f}7"),
            .text(String(repeating: "é", count: charactersMax)),
        ]
    }

    private static func bad(_ line: Line) -> [(SettingValue, Refusal)] {
        let name = line.name
        switch line.kind {
        case .flag:
            let refusal = Refusal.fieldInvalid(field: name, rule: .flag)
            return [(.wholeNumber(1), refusal), (.text("true"), refusal)]
        case .wholeNumber(let range):
            let kind = Refusal.fieldInvalid(field: name, rule: .wholeNumber)
            let bounds = Refusal.fieldOutOfRange(
                field: name, min: range.lowerBound, max: range.upperBound)
            return [
                (.flag(true), kind), (.text("1"), kind),
                (.wholeNumber(range.lowerBound - 1), bounds),
                (.wholeNumber(range.upperBound + 1), bounds), (.wholeNumber(.max), bounds),
                (.wholeNumber(.min), bounds),
            ]
        case .text(let charactersMax):
            return badWords(name, charactersMax) + [
                (.text(""), .fieldMissing(field: name)), (.text(" \n"), .fieldMissing(field: name)),
            ]
        case .line(let charactersMax): return badWords(name, charactersMax)
        case .email:
            let form = Refusal.fieldInvalid(field: name, rule: .emailAddress)
            return [
                (.flag(true), .fieldInvalid(field: name, rule: .text)), (.text("ana"), form),
                (.text("a@b"), form), (.text("a@b@example.com"), form),
                (
                    .text(String(repeating: "a", count: 255)),
                    .fieldTooLong(field: name, charactersMax: 254)
                ),
                (.text("a\n@example.com"), .fieldInvalid(field: name, rule: .plainLine)),
            ]
        case .choice(let values):
            let refusal = Refusal.fieldNotOneOf(field: name, values: values)
            return [
                (.flag(true), .fieldInvalid(field: name, rule: .text)), (.text(""), refusal),
                (.text(values[0] + "x"), refusal), (.text(values[0] + " "), refusal),
            ]
        case .customFields:
            let refusal = Refusal.fieldInvalid(field: name, rule: .customFields)
            return [(.text("[]"), refusal), (.flag(true), refusal)]
        case .image:
            let form = Refusal.fieldInvalid(field: name, rule: .image)
            return [
                (.flag(true), .fieldInvalid(field: name, rule: .text)),
                (.text("http://example.com/a.png"), form), (.text("image:abc"), form),
                (
                    .text("https://a.example/" + String(repeating: "a", count: 2_000)),
                    .fieldTooLong(field: name, charactersMax: 2_000)
                ),
            ]
        case .colour:
            let form = Refusal.fieldInvalid(field: name, rule: .colour)
            return [
                (.wholeNumber(0), .fieldInvalid(field: name, rule: .text)), (.text("#fff"), form),
                (.text("red"), form), (.text("#00000g"), form), (.text("000000"), form),
                (.text("#00;}*{"), form), (.text("#é0000"), form),
                (.text("#0000000"), .fieldTooLong(field: name, charactersMax: 7)),
            ]
        }
    }

    private static func badWords(_ name: String, _ charactersMax: Int) -> [(SettingValue, Refusal)]
    {
        let kind = Refusal.fieldInvalid(field: name, rule: .text)
        let long = Refusal.fieldTooLong(field: name, charactersMax: charactersMax)
        let plain = Refusal.fieldInvalid(field: name, rule: .plainLine)
        let zalgo = "e" + String(repeating: "\u{301}", count: 10_000)
        return [
            (.flag(true), kind), (.wholeNumber(1), kind),
            (.text("\u{200f}"), .fieldMissing(field: name)),
            (.text("a\u{0}"), .fieldInvalid(field: name, rule: .noNull)), (.text(zalgo), long),
            (.text(String(repeating: "a", count: charactersMax + 1)), long),
            (.text("a\nb"), plain), (.text("a\u{1b}[31m"), plain), (.text("a\u{2028}b"), plain),
            (.text("a\u{202e}b"), plain), (.text("a\u{2067}b"), plain),
        ]
    }
}
