import FoundationEssentials
import FoyerCore
import Storage
import Synchronization

/// Published settings never change, so a node keeps those it has read.
final class SettingsCache: Sendable {
    private struct Key: Hashable {
        let room: ID<Room>
        let version: Int
    }

    private struct Kept {
        var settings: [Key: RoomSettings] = [:]
        var bytes = 0
    }

    /// Versions are as long as their rooms' own fields; beyond this the cache starts again.
    private static let bytesMax = 40 * 1024 * 1024
    /// Of a version, beside its text.
    private static let versionBytes = 1_024
    private let kept = Mutex(Kept())

    /// After a restored backup a version may come again with other settings.
    func forget() { kept.withLock { $0 = Kept() } }

    func settings(of room: ID<Room>, version: Int, in transaction: any Transaction) throws
        -> RoomSettings
    {
        let key = Key(room: room, version: version)
        if let settings = kept.withLock({ $0.settings[key] }) { return settings }
        guard
            let row = try transaction.first(
                """
                SELECT settings FROM room_settings WHERE room_id = \(room) AND version = \(version)
                """
            )
        else { throw DatabaseError(kind: .decoding, message: "a version of settings is missing") }
        let text: String = try row.get("settings")
        let settings = try RoomSettings(stored: text)
        // Not before the commit: a version of a publication that failed comes again with others.
        transaction.afterCommit { [self] in
            kept.withLock { kept in
                let bytes = text.utf8.count + Self.versionBytes
                if kept.bytes + bytes > Self.bytesMax { kept = Kept() }
                if kept.settings.updateValue(settings, forKey: key) == nil { kept.bytes += bytes }
            }
        }
        return settings
    }
}

extension RoomSettings {
    /// Reads a stored version; a setting that is younger than the version has its default.
    init(stored text: String) throws {
        self.init()
        try restore(text)
    }

    /// Takes over what a stored version or a stored part of one holds.
    mutating func restore(_ text: String) throws {
        let values = try JSONDecoder().decode([String: StoredValue].self, from: Data(text.utf8))
        for field in RoomSettings.fields {
            guard let stored = values[field.name] else { continue }
            restore(field, to: stored.value)
        }
    }

    func stored() throws -> String { try Self.stored(values()) }

    /// Settings by name, whole or in part, as they stand in a row.
    static func stored(_ values: [(name: String, value: SettingValue)]) throws -> String {
        let pairs = values.map { ($0.name, StoredValue(value: $0.value)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(
            decoding: try encoder.encode(Dictionary(uniqueKeysWithValues: pairs)), as: UTF8.self)
    }
}

private struct StoredValue: Codable {
    let value: SettingValue

    init(value: SettingValue) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {  // not a flag: try the next kind
            value = .flag(flag)
        } else if let number = try? container.decode(Int.self) {  // not a number: it is text
            value = .wholeNumber(number)
        } else if let fields = try? container.decode([CustomField].self) {  // no list: it is text
            value = .customFields(fields)
        } else {
            value = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .flag(let flag): try container.encode(flag)
        case .wholeNumber(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .customFields(let fields): try container.encode(fields)
        }
    }
}
