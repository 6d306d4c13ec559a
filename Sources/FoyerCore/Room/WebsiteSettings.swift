/// The room's icon on the business's website, and the whisper beside it (WEB-1, WEB-2).
package struct WebsiteSettings: Equatable, Sendable {
    package var position = IconPosition.right
    package var icon = WebsiteIcon.chat
    package var iconSize = IconSize.large
    /// `nil`: the theme's.
    package var iconColour: Colour?
    /// The icon is hidden on screens narrower than this many CSS pixels; 0 shows it on all.
    package var hideBelowWidth = 0
    package var openOn = IconOpening.click
    /// Empty: no whisper.
    package var whisperText = ""
    /// How long a visitor stays before it is shown.
    package var whisperAfterSeconds = 30
    package var whisperColour: Colour?
    package var whisperTextColour: Colour?

    package init() {}
}

package enum IconPosition: String, CaseIterable, Sendable {
    case right, left, rightMiddle, leftMiddle
}

package enum WebsiteIcon: String, CaseIterable, Sendable {
    case chat, phone, video, mail, whatsApp
}

package enum IconSize: String, CaseIterable, Sendable { case large, medium, small }

package enum IconOpening: String, CaseIterable, Sendable { case click, hover }
