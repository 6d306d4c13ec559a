import FoundationEssentials
import FoyerCore

/// A room as one JSON file (ROOM-7): its name, settings and pictures, nobody's data and no link.
package struct RoomFile: Sendable {
    /// Counts up when older versions of Foyer could misread a file.
    package static let format = 1

    package let name: String
    /// The settings that the file names; of the others nothing is said.
    package let settings: [(name: String, value: SettingValue)]
    /// The pictures that the settings name by their hash, as bytes of which nothing is known yet.
    package let pictures: [[UInt8]]

    /// A logo and a background.
    static let picturesMax = 2
    /// Base64 makes four characters of three bytes (RFC 4648).
    private static let pictureCharactersMax = (Limit.imageBytesMax + 2) / 3 * 4

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
        let texts = try fields.optionalTextList(
            "pictures", countMax: Self.picturesMax,
            characterCountMax: Self.pictureCharactersMax)
        // What is no base64 holds no picture either, and is refused as none.
        pictures = (texts ?? []).map { Data(base64Encoded: $0).map(Array.init) ?? [] }
        try fields.finish()
    }

    package static func write(
        name: String, settings: RoomSettings, pictures: [[UInt8]], to writer: inout JSONWriter
    ) {
        writer.field("foyerRoom", format)
        writer.field("name", name)
        writer.field("settings", settings.json())
        writer.array("pictures") { list in
            for picture in pictures { list.element(Data(picture).base64EncodedString()) }
        }
    }
}
