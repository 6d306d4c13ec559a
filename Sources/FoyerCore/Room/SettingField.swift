/// One setting of a room as data: its name, what it may hold, and where it lives.
///
/// The one list `RoomSettings.fields` serves the wire, the rows, the command line, the JSON schema
/// and the table test, so that a setting cannot be known to one of them only.
package struct SettingField: Sendable {
    package enum Kind: Equatable, Sendable {
        case flag
        case wholeNumber(ClosedRange<Int>)
        case text(charactersMax: Int)
    }

    /// Group and name with dots, as on the wire: `contactForm.email.mandatory`.
    package let name: String
    package let kind: Kind
    package let read: @Sendable (RoomSettings) -> SettingValue
    fileprivate let write: @Sendable (inout RoomSettings, SettingValue) -> Void

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
        SettingField(
            name: name, kind: .text(charactersMax: charactersMax),
            read: { .text($0[keyPath: path]) }
        ) { settings, value in
            if case .text(let text) = value { settings[keyPath: path] = text }
        }
    }
}

package enum SettingValue: Equatable, Sendable {
    case flag(Bool)
    case wholeNumber(Int)
    case text(String)
}

extension RoomSettings {
    /// Every setting, in the order of the screens.
    package static let fields: [SettingField] = [
        .flag("contactForm.name.hidden", \.contactForm.name.hidden),
        .flag("contactForm.name.mandatory", \.contactForm.name.mandatory),
        .flag("contactForm.email.hidden", \.contactForm.email.hidden),
        .flag("contactForm.email.mandatory", \.contactForm.email.mandatory),
        .flag("contactForm.phone.hidden", \.contactForm.phone.hidden),
        .flag("contactForm.phone.mandatory", \.contactForm.phone.mandatory),
        .flag("contactForm.question.hidden", \.contactForm.question.hidden),
        .flag("contactForm.question.mandatory", \.contactForm.question.mandatory),
        .flag("contactForm.chatButton", \.contactForm.chatButton),
        .flag("contactForm.letterButton", \.contactForm.letterButton),
        .number("distribution.desktopRingSeconds", 1...600, \.distribution.desktopRingSeconds),
        .number("distribution.agentsAtOnce", 0...10_000, \.distribution.agentsAtOnce),
        .number("distribution.maxRounds", 1...100, \.distribution.maxRounds),
        .number("distribution.waitLimitSeconds", 0...86_400, \.distribution.waitLimitSeconds),
        .number("distribution.priorityMinutes", -1_440...1_440, \.distribution.priorityMinutes),
        .text("phones.agentRole", charactersMax: 60, \.phones.agentRole),
        .flag("phones.textButton.customer", \.phones.textButton.customer),
        .flag("phones.textButton.agent", \.phones.textButton.agent),
        .flag("phones.hidePreview", \.phones.hidePreview),
        .flag("phones.simultaneousChats", \.phones.simultaneousChats),
        .number("phones.maxChats", 1...Limit.maxChatsMax, \.phones.maxChats),
        .number("phones.lostConnectionSeconds", 1...3_600, \.phones.lostConnectionSeconds),
        .flag("statistics.details", \.statistics.details),
    ]

    /// Takes over one value by its name.
    package mutating func set(_ name: String, to value: SettingValue) throws(Refusal) {
        guard let field = RoomSettings.fields.first(where: { $0.name == name }) else {
            throw .fieldInvalid(field: name, rule: .unknown)
        }
        try field.check(value)
        field.write(&self, value)
    }

    package func values() -> [(name: String, value: SettingValue)] {
        RoomSettings.fields.map { ($0.name, $0.read(self)) }
    }
}

extension SettingField {
    fileprivate func check(_ value: SettingValue) throws(Refusal) {
        switch (kind, value) {
        case (.flag, .flag): return
        case (.wholeNumber(let range), .wholeNumber(let number)):
            guard range.contains(number) else {
                throw .fieldOutOfRange(field: name, min: range.lowerBound, max: range.upperBound)
            }
        case (.text(let charactersMax), .text(let text)):
            guard text.count <= charactersMax, text.utf8.count <= 4 * charactersMax else {
                throw .fieldTooLong(field: name, charactersMax: charactersMax)
            }
            guard !text.allSatisfy(\.isWhitespace) else { throw .fieldMissing(field: name) }
            guard !text.utf8.contains(0) else { throw .fieldInvalid(field: name, rule: .noNull) }
        case (.flag, _): throw .fieldInvalid(field: name, rule: .flag)
        case (.wholeNumber, _): throw .fieldInvalid(field: name, rule: .wholeNumber)
        case (.text, _): throw .fieldInvalid(field: name, rule: .text)
        }
    }
}
