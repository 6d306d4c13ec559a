import FoyerAPI
import FoyerCore
import FoyerService

extension JSONWriter {
    /// The room as customers see it: what their page draws the contact form by.
    mutating func entrance(_ entrance: Entrance) {
        let form = entrance.settings.contactForm
        field("company", form.companyName.isEmpty ? entrance.company : form.companyName)
        field("companyKey", entrance.companyKey.rawValue)
        field("room", entrance.room)
        field("agentRole", entrance.settings.phones.agentRole)
        privateAgent(entrance.privateAgent)
        field("version", ServerConfiguration.version)
        field("settingsVersion", entrance.version)
        field("header", form.header)
        field("subHeader", form.subHeader)
        field("brand", entrance.brand)
        field("language", orNull: form.language.forced)
        field("googleSites", form.googleSites)
        palette(form.palette)
        image("logo", entrance.logo)
        image("background", entrance.background)
        object("fields") {
            $0.rules("name", form.name)
            $0.rules("email", form.email)
            $0.rules("phone", form.phone)
            $0.rules("question", form.question)
        }
        field("customFields", SettingValue.customFields(form.customFields).json)
        object("buttons") {
            $0.field("chat", form.chatButton && entrance.privateAgent?.answers != false)
            $0.field("letter", form.letterButton)
            $0.field("letterWhileWaiting", entrance.settings.assignment.allowLetter)
        }
        object("limits") {
            $0.field("nameCharactersMax", Limit.nameCharactersMax)
            $0.field("emailCharactersMax", Limit.emailCharactersMax)
            $0.field("phoneCharactersMax", Limit.phoneCharactersMax)
            $0.field("questionCharactersMax", Limit.questionCharactersMax)
            $0.field("customTextCharactersMax", Limit.customTextCharactersMax)
            $0.field("customLinesCharactersMax", Limit.customLinesCharactersMax)
            $0.field("messageBytesMax", Limit.messageBodyBytesMax)
        }
    }

    private mutating func privateAgent(_ agent: Entrance.PrivateAgent?) {
        guard let agent else { return field("privateAgent", orNull: nil as String?) }
        object("privateAgent") {
            $0.field("name", agent.name)
            $0.field("answers", agent.answers)
        }
    }

    /// The named colours of both schemes, as the screens' tokens call them.
    private mutating func palette(_ palette: RoomPalette?) {
        guard let palette else { return field("palette", orNull: nil as String?) }
        object("palette") { writer in
            writer.object("light") { $0.scheme(palette.light) }
            writer.object("dark") { $0.scheme(palette.dark) }
        }
    }

    private mutating func image(_ name: StaticString, _ image: ShownImage?) {
        guard let image else { return field(name, orNull: nil as String?) }
        object(name) {
            $0.field("source", image.source)
            $0.field("width", orNull: image.size.map { Int64($0.width) })
            $0.field("height", orNull: image.size.map { Int64($0.height) })
        }
    }

    private mutating func scheme(_ scheme: RoomPalette.Scheme) {
        field("theme", scheme.theme.text)
        field("onTheme", scheme.onTheme.text)
        field("bubble", scheme.bubble.text)
        field("onBubble", scheme.onBubble.text)
        field("wash", scheme.wash.text)
    }

    private mutating func rules(_ name: StaticString, _ field: FieldSettings) {
        object(name) {
            $0.field("hidden", field.hidden)
            $0.field("mandatory", field.mandatory)
        }
    }
}
