/// One setting of a room as data: its name, what it may hold, and where it lives.
///
/// The one list `RoomSettings.fields` serves the wire, the rows, the command line, the JSON schema
/// and the table test, so that a setting cannot be known to one of them only.
package struct SettingField: Sendable {
    package enum Kind: Equatable, Sendable {
        case flag
        case wholeNumber(ClosedRange<Int>)
        /// A text that must be there.
        case text(charactersMax: Int)
        /// A line that may be empty: then the product's own words stand there.
        case line(charactersMax: Int)
        case choice([String])
        /// An e-mail address, or empty for none.
        case email
        /// `#rrggbb`, or empty for none.
        case colour
        /// The contact form's own fields.
        case customFields
        /// `RoomImage`, or empty for none.
        case image
    }

    /// Group and name with dots, as on the wire: `contactForm.email.mandatory`.
    package let name: String
    package let kind: Kind
    package let read: @Sendable (RoomSettings) -> SettingValue
    /// What is of another kind changes nothing: `check` comes first.
    let write: @Sendable (inout RoomSettings, SettingValue) -> Void
    /// The rule by which the server will obey the setting, where a part of Foyer is not there yet;
    /// `nil` for what is obeyed.
    package private(set) var waitsFor: String? = nil

    /// The same setting, kept and shown, but not obeyed before `rule` is.
    func waiting(for rule: String) -> SettingField {
        var field = self
        field.waitsFor = rule
        return field
    }

    static func flag(
        _ name: String, _ path: any WritableKeyPath<RoomSettings, Bool> & Sendable
    ) -> SettingField {
        SettingField(name: name, kind: .flag, read: { .flag($0[keyPath: path]) }) {
            settings, value in
            if case .flag(let flag) = value { settings[keyPath: path] = flag }
        }
    }

    static func number(
        _ name: String, _ range: ClosedRange<Int>,
        _ path: any WritableKeyPath<RoomSettings, Int> & Sendable
    ) -> SettingField {
        SettingField(
            name: name, kind: .wholeNumber(range), read: { .wholeNumber($0[keyPath: path]) }
        ) { settings, value in
            if case .wholeNumber(let number) = value { settings[keyPath: path] = number }
        }
    }

    static func text(
        _ name: String, charactersMax: Int,
        _ path: any WritableKeyPath<RoomSettings, String> & Sendable
    ) -> SettingField {
        words(name, .text(charactersMax: charactersMax), path)
    }

    static func line(
        _ name: String, charactersMax: Int,
        _ path: any WritableKeyPath<RoomSettings, String> & Sendable
    ) -> SettingField {
        words(name, .line(charactersMax: charactersMax), path)
    }

    static func email(
        _ name: String, _ path: any WritableKeyPath<RoomSettings, String> & Sendable
    ) -> SettingField {
        words(name, .email, path)
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ path: any WritableKeyPath<RoomSettings, Choice> & Sendable
    ) -> SettingField {
        SettingField(
            name: name, kind: .choice(Choice.allCases.map(\.rawValue)),
            read: { .text($0[keyPath: path].rawValue) }
        ) { settings, value in
            guard case .text(let text) = value, let choice = Choice(rawValue: text) else { return }
            settings[keyPath: path] = choice
        }
    }

    static func colour(
        _ name: String, _ path: any WritableKeyPath<RoomSettings, Colour?> & Sendable
    ) -> SettingField {
        SettingField(
            name: name, kind: .colour, read: { .text($0[keyPath: path]?.text ?? "") }
        ) { settings, value in
            if case .text(let text) = value { settings[keyPath: path] = Colour(text) }
        }
    }

    static func customFields(
        _ name: String, _ path: any WritableKeyPath<RoomSettings, [CustomField]> & Sendable
    ) -> SettingField {
        SettingField(
            name: name, kind: .customFields, read: { .customFields($0[keyPath: path]) }
        ) { settings, value in
            if case .customFields(let fields) = value { settings[keyPath: path] = fields }
        }
    }

    static func image(
        _ name: String, _ path: any WritableKeyPath<RoomSettings, RoomImage?> & Sendable
    ) -> SettingField {
        SettingField(
            name: name, kind: .image, read: { .text($0[keyPath: path]?.text ?? "") }
        ) { settings, value in
            if case .text(let text) = value { settings[keyPath: path] = RoomImage(text) }
        }
    }

    private static func words(
        _ name: String, _ kind: Kind, _ path: any WritableKeyPath<RoomSettings, String> & Sendable
    ) -> SettingField {
        SettingField(name: name, kind: kind, read: { .text($0[keyPath: path]) }) {
            settings, value in
            if case .text(let text) = value { settings[keyPath: path] = text }
        }
    }
}

package enum SettingValue: Equatable, Sendable {
    case flag(Bool)
    case wholeNumber(Int)
    case text(String)
    case customFields([CustomField])
}
