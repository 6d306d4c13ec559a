import FoyerCore

/// A room as one JSON file (ROOM-7): its name and settings, nobody's data and no link.
package struct RoomFile: Sendable {
    /// Counts up when older versions of Foyer could misread a file.
    package static let format = 1

    package let name: String
    /// The settings that the file names; of the others nothing is said.
    package let settings: [(name: String, value: SettingValue)]

    /// Reads a file. Throws `FieldError` at the field that is wrong, and
    /// `Refusal.fileFromNewerVersion` for a format that is not known yet.
    package init(_ fields: Fields) throws {
        var fields = fields
        // First: of a newer file's other members nothing is known.
        let format = try fields.int("foyerRoom", in: 1...Int(Int32.max))
        guard format <= Self.format else { throw Refusal.fileFromNewerVersion }
        name = try fields.optionalText("name", characterCountMax: Limit.nameCharactersMax) ?? ""
        guard let settings = fields.value("settings") else {
            throw FieldError(field: "\(fields.path).settings", problem: .missing)
        }
        self.settings = try RoomSettings.changes(
            in: settings, called: "\(fields.path).settings")
        try fields.finish()
    }

    package static func write(
        name: String, settings: RoomSettings, to writer: inout JSONWriter
    ) {
        writer.field("foyerRoom", format)
        writer.field("name", name)
        writer.field("settings", settings.json())
    }
}
