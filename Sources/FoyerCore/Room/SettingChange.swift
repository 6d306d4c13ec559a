/// A setting that is another one in two versions of a room's settings (ROOM-5).
package struct SettingChange: Equatable, Sendable {
    /// The setting's name, as on the wire.
    package let name: String
    package let before, after: SettingValue

    package init(name: String, before: SettingValue, after: SettingValue) {
        self.name = name
        self.before = before
        self.after = after
    }
}

extension RoomSettings {
    /// What would have to change to make these settings `other`, in the order of the screens.
    package func changes(to other: RoomSettings) -> [SettingChange] {
        RoomSettings.fields.compactMap { field in
            let (before, after) = (field.read(self), field.read(other))
            guard before != after else { return nil }
            return SettingChange(name: field.name, before: before, after: after)
        }
    }
}
